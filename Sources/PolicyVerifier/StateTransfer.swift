import PolicyModel

/// Takes runs of a plan over into a later form of the plan: steps, variables, data classes and facts are
/// those of the same names.
struct StateTransfer {
  private let old: Side
  private let new: Side

  /// A form of the plan, with its platform.
  struct Side {
    let plan: Plan
    let catalogue: Catalogue
    let parts: TermParts

    var frozen: [Int] { plan.frozenFacts }
    var counted: [Int] { plan.countedSteps }
  }

  /// What runs have, and the later form does not.
  enum Loss: Hashable, Error {
    case step(String)
    case dataClass(String)
    /// Values of facts fall into more cases than are looked at.
    case cases
  }

  init(from old: Side, to new: Side) {
    (self.old, self.new) = (old, new)
  }

  /// The states in which a run may find itself: several, where conditions tell more values of a fact
  /// apart than before.
  func states(of state: PlanGraph.State) throws(Loss) -> [PlanGraph.State] {
    let name = old.plan.steps[state.step].name
    guard let step = new.plan.steps.index(of: name) else { throw .step(name) }
    let labels = try self.labels(of: state)
    let visits = new.counted.map { step -> UInt16 in
      guard let before = old.plan.steps.index(of: new.plan.steps[step].name),
        let slot = old.counted.firstIndex(of: before)
      else { return 0 }
      return state.visits[slot]
    }
    return try frozen(of: state).map {
      PlanGraph.State(step: step, labels: labels, frozen: $0, visits: visits)
    }
  }

  /// A variable that the earlier form does not have holds what runs of the later one begin with.
  private func labels(of state: PlanGraph.State) throws(Loss) -> [UInt64] {
    var labels: [UInt64] = []
    for variable in new.plan.variables.elements {
      guard let before = old.plan.variables.index(of: variable.name) else {
        labels.append(variable.input?.word(0) ?? 0)
        continue
      }
      labels.append(try label(state.labels[before]))
    }
    return labels
  }

  private func label(_ label: UInt64) throws(Loss) -> UInt64 {
    var result: UInt64 = 0
    for dataClass in Bitset(word: label).members {
      let name = old.catalogue.dataClasses[dataClass].name
      guard let now = new.catalogue.dataClasses.index(of: name) else { throw .dataClass(name) }
      result |= 1 << UInt64(now)
    }
    return result
  }

  // MARK: Facts

  private func frozen(of state: PlanGraph.State) throws(Loss) -> [[UInt16]] {
    var all: [[UInt16]] = [[]]
    for fact in new.frozen {
      let positions = self.positions(of: fact, in: state)
      guard all.count * positions.count <= SnapshotCases.most else { throw .cases }
      all = all.flatMap { known in positions.map { known + [$0] } }
    }
    return all
  }

  /// The parts of a fact's values in which its value may lie; 0 where it may be any.
  private func positions(of fact: Int, in state: PlanGraph.State) -> [UInt16] {
    let declared = new.plan.facts[fact]
    guard let before = old.plan.facts.index(of: declared.name),
      old.plan.facts[before].type == declared.type,
      let slot = old.frozen.firstIndex(of: before), state.frozen[slot] > 0,
      let parts = old.parts.parts[.fact(before)], let now = new.parts.parts[.fact(fact)]
    else { return [0] }
    let values = values(of: Int(state.frozen[slot]) - 1, among: parts, declared.type)
    return now.indices.filter { self.values(of: $0, among: now, declared.type).overlaps(values) }
      .map { UInt16(truncatingIfNeeded: $0 + 1) }
  }

  private func values(
    of part: Int, among parts: [Int64], _ type: FactType
  ) -> ClosedRange<Int64> {
    let last = part + 1 < parts.count ? parts[part + 1] - 1 : type.domain.upperBound
    return parts[part]...max(last, parts[part])
  }
}
