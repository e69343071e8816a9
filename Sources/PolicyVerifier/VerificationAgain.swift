extension Verification {
  /// A plan that was verified, to be looked at once more.
  func block(ofPlan plan: Int) -> BlockVerification {
    let policies = VerifiedPolicies(platform, table, cells, columns, domains)
    return BlockVerification(
      PlanVerification(plan: plan, tools: results[plan].tools, policies: policies),
      results[plan].prepared)
  }

  /// Verifies a plan once more, with everything that it needs at hand, and says for how many policies
  /// that answer differently: for measurements.
  ///
  /// - Parameter isSafetyOnly: Whether runs do what is forbidden is all that is asked, and with the gate
  ///   left out; else everything is.
  /// - Returns: what verifies it each time that it is called.
  package func repeated(plan: Int, isSafetyOnly: Bool) -> () -> Int {
    let block = block(ofPlan: plan)
    let rows = table.rows.count
    return {
      var found = 0
      for number in 0..<RowSet.blocks(of: rows) {
        found +=
          isSafetyOnly
          ? block.forbidden(in: number, .all).size
          : block.parts(of: number, .all).count
      }
      return found
    }
  }
}
