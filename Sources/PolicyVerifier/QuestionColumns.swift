import PolicyModel

/// What the answers to one question come to, for all rows of answers.
struct QuestionColumns: Sendable {
  /// By block of rows.
  let blocks: [Block]
  let outcomes: [Outcome]
  /// By number of the domain: the candidates that fall with it.
  private let fallen: [Int: Bitset]

  /// What one answer comes to.
  struct Outcome: Sendable {
    /// Candidates that are tried in some snapshot, and not forbidden.
    let served: Bitset
    let isAlwaysServed: Bool
    let isForbidding: Bool
    /// The same of what is known whatever opaque conditions are.
    let isCertainlyServed: Bool
    let isCertainlyForbidding: Bool
    let hasPool: Bool
    let blockers: Blockers
  }

  struct Block: Sendable {
    /// Some snapshot has a candidate that is not forbidden; every snapshot has one.
    var served = RowSet.zero
    var alwaysServed = RowSet.zero
    /// Some candidate is forbidden.
    var forbidding = RowSet.zero
    var certainlyServed = RowSet.zero
    var certainlyForbidding = RowSet.zero
    /// A review has somebody to ask.
    var pool = RowSet.zero
    /// By outcome: the rows that have it.
    var rows: [(outcome: Int, rows: RowSet)] = []
    /// What no candidate is left without, ascending by domain.
    var single: [(domain: Int, rows: RowSet)] = []
    var pairs: [(pair: DomainPair, rows: RowSet)] = []
  }

  /// - Parameter rows: Numbers of rows; a block begins with the first of them.
  init(_ question: Int, _ table: AnswerTable, _ rows: Range<Int>, _ domains: FailureDomains) {
    let asked = table.questions[question]
    var outcomes = OutcomeNumbers(asked, domains)
    var blocks: [Block] = []
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: RowSet.count) {
      var sets: [RowSet] = []
      for row in start..<Swift.min(start + RowSet.count, rows.upperBound) {
        let number = outcomes.number(ofAnswerTo: question, row: row, table)
        while sets.count <= number { sets.append(.zero) }
        sets[number].insert(row - start)
      }
      blocks.append(Block(sets, outcomes.outcomes))
    }
    self.blocks = blocks
    self.outcomes = outcomes.outcomes
    fallen = asked.fallen(domains)
  }

  /// The rows to which no candidate is left in any snapshot when domains are down.
  func unserved(_ block: Int, down: [Int]) -> RowSet {
    let fallen = down.compactMap { self.fallen[$0] }
    guard let first = fallen.first else { return .zero }
    let all = fallen.dropFirst().reduce(first) { $0.union($1) }
    return blocks[block].rows.reduce(RowSet.zero) { unserved, one in
      outcomes[one.outcome].served.isSubset(of: all) ? unserved | one.rows : unserved
    }
  }
}

extension QuestionColumns.Block {
  fileprivate init(_ sets: [RowSet], _ outcomes: [QuestionColumns.Outcome]) {
    var single: [Int: RowSet] = [:]
    var pairs: [DomainPair: RowSet] = [:]
    for (number, set) in sets.enumerated() where !set.isEmpty {
      let outcome = outcomes[number]
      rows.append((number, set))
      if !outcome.served.isEmpty { served |= set }
      if outcome.isAlwaysServed { alwaysServed |= set }
      if outcome.isForbidding { forbidding |= set }
      if outcome.isCertainlyServed { certainlyServed |= set }
      if outcome.isCertainlyForbidding { certainlyForbidding |= set }
      if outcome.hasPool { pool |= set }
      for domain in outcome.blockers.single { single[domain, default: .zero] |= set }
      for pair in outcome.blockers.pairs { pairs[pair, default: .zero] |= set }
    }
    self.single = single.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    self.pairs = pairs.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}

/// Tells the answers to a question apart.
private struct OutcomeNumbers {
  private let asked: AskedQuestion
  private let domains: FailureDomains
  private(set) var outcomes: [QuestionColumns.Outcome] = []
  private var ofWord: [UInt64: Int] = [:]
  private var ofAnswer: [Answer: Int] = [:]
  private var last: (word: UInt64, number: Int)?

  init(_ asked: AskedQuestion, _ domains: FailureDomains) {
    self.asked = asked
    self.domains = domains
  }

  mutating func number(ofAnswerTo question: Int, row: Int, _ table: AnswerTable) -> Int {
    guard asked.wordCount == 1 else {
      let answer = table.answer(to: question, row: row)
      if let known = ofAnswer[answer] { return known }
      ofAnswer[answer] = outcomes.count
      return append(answer)
    }
    let word = table.word(ofAnswerTo: asked, row: row)
    if let last, last.word == word { return last.number }
    let number = ofWord[word] ?? append(table.answer(to: question, row: row))
    ofWord[word] = number
    last = (word, number)
    return number
  }

  private mutating func append(_ answer: Answer) -> Int {
    outcomes.append(outcome(of: answer))
    return outcomes.count - 1
  }

  private func outcome(of answer: Answer) -> QuestionColumns.Outcome {
    let gated = PolicyView.Outcome(answer, asked, isGated: true)
    let ungated = PolicyView.Outcome(answer, asked, isGated: false)
    let served = gated.tried.intersection(gated.permitted)
    let certain = asked.snapshots?.certain
    return QuestionColumns.Outcome(
      served: served, isAlwaysServed: gated.isAlwaysServed,
      isForbidding: !ungated.forbidden.isEmpty,
      isCertainlyServed: !(certain.map { $0.intersection(served) } ?? served).isEmpty,
      isCertainlyForbidding:
        !(certain.map { $0.intersection(ungated.forbidden) }
        ?? ungated.forbidden).isEmpty,
      hasPool: gated.pool != nil,
      blockers: gated.isAlwaysServed ? domains.blockers(of: answer, asked) : .none)
  }
}

extension AskedQuestion {
  /// By number of a domain: the candidates that fall with it.
  fileprivate func fallen(_ domains: FailureDomains) -> [Int: Bitset] {
    var fallen: [Int: Bitset] = [:]
    for (position, endpoint) in (decision?.endpoints ?? []).enumerated() {
      for domain in domains.ofEndpoint[endpoint] {
        fallen[domain, default: Bitset()].insert(position)
      }
    }
    return fallen
  }
}
