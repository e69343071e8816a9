import PolicyModel

/// The most that a run may cost and call, of runs that nothing holds up: one that waits goes on as one
/// that did not.
package struct DearestRun {
  package let cost: Amount
  /// By tool, of those that are called at all.
  package let calls: [Int: Amount]

  package enum Amount: Hashable, Comparable, Sendable {
    case most(Int64)
    case infinite
    /// A run may call what states no cost.
    case notStated
  }

  package init(_ interpreter: Interpreter, _ exploration: Exploration) {
    let catalogue = interpreter.world.catalogue
    let calls = exploration.events.compactMap(\.capability)
    let prices = Dictionary(
      calls.map { ($0, catalogue.price(of: $0)) }, uniquingKeysWith: { first, _ in first })
    cost =
      prices.values.contains(nil)
      ? .notStated
      : exploration.most(interpreter) { $0.capability.flatMap { prices[$0] ?? nil } ?? 0 }
    let tools = Set(
      calls.compactMap { call in if case .tool(let tool) = call { tool } else { nil } })
    self.calls = Dictionary(
      uniqueKeysWithValues: tools.map { tool in
        (tool, exploration.most(interpreter) { $0.capability == .tool(tool) ? 1 : 0 })
      })
  }
}

extension Event {
  /// What is called.
  fileprivate var capability: Capability? {
    if case .call(let capability, _) = kind { capability } else { nil }
  }
}

extension Catalogue {
  fileprivate func price(of capability: Capability) -> Int64? {
    switch capability {
    case .tool(let tool): tools[tool].cost?.micros
    case .model(let model): models[model].cost?.micros
    case .storage: 0
    }
  }
}

extension Exploration {
  /// The most that events of one run come to: what is ahead of each state is worked out again until
  /// nothing changes, and is infinite where that never happens.
  fileprivate func most(
    _ interpreter: Interpreter, _ amount: (Event) -> Int64
  ) -> DearestRun.Amount {
    var ahead: [RunState: Int64] = [:]
    let ways = states.map { state in
      (state, interpreter.isHeldUp(at: state) ? [] : interpreter.happenings(at: state))
    }
    for _ in 0...states.count {
      var isSettled = true
      for (state, happenings) in ways {
        let most = happenings.map { ($0.event.map(amount) ?? 0) + ahead[$0.next, default: 0] }.max()
        guard let most, most > ahead[state, default: 0] else { continue }
        ahead[state] = most
        isSettled = false
      }
      if isSettled {
        return .most(interpreter.beginnings().map { ahead[$0, default: 0] }.max() ?? 0)
      }
    }
    return .infinite
  }
}

extension Interpreter {
  fileprivate func isHeldUp(at state: RunState) -> Bool {
    guard case .unavailable(_, let capability) = state.moment else { return false }
    switch fallback(of: capability) {
    case .hold, .queue: return true
    case .fail, .review: return false
    }
  }
}
