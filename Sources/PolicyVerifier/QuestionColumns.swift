import PolicyModel

/// What the answers to one question come to, for all rows of answers.
struct QuestionColumns: Sendable {
  /// By block of rows.
  let blocks: [Block]
  /// Failure domains, by number, that candidates fall with, ascending.
  let domains: [Int]
  private let outcomes: [Outcome]
  /// By domain: the candidates that fall with it.
  private let fallen: [Bitset]

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
    /// By position in `domains`: rows that were always served, and without the domain are not any
    /// more; and rows that are then served in no snapshot.
    var without: [RowSet] = []
    var emptyWithout: [RowSet] = []
    /// The same of pairs of domains, neither of which is enough.
    var pairs: [(pair: DomainPair, rows: RowSet)] = []
    /// Rows for which there is such a domain, or such a pair.
    var withoutOne = RowSet.zero
    var withoutTwo = RowSet.zero
  }

  /// - Parameter rows: Numbers of rows; a block begins with the first of them.
  init(_ question: Int, _ table: AnswerTable, _ rows: Range<Int>, _ domains: FailureDomains) {
    let asked = table.questions[question]
    var outcomes = OutcomeNumbers(asked, domains)
    var sets: [[RowSet]] = []
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: RowSet.count) {
      var block: [RowSet] = []
      for row in start..<Swift.min(start + RowSet.count, rows.upperBound) {
        let number = outcomes.number(ofAnswerTo: question, row: row, table)
        while block.count <= number { block.append(.zero) }
        block[number].insert(row - start)
      }
      sets.append(block)
    }
    let known = outcomes.outcomes
    let fallen = asked.fallen(domains, known)
    self.outcomes = known
    self.domains = fallen.map(\.domain)
    self.fallen = fallen.map(\.candidates)
    blocks = sets.map { Block($0, known, fallen) }
  }

  /// The rows of a block to which no candidate is left in any snapshot when domains are down.
  func emptied(_ block: Block, by down: [Int]) -> RowSet {
    let all = domains.indices.reduce(Bitset()) {
      down.contains(domains[$1]) ? $0.union(fallen[$1]) : $0
    }
    return block.rows.reduce(RowSet.zero) { emptied, one in
      outcomes[one.outcome].served.isSubset(of: all) ? emptied | one.rows : emptied
    }
  }
}

/// The candidates that fall with a failure domain.
private typealias Fall = (domain: Int, candidates: Bitset)

extension QuestionColumns.Block {
  fileprivate init(_ sets: [RowSet], _ outcomes: [QuestionColumns.Outcome], _ falls: [Fall]) {
    without = Array(repeating: .zero, count: falls.count)
    emptyWithout = without
    let positions = Dictionary(uniqueKeysWithValues: zip(falls.map(\.domain), falls.indices))
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
      if !outcome.blockers.single.isEmpty { withoutOne |= set }
      if !outcome.blockers.pairs.isEmpty { withoutTwo |= set }
      for domain in outcome.blockers.single {
        if let position = positions[domain] { without[position] |= set }
      }
      for pair in outcome.blockers.pairs { pairs[pair, default: .zero] |= set }
      for (position, fall) in falls.enumerated()
      where outcome.served.isSubset(of: fall.candidates) {
        emptyWithout[position] |= set
      }
    }
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
  /// What falls with each domain that matters for some answer, ascending by domain.
  fileprivate func fallen(
    _ domains: FailureDomains, _ outcomes: [QuestionColumns.Outcome]
  ) -> [Fall] {
    var fallen: [Int: Bitset] = [:]
    for (position, endpoint) in (decision?.endpoints ?? []).enumerated() {
      for domain in domains.ofEndpoint[endpoint] {
        fallen[domain, default: Bitset()].insert(position)
      }
    }
    for domain in outcomes.flatMap(\.blockers.single) {
      fallen[domain] = fallen[domain] ?? Bitset()
    }
    return fallen.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
