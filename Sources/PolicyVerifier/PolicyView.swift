import PolicyModel

/// What the questions of a plan come to under one policy: which ways are open, and what is forbidden.
struct PolicyView {
  let graph: PlanGraph
  let table: AnswerTable
  let isGated: Bool
  /// By number of the question; only those of the plan are asked.
  private let outcomes: [Int: Outcome]

  /// What becomes of one question.
  struct Outcome: Sendable {
    /// Candidates that are tried in some snapshot: with the gate, permitted ones.
    let tried: Bitset
    let permitted: Bitset
    /// Whether every snapshot has a permitted candidate, with everything up.
    let isAlwaysServed: Bool
    /// Candidates that are tried and forbidden; for a review, position 0 stands for the pool.
    let forbidden: Bitset
    /// The pool of a review.
    let pool: Int?
  }

  init(_ graph: PlanGraph, _ table: AnswerTable, _ row: [Answer], isGated: Bool) {
    self.graph = graph
    self.table = table
    self.isGated = isGated
    outcomes = Dictionary(
      uniqueKeysWithValues: graph.questions.map { question in
        (question, Self.outcome(of: question, row[question], table, isGated))
      })
  }

  subscript(question: Int) -> Outcome { outcomes[question] ?? .nothing }

  static func outcome(
    of question: Int, _ answer: Answer, _ table: AnswerTable, _ isGated: Bool
  ) -> Outcome {
    let asked = table.questions[question]
    guard asked.decision != nil else { return reviewOutcome(answer) }
    guard let snapshots = asked.snapshots else { return .nothing }
    let permitted = table.permitted(answer, to: question)
    let possible = snapshots.possible
    return Outcome(
      tried: isGated ? possible.intersection(permitted) : possible, permitted: permitted,
      isAlwaysServed: snapshots.sets.allSatisfy { !$0.intersection(permitted).isEmpty },
      forbidden: isGated ? Bitset() : possible.subtracting(permitted), pool: nil)
  }

  private static func reviewOutcome(_ answer: Answer) -> Outcome {
    guard answer & 1 == 1 else { return .nothing }
    let isForbidden = answer & 2 == 2
    let shown = Bitset([0])
    return Outcome(
      tried: shown, permitted: isForbidden ? Bitset() : shown, isAlwaysServed: !isForbidden,
      forbidden: isForbidden ? shown : Bitset(), pool: Int(answer >> 2))
  }
}

extension PolicyView.Outcome {
  /// Of a review without a pool, or a decision without candidates.
  static let nothing = PolicyView.Outcome(
    tried: Bitset(), permitted: Bitset(), isAlwaysServed: false, forbidden: Bitset(), pool: nil)
}
