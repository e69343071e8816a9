/// Finds, for each row of a block, the fewest failure domains with which runs do not go on.
struct ColumnResilience {
  /// Rows that go on whatever two domains are down, whatever one is, and with none.
  private(set) var two: RowSet
  private(set) var one = RowSet.zero
  private(set) var none = RowSet.zero
  /// By row: what keeps it from going on.
  private(set) var weakest: [[Int]] = Array(repeating: [], count: RowSet.count)

  private let questions: [Int]
  private let columns: [QuestionColumns]
  private let block: Int
  private let progress: ColumnProgress
  private let served: [RowSet]
  /// By domain that a question may not be served without.
  private var losses: [Int: [Loss]] = [:]

  private typealias Loss = (question: Int, rows: RowSet)

  /// - Parameter rows: Those that go on with everything up.
  init(
    _ progress: ColumnProgress, _ questions: [Int], _ columns: [QuestionColumns], _ block: Int,
    _ rows: RowSet
  ) {
    self.progress = progress
    self.questions = questions
    self.columns = columns
    self.block = block
    two = rows
    served = questions.map { columns[$0].blocks[block].served }
    guard !rows.isEmpty else { return }
    for (position, question) in questions.enumerated() {
      for (domain, lost) in columns[question].blocks[block].single where !(lost & rows).isEmpty {
        losses[domain, default: []].append((position, lost))
      }
    }
    tryDomains()
    if !two.isEmpty { tryPairs() }
  }

  private mutating func tryDomains() {
    for (domain, lost) in losses.sorted(by: { $0.key < $1.key }) {
      let found = obstructed(lost, down: [domain], two)
      none |= found
      two &= ~found
      found.forEach { weakest[$0] = [domain] }
      if two.isEmpty { return }
    }
  }

  /// Pairs that leave a question without an answer, and pairs of domains each of which leaves one
  /// without.
  private mutating func tryPairs() {
    var pairs: [DomainPair: RowSet] = [:]
    var lostToPair: [DomainPair: [Loss]] = [:]
    for (position, question) in questions.enumerated() {
      for (pair, lost) in columns[question].blocks[block].pairs where !(lost & two).isEmpty {
        pairs[pair, default: .zero] |= lost
        lostToPair[pair, default: []].append((position, lost))
      }
    }
    let touched = losses.map { ($0.key, $0.value.reduce(RowSet.zero) { $0 | $1.rows } & two) }
      .filter { !$0.1.isEmpty }.sorted { $0.0 < $1.0 }
    for (index, first) in touched.enumerated() {
      for second in touched[(index + 1)...] where !(first.1 & second.1).isEmpty {
        pairs[DomainPair(first.0, second.0), default: .zero] |= first.1 & second.1
      }
    }
    for (pair, rows) in pairs.sorted(by: { $0.key < $1.key }) where !(rows & two).isEmpty {
      let lost =
        (losses[pair.first] ?? []) + (losses[pair.second] ?? []) + (lostToPair[pair] ?? [])
      let found = obstructed(lost, down: [pair.first, pair.second], rows & two)
      one |= found
      two &= ~found
      found.forEach { weakest[$0] = [pair.first, pair.second] }
      if two.isEmpty { return }
    }
  }

  private func obstructed(_ lost: [Loss], down: [Int], _ rows: RowSet) -> RowSet {
    progress.obstructed(lost, rows) {
      questions.enumerated().map { position, question in
        served[position] & ~columns[question].unserved(block, down: down)
      }
    }
  }
}
