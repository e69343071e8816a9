package import PolicyModel

// What was proved for the tenants of one group, for whoever compares two states of a platform.
extension Verification {
  /// The number of what a group answers to all questions: groups with equal numbers are told apart by
  /// the tools that they permit alone.
  package func answers(ofGroup group: Int) -> Int { Int(table.rowOfGroup[group]) }

  /// The verdict of a plan for a group; `nil` for one that may not run it, or where nothing was decided.
  package func verdict(ofPlan plan: Int, forGroup group: Int) -> CaseVerdict? {
    let result = results[plan]
    guard result.tools.isSubset(of: platform.tenants[group].policy.permittedTools) else {
      return nil
    }
    return result.cases.first { $0.contains(row: Int(table.rowOfGroup[group])) }?.verdict
  }

  /// By group, the verdict of a plan; nothing for groups that may not run it, or where nothing was
  /// decided.
  package func verdicts(ofPlan plan: Int) -> [Int: CaseVerdict] {
    var verdicts: [Int: CaseVerdict] = [:]
    for one in results[plan].cases {
      for group in groups(of: one, inPlan: plan) { verdicts[group] = one.verdict }
    }
    return verdicts
  }

  /// The first end of a transfer ground that the proof of a plan relies on for a group.
  package func validUntil(ofPlan plan: Int, forGroup group: Int) -> CalendarDate? {
    guard let number = table.groundsNumber(ofRow: Int(table.rowOfGroup[group])),
      let first = results[plan].graph.questions.map({ table.groundEnd(of: $0, number) }).min(),
      first != .max
    else { return nil }
    return CalendarDate(secondsSince1970: first)
  }
}
