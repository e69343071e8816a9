import PolicyModel

/// What the answers to one question come to, for all rows of answers.
struct QuestionColumns: Sendable {
  /// By block of rows.
  private(set) var blocks: [Block]
  /// Failure domains, by number, that candidates fall with, ascending.
  let domains: [Int]
  private var numbers: OutcomeNumbers
  private var rowCount: Int
  private let falls: [Fall]

  private var outcomes: [Outcome] { numbers.outcomes }

  /// What one answer comes to.
  struct Outcome: Hashable, Sendable {
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

  init(_ question: Int, _ table: AnswerTable, _ domains: FailureDomains) {
    let asked = table.questions[question]
    var numbers = OutcomeNumbers(asked, domains)
    var sets: [[RowSet]] = []
    for start in stride(from: 0, to: table.rows.count, by: RowSet.count) {
      var block: [RowSet] = []
      for row in start..<Swift.min(start + RowSet.count, table.rows.count) {
        let number = numbers.number(ofAnswerTo: question, row: row, table)
        while block.count <= number { block.append(.zero) }
        block[number].insert(row - start)
      }
      sets.append(block)
    }
    let outcomes = numbers.outcomes
    let fallen = asked.fallen(domains, outcomes)
    self.numbers = numbers
    rowCount = table.rows.count
    self.domains = fallen.map(\.domain)
    falls = fallen
    blocks = sets.map { Block($0, outcomes, fallen) }
  }

  /// Adds the rows that came to the table since.
  mutating func addRows(_ question: Int, _ table: AnswerTable, _ domains: FailureDomains) {
    for row in rowCount..<table.rows.count {
      let number = numbers.number(ofAnswerTo: question, row: row, table)
      let outcome = numbers.outcomes[number]
      guard outcome.blockers.single.allSatisfy(self.domains.contains) else {
        self = QuestionColumns(question, table, domains)
        return
      }
      let (block, position) = row.quotientAndRemainder(dividingBy: RowSet.count)
      if block == blocks.count { blocks.append(Block(falls: self.domains.count)) }
      var set = RowSet.zero
      set.insert(position)
      blocks[block].insert(set, number, outcome, falls)
    }
    rowCount = table.rows.count
  }

  var isReview: Bool { numbers.isReview }

  /// By outcome, the most attempts that a snapshot takes: every candidate that holds may fail. Of a
  /// review, whether there is anybody to ask.
  ///
  /// - Parameter isGated: Without the gate all are tried, whatever is permitted.
  func efforts(isGated: Bool) -> [UInt16] {
    let sets = numbers.asked.snapshots?.sets ?? []
    return outcomes.map { outcome in
      guard !isReview else { return outcome.hasPool ? 1 : 0 }
      let most = sets.map { isGated ? $0.intersection(outcome.served).count : $0.count }.max() ?? 0
      return UInt16(clamping: most)
    }
  }

  /// By block, the rows that come to the same as one of them.
  func alike(_ row: Int) -> [RowSet] {
    let (block, position) = row.quotientAndRemainder(dividingBy: RowSet.count)
    let number = blocks[block].rows.first { $0.rows.contains(position) }?.outcome
    return blocks.map { block in block.rows.first { $0.outcome == number }?.rows ?? .zero }
  }

  /// By block, the rows of these columns that come to something else than in earlier ones: in which order
  /// candidates are tried is all the same, since any of them may be down.
  func changed(since earlier: QuestionColumns) -> [RowSet] {
    let (meanings, before) = (outcomes.map(meaning), earlier.outcomes.map(earlier.meaning))
    return zip(blocks, earlier.blocks).map { block, earlier in
      var changed = RowSet.zero
      for (number, set) in block.rows {
        for (old, rows) in earlier.rows where !(rows & set).isEmpty {
          if meanings[number] != before[old] { changed |= rows & set }
        }
      }
      return changed
    }
  }

  /// What an outcome comes to for runs.
  private struct Meaning: Equatable {
    let outcome: Outcome
    /// What each candidate falls with that is tried and not forbidden, in one order.
    let served: [[Int]]
  }

  private func meaning(of outcome: Outcome) -> Meaning {
    let served = outcome.served.members.map { candidate in
      falls.filter { $0.candidates.contains(candidate) }.map(\.domain)
    }
    return Meaning(
      outcome: outcome.withoutCandidates, served: served.sorted { $0.lexicographicallyPrecedes($1) }
    )
  }

  /// The rows of a block to which no candidate is left in any snapshot when domains are down.
  func emptied(_ block: Block, by down: [Int]) -> RowSet {
    let all = domains.indices.reduce(Bitset()) {
      down.contains(domains[$1]) ? $0.union(falls[$1].candidates) : $0
    }
    return block.rows.reduce(RowSet.zero) { emptied, one in
      let outcome = outcomes[one.outcome]
      let isEmptied =
        outcome.served.isSubset(of: all) || down.contains(where: outcome.isWithoutPool)
      return isEmptied ? emptied | one.rows : emptied
    }
  }
}

/// The columns of a plan's questions in one block of rows, by position in `PlanGraph.questions`.
struct PlanColumns {
  private let all: [QuestionColumns]
  private let questions: [Int]
  private let block: Int

  init(_ all: [QuestionColumns], of questions: [Int], block: Int) {
    (self.all, self.questions, self.block) = (all, questions, block)
  }

  var indices: Range<Int> { questions.indices }

  /// Nothing of it is copied but what is asked for.
  @inline(__always)
  subscript(position: Int) -> QuestionColumns.Block { all[questions[position]].blocks[block] }

  /// The first failure domain without which a question is not served any more for some rows.
  func domain(of position: Int, without rows: RowSet) -> Int? {
    let without = all[questions[position]].blocks[block].without
    return without.firstIndex { !($0 & rows).isEmpty }.map { all[questions[position]].domains[$0] }
  }
}

/// The candidates that fall with a failure domain.
private typealias Fall = (domain: Int, candidates: Bitset)

extension QuestionColumns.Block {
  fileprivate init(falls: Int) {
    without = Array(repeating: .zero, count: falls)
    emptyWithout = without
  }

  fileprivate init(_ sets: [RowSet], _ outcomes: [QuestionColumns.Outcome], _ falls: [Fall]) {
    self.init(falls: falls.count)
    let positions = Dictionary(uniqueKeysWithValues: zip(falls.map(\.domain), falls.indices))
    var pairs: [DomainPair: RowSet] = [:]
    for (number, set) in sets.enumerated() where !set.isEmpty {
      let outcome = outcomes[number]
      rows.append((number, set))
      insert(set, outcome)
      for domain in outcome.blockers.single {
        if let position = positions[domain] { without[position] |= set }
      }
      for pair in outcome.blockers.pairs { pairs[pair, default: .zero] |= set }
      empty(set, outcome, falls)
    }
    self.pairs = pairs.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// Adds rows that have one outcome.
  fileprivate mutating func insert(
    _ set: RowSet, _ number: Int, _ outcome: QuestionColumns.Outcome, _ falls: [Fall]
  ) {
    if let index = rows.firstIndex(where: { $0.outcome == number }) {
      rows[index].rows |= set
    } else {
      rows.append((number, set))
    }
    insert(set, outcome)
    for domain in outcome.blockers.single {
      if let position = falls.firstIndex(where: { $0.domain == domain }) {
        without[position] |= set
      }
    }
    for pair in outcome.blockers.pairs {
      let index = pairs.firstIndex { $0.pair >= pair } ?? pairs.count
      if index == pairs.count || pairs[index].pair != pair {
        pairs.insert((pair, .zero), at: index)
      }
      pairs[index].rows |= set
    }
    empty(set, outcome, falls)
  }

  private mutating func insert(_ set: RowSet, _ outcome: QuestionColumns.Outcome) {
    if !outcome.served.isEmpty { served |= set }
    if outcome.isAlwaysServed { alwaysServed |= set }
    if outcome.isForbidding { forbidding |= set }
    if outcome.isCertainlyServed { certainlyServed |= set }
    if outcome.isCertainlyForbidding { certainlyForbidding |= set }
    if outcome.hasPool { pool |= set }
    if !outcome.blockers.single.isEmpty { withoutOne |= set }
    if !outcome.blockers.pairs.isEmpty { withoutTwo |= set }
  }

  private mutating func empty(
    _ set: RowSet, _ outcome: QuestionColumns.Outcome, _ falls: [Fall]
  ) {
    for (position, fall) in falls.enumerated()
    where outcome.served.isSubset(of: fall.candidates) || outcome.isWithoutPool(fall.domain) {
      emptyWithout[position] |= set
    }
  }
}

extension QuestionColumns.Outcome {
  fileprivate var withoutCandidates: Self {
    Self(
      served: Bitset(), isAlwaysServed: isAlwaysServed, isForbidding: isForbidding,
      isCertainlyServed: isCertainlyServed, isCertainlyForbidding: isCertainlyForbidding,
      hasPool: hasPool, blockers: blockers)
  }

  /// Whether a review has nobody to ask when a domain is down: pools are told apart by what they fall
  /// with.
  fileprivate func isWithoutPool(_ domain: Int) -> Bool {
    hasPool && blockers.single.contains(domain)
  }
}

/// Tells the answers to a question apart.
private struct OutcomeNumbers: Sendable {
  let asked: AskedQuestion
  private let domains: FailureDomains
  private(set) var outcomes: [QuestionColumns.Outcome] = []
  private var ofWord: [UInt64: Int] = [:]
  /// The first words that were come to, which are most.
  private var firstWords: [UInt64] = []
  private static let mostFirstWords = 16
  private var ofAnswer: [Answer: Int] = [:]

  init(_ asked: AskedQuestion, _ domains: FailureDomains) {
    self.asked = asked
    self.domains = domains
  }

  var isReview: Bool { asked.decision == nil }

  mutating func number(ofAnswerTo question: Int, row: Int, _ table: AnswerTable) -> Int {
    guard asked.wordCount == 1 else {
      let answer = table.answer(to: question, row: row)
      if let known = ofAnswer[answer] { return known }
      ofAnswer[answer] = outcomes.count
      return append(answer)
    }
    let word = table.word(ofAnswerTo: asked, row: row)
    if let number = firstWords.firstIndex(of: word) { return number }
    if let number = ofWord[word] { return number }
    let number = append(table.answer(to: question, row: row))
    if number < Self.mostFirstWords {
      firstWords.append(word)
    } else {
      ofWord[word] = number
    }
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
