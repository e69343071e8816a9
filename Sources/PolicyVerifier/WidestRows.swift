import PolicyModel

extension Verification {
  /// Rows of answers among which, for each policy whose tenants may run a plan, there is one under which
  /// runs make no fewer attempts at anything, and have no fewer ways on.
  ///
  /// What a run may cost depends on how many candidates are tried, not on which: most policies leave as
  /// many as others do, or fewer.
  func widestRows(ofPlan plan: Int) -> [Int] {
    let result = results[plan]
    let questions = result.graph.questions
    let efforts = questions.map { columns[$0].efforts(isGated: platform.isGated) }
    var byRow: [[UInt16]: Int] = [:]
    for block in 0..<RowSet.blocks(of: rowCount) {
      let rows = result.cases.reduce(RowSet.zero) { $0 | $1.rows(inBlock: block) }
      var found = [UInt16](repeating: 0, count: RowSet.count * questions.count)
      for (position, question) in questions.enumerated() {
        for (outcome, having) in columns[question].blocks[block].rows {
          (having & rows).forEach {
            found[$0 * questions.count + position] = efforts[position][outcome]
          }
        }
      }
      rows.forEach { row in
        let own = Array(found[(row * questions.count)..<((row + 1) * questions.count)])
        byRow[own] = byRow[own] ?? block * RowSet.count + row
      }
    }
    let isReview = questions.map { columns[$0].isReview }
    var widest: [(efforts: [UInt16], row: Int)] = []
    let sorted = byRow.map { (efforts: $0.key, row: $0.value, total: $0.key.total) }
      .sorted { ($1.total, $0.row) < ($0.total, $1.row) }
    for one in sorted {
      let isCovered = widest.contains { wider in
        one.efforts.indices.allSatisfy {
          isReview[$0] ? one.efforts[$0] == wider.efforts[$0] : one.efforts[$0] <= wider.efforts[$0]
        }
      }
      if !isCovered { widest.append((one.efforts, one.row)) }
    }
    return widest.map(\.row)
  }
}

extension [UInt16] {
  fileprivate var total: Int { reduce(0) { $0 + Int($1) } }
}
