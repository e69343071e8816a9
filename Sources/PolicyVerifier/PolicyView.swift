import PolicyModel

/// What the questions of a plan come to under one policy: which ways are open, and what is forbidden.
struct PolicyView {
  let graph: PlanGraph
  let table: AnswerTable
  let isGated: Bool
  /// By number of the question; only those of the plan are asked.
  private let outcomes: [Int: Outcome]
  /// By question: of decisions of which more is known than of others.
  private let known: [Int: Snapshots]
  /// Those that are known.
  let latencies: [Guard.Term: Int64]

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
    known = [:]
    latencies = [:]
  }

  /// The same where some things are down and some latencies known.
  init(
    _ graph: PlanGraph, _ table: AnswerTable, row: Int, isGated: Bool,
    in circumstances: Circumstances
  ) {
    self.graph = graph
    self.table = table
    self.isGated = isGated
    var known: [Int: Snapshots] = [:]
    var outcomes: [Int: Outcome] = [:]
    for question in graph.questions {
      let asked = table.questions[question]
      let snapshots = asked.snapshots(known: circumstances.latencies)
      if let snapshots { known[question] = snapshots }
      outcomes[question] = Outcome(
        table.answer(to: question, row: row), asked, snapshots ?? asked.snapshots,
        isGated: isGated, down: circumstances.down)
    }
    self.known = known
    self.outcomes = outcomes
    latencies = circumstances.latencies
  }

  /// What is the case beyond what a graph knows.
  struct Circumstances: Sendable {
    let down: DownSet
    let latencies: [Guard.Term: Int64]
  }

  subscript(question: Int) -> Outcome { outcomes[question] ?? .nothing }

  /// Which candidates can hold together; `nil` for a review.
  func snapshots(of question: Int) -> Snapshots? {
    known[question] ?? table.questions[question].snapshots
  }
}

extension AskedQuestion {
  /// `nil` where nothing is known that its conditions ask for.
  fileprivate func snapshots(known: [Guard.Term: Int64]) -> Snapshots? {
    guard !known.isEmpty, let decision, decision.conditions.contains(where: { $0.asks(for: known) })
    else { return nil }
    return decision.cases(label: question.label, known: known)?.snapshots(of: decision.conditions)
  }
}

extension Guard {
  fileprivate func asks(for known: [Term: Int64]) -> Bool {
    var asks = false
    forEachTest { test in
      if case .inside(let term, _) = test, known[term] != nil { asks = true }
    }
    return asks
  }
}

extension PolicyView.Outcome {
  /// Of a review without a pool, or a decision without candidates.
  static let nothing = PolicyView.Outcome(
    tried: Bitset(), permitted: Bitset(), isAlwaysServed: false, forbidden: Bitset(), pool: nil)

  init(_ answer: Answer, _ asked: AskedQuestion, isGated: Bool) {
    self.init(answer, asked, asked.snapshots, isGated: isGated, down: nil)
  }

  /// - Parameter down: What is down all along; `nil` for nothing.
  init(
    _ answer: Answer, _ asked: AskedQuestion, _ snapshots: Snapshots?, isGated: Bool,
    down: DownSet?
  ) {
    guard let decision = asked.decision else {
      self.init(reviewedBy: answer, down: down)
      return
    }
    guard let snapshots else {
      self = .nothing
      return
    }
    var possible = snapshots.possible
    var served = answer.permitted
    if let fallen = down?.fallen(decision.endpoints), !fallen.isEmpty {
      possible = possible.subtracting(fallen)
      served = served.subtracting(fallen)
    }
    self.init(
      tried: isGated ? possible.intersection(served) : possible, permitted: answer.permitted,
      isAlwaysServed: snapshots.sets.allSatisfy { !$0.intersection(served).isEmpty },
      forbidden: isGated ? Bitset() : possible.subtracting(answer.permitted), pool: nil)
  }

  private init(reviewedBy answer: Answer, down: DownSet?) {
    guard let pool = answer.pool else {
      self = .nothing
      return
    }
    guard down?.hasPool(pool) != true else {
      self.init(
        tried: Bitset(), permitted: answer.permitted, isAlwaysServed: false, forbidden: Bitset(),
        pool: pool)
      return
    }
    let shown = Bitset([0])
    self.init(
      tried: shown, permitted: answer.permitted, isAlwaysServed: !answer.permitted.isEmpty,
      forbidden: shown.subtracting(answer.permitted), pool: pool)
  }
}
