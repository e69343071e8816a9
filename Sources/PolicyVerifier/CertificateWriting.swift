import PolicyModel

extension Verification {
  /// What a certificate says of the plans of this platform: for each, the states that its runs can be
  /// in, and for groups of tenants to whom not everything is permitted, those of their runs.
  ///
  /// - Parameter ownerNumbers: Of tenants that have something of their own.
  package func write(to certificate: inout CertificateBytes, ownerNumbers: [String: Int]) {
    certificate.append(results.count)
    for result in results {
      PlanProofWriter(
        self, result, isGateNeeded: result.cases.contains(where: \.verdict.isGateNeeded)
      )
      .write(to: &certificate, ownerNumbers)
    }
  }
}

/// The bytes of a certificate: numbers of seven bits a byte, the lowest first.
package struct CertificateBytes: Sendable {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package mutating func append(_ number: Int) { append(UInt64(max(number, 0))) }

  package mutating func append(_ word: UInt64) {
    var rest = word
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  package mutating func append(_ numbers: [Int]) {
    append(numbers.count)
    for number in numbers { append(number) }
  }

  package mutating func append(raw: [UInt8]) { bytes += raw }

  /// Pairs of a place and what is there now, where that is something else than before.
  fileprivate mutating func append(_ words: [UInt64], after before: [UInt64]) {
    let changed = words.indices.filter { words[$0] != before[$0] }
    append(changed.count)
    for place in changed {
      append(place)
      append(words[place])
    }
  }
}

private struct PlanProofWriter {
  private let verification: Verification
  private let result: PlanResult
  private let isGateNeeded: Bool
  private let plan: Plan
  /// Facts that are known at the start, and steps with a bound.
  private let frozen, counted: [Int]

  init(_ verification: Verification, _ result: PlanResult, isGateNeeded: Bool) {
    self.verification = verification
    self.result = result
    self.isGateNeeded = isGateNeeded
    let plan = verification.platform.plans[result.plan]
    self.plan = plan
    (frozen, counted) = (plan.frozenFacts, plan.countedSteps)
  }

  func write(to certificate: inout CertificateBytes, _ ownerNumbers: [String: Int]) {
    let isWritten = result.admittedTenants > 0
    certificate.append(isWritten ? isGateNeeded ? 1 : 2 : 0)
    certificate.append(isWritten ? result.graph.nodes.count : 0)
    if isWritten { writeStates(to: &certificate) }
    let exceptions = isWritten ? exceptions : [:]
    certificate.append(exceptions.count)
    for (states, groups) in exceptions.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      certificate.append(states)
      certificate.append(groups.map { number(of: $0, ownerNumbers) })
    }
  }

  /// Each state as what differs from the one before: most of it is as it was.
  private func writeStates(to certificate: inout CertificateBytes) {
    let width = max(plan.variables.count, plan.facts.count, plan.steps.count)
    var before = [UInt64](repeating: 0, count: 3 * width)
    for node in result.graph.nodes.indices {
      let state = result.graph.state(of: node)
      let words = words(of: state, count: before.count)
      certificate.append(state.step)
      certificate.append(words, after: before)
      before = words
    }
  }

  /// Labels by variable, known parts by fact and visits by step, by turns.
  private func words(of state: PlanGraph.State, count: Int) -> [UInt64] {
    var words = [UInt64](repeating: 0, count: count)
    for (variable, label) in state.labels.enumerated() { words[3 * variable] = label }
    for (fact, part) in zip(frozen, state.frozen) { words[3 * fact + 1] = UInt64(part) }
    for (step, visits) in zip(counted, state.visits) { words[3 * step + 2] = UInt64(visits) }
    return words
  }

  /// Groups for which something that the plan asks is forbidden, by the states of their runs.
  private var exceptions: [[Int]: [Int]] {
    let isGated = verification.platform.isGated && isGateNeeded
    let rows = verification.forbidding(result.graph.questions, isGated: isGated)
    guard rows.contains(where: { !$0.isEmpty }) else { return [:] }
    var exceptions: [[Int]: [Int]] = [:]
    var known: [Int: [Int]] = [:]
    for group in verification.decidedGroups(ofPlan: result.plan).sorted() {
      let row = Int(verification.table.rowOfGroup[group])
      guard rows[row / RowSet.count].contains(row % RowSet.count) else { continue }
      let states = known[row] ?? states(of: group, isGated: isGated)
      known[row] = states
      exceptions[states, default: []].append(group)
    }
    return exceptions
  }

  private func states(of group: Int, isGated: Bool) -> [Int] {
    Reachability(verification.view(ofPlan: result.plan, group, isGated: isGated)).order.sorted()
  }

  private func number(of group: Int, _ ownerNumbers: [String: Int]) -> Int {
    let tenant = verification.platform.tenants[group]
    if let owner = tenant.policy.owner, let number = ownerNumbers[owner] { return 2 * number + 1 }
    return 2 * tenant.classRow
  }
}

extension Verification {
  /// By block, the rows to which something of what is asked is forbidden, and not skipped.
  fileprivate func forbidding(_ questions: [Int], isGated: Bool) -> [RowSet] {
    let counted = questions.filter { !isGated || table.questions[$0].decision == nil }
    return (0..<RowSet.blocks(of: rowCount)).map { block in
      counted.reduce(RowSet.zero) { $0 | columns[$1].blocks[block].forbidding }
    }
  }
}
