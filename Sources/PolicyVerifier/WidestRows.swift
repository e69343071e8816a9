import PolicyModel

extension Verification {
  /// Rows of answers among which, for each policy whose tenants may run a plan, there is one that leaves
  /// at least as many candidates for every question of the plan, and as much of a reviewer.
  ///
  /// Most policies leave less than others do: what is the most of something need not be looked for there.
  func widestRows(ofPlan plan: Int) -> [Int] {
    let result = results[plan]
    let left = result.graph.questions.map { LeftCandidates(columns[$0], isGated: platform.isGated) }
    var rows: [Leaving] = []
    for block in 0..<RowSet.blocks(of: rowCount) {
      var parts = [result.cases.reduce(RowSet.zero) { $0 | $1.rows(inBlock: block) }]
      for one in left {
        parts = parts.flatMap { part in one.blocks[block].map { $0.rows & part } }
        parts.removeAll(where: \.isEmpty)
      }
      for part in parts {
        guard let first = part.first else { continue }
        let row = block * RowSet.count + first
        rows.append(Leaving(row, left.map { $0.candidates(block, first) }))
      }
    }
    var widest: [Leaving] = []
    for one in rows.sorted(by: { $0.total > $1.total }) {
      let isCovered = widest.contains { wider in
        zip(one.left, wider.left).enumerated().allSatisfy { position, sets in
          left[position].isReview ? sets.0 == sets.1 : sets.0.isSubset(of: sets.1)
        }
      }
      if !isCovered { widest.append(one) }
    }
    return widest.map(\.row)
  }
}

/// What a row of answers leaves to the questions of a plan.
private struct Leaving {
  let row: Int
  let left: [Bitset]
  let total: Int

  init(_ row: Int, _ left: [Bitset]) {
    (self.row, self.left) = (row, left)
    total = left.reduce(0) { $0 + $1.count }
  }
}

/// Which candidates of a question policies leave, and whose rows those are.
private struct LeftCandidates {
  /// Whose candidate, by position 0, is the pool that there is.
  let isReview: Bool
  /// By block.
  let blocks: [[(candidates: Bitset, rows: RowSet)]]

  /// - Parameter isGated: Without the gate all are tried, whatever is permitted.
  init(_ columns: QuestionColumns, isGated: Bool) {
    isReview = columns.isReview
    blocks = columns.blocks.map { block in
      var sets: [Bitset: RowSet] = [:]
      for (number, rows) in block.rows {
        sets[columns.tried(inOutcome: number, isGated: isGated), default: .zero] |= rows
      }
      return sets.map { ($0.key, $0.value) }
    }
  }

  func candidates(_ block: Int, _ row: Int) -> Bitset {
    blocks[block].first { $0.rows.contains(row) }?.candidates ?? Bitset()
  }
}
