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

  init(_ graph: PlanGraph, _ table: AnswerTable, row: Int, isGated: Bool) {
    self.graph = graph
    self.table = table
    self.isGated = isGated
    outcomes = Dictionary(
      uniqueKeysWithValues: graph.questions.map { question in
        let answer = table.answer(to: question, row: row)
        return (question, Outcome(answer, table.questions[question], isGated: isGated))
      })
  }

  subscript(question: Int) -> Outcome { outcomes[question] ?? .nothing }
}

extension PolicyView.Outcome {
  /// Of a review without a pool, or a decision without candidates.
  static let nothing = PolicyView.Outcome(
    tried: Bitset(), permitted: Bitset(), isAlwaysServed: false, forbidden: Bitset(), pool: nil)

  init(_ answer: Answer, _ asked: AskedQuestion, isGated: Bool) {
    guard asked.decision != nil else {
      self.init(reviewedBy: answer)
      return
    }
    guard let snapshots = asked.snapshots else {
      self = .nothing
      return
    }
    let permitted = answer.permitted
    let possible = snapshots.possible
    self.init(
      tried: isGated ? possible.intersection(permitted) : possible, permitted: permitted,
      isAlwaysServed: snapshots.sets.allSatisfy { !$0.intersection(permitted).isEmpty },
      forbidden: isGated ? Bitset() : possible.subtracting(permitted), pool: nil)
  }

  private init(reviewedBy answer: Answer) {
    guard let pool = answer.pool else {
      self = .nothing
      return
    }
    let shown = Bitset([0])
    self.init(
      tried: shown, permitted: answer.permitted, isAlwaysServed: !answer.permitted.isEmpty,
      forbidden: shown.subtracting(answer.permitted), pool: pool)
  }
}
