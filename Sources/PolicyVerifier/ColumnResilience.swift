/// How many failure domains runs of a plan go on without, for each row of a block.
struct ColumnResilience {
  private let progress: ColumnProgress
  private let columns: PlanColumns
  private let domains: PlanDomains

  init(_ progress: ColumnProgress, _ columns: PlanColumns, _ domains: PlanDomains) {
    self.progress = progress
    self.columns = columns
    self.domains = domains
  }

  /// Rows of which runs do not go on without some domain, and those that need two to be down for it.
  ///
  /// - Parameter rows: Those that go on with everything up.
  func blocked(_ rows: RowSet) -> (byOne: RowSet, byTwo: RowSet) {
    var open = rows
    let byOne = blockedByOne(&open)
    let byTwo = blockedByTwo(&open)
    return (byOne, byTwo)
  }

  /// The first domains, as few as possible, without which runs of a row do not go on.
  ///
  /// - Parameter count: How many those are.
  func weakest(_ row: RowSet, count: Int) -> [Int] {
    count == 1 ? weakestOne(row).map { [$0] } ?? [] : weakestTwo(row)?.both ?? []
  }

  /// What must be served whatever happens is looked up; only if something else may keep runs from going
  /// on, domains before that are tried.
  private func weakestOne(_ row: RowSet) -> Int? {
    let required = columns.indices.compactMap { position -> Int? in
      let lost = progress.required(position) & columns[position].withoutOne & row
      return lost.isEmpty ? nil : columns.domain(of: position, without: lost)
    }.min()
    guard !progress.obstructible({ columns[$0].withoutOne }, row).isEmpty else { return required }
    return domains.touched.prefix { $0 < required ?? .max }.first {
      touchesDuty($0) && !obstructed(losses(without: $0, row), [$0], row).isEmpty
    } ?? required
  }

  private func weakestTwo(_ row: RowSet) -> DomainPair? {
    let required = columns.indices.compactMap { position -> DomainPair? in
      guard !(progress.required(position) & columns[position].withoutTwo & row).isEmpty else {
        return nil
      }
      return columns[position].pairs.first { !($0.rows & row).isEmpty }?.pair
    }.min()
    let mayBeOther = progress.obstructible(
      { columns[$0].withoutOne | columns[$0].withoutTwo }, row)
    guard !mayBeOther.isEmpty else { return required }
    let pairs = PairedLosses(columns, row, columns.indices)
    return pairs.sorted(with: singles(row, domains.touched)).lazy.map(\.pair)
      .prefix { pair in required.map { pair < $0 } ?? true }
      .first { !obstructed(losses(without: $0, row, pairs), $0.both, row).isEmpty } ?? required
  }

  // MARK: One domain

  /// Questions that must be served whatever happens decide for most rows: which domain it is that
  /// blocks them is all the same.
  private func blockedByOne(_ open: inout RowSet) -> RowSet {
    var blocked = RowSet.zero
    for position in columns.indices {
      blocked |= progress.required(position) & columns[position].withoutOne & open
    }
    open &= ~blocked
    var obstructible = progress.obstructible({ columns[$0].withoutOne }, open)
    guard !obstructible.isEmpty else { return blocked }
    for domain in domains.touched where !obstructible.isEmpty && touchesDuty(domain) {
      let found = obstructed(losses(without: domain, obstructible), [domain], obstructible)
      blocked |= found
      obstructible &= ~found
    }
    open &= ~blocked
    return blocked
  }

  private func touchesDuty(_ domain: Int) -> Bool {
    domains.touching(domain).contains { progress.hasDuties($0.question) }
  }

  // MARK: Two domains

  private func blockedByTwo(_ open: inout RowSet) -> RowSet {
    var blocked = RowSet.zero
    for position in columns.indices {
      blocked |= progress.required(position) & columns[position].withoutTwo & open
    }
    open &= ~blocked
    open = progress.obstructible({ columns[$0].withoutOne | columns[$0].withoutTwo }, open)
    guard !open.isEmpty else { return blocked }
    // What blocks only questions that must be served would have been found.
    let pairs = PairedLosses(columns, open, columns.indices.filter { progress.hasDuties($0) })
    let singles = singles(open, domains.touched.filter { touchesDuty($0) })
    for (pair, rows) in pairs.sorted(with: singles) where !(rows & open).isEmpty {
      let found = obstructed(losses(without: pair, open, pairs), pair.both, rows & open)
      blocked |= found
      open &= ~found
    }
    return blocked
  }

  /// Domains without which some question of some rows is not served any more, each with those rows.
  private func singles(_ rows: RowSet, _ all: [Int]) -> [(domain: Int, rows: RowSet)] {
    all.compactMap { domain in
      let lost = losses(without: domain, rows).reduce(RowSet.zero) { $0 | $1.rows } & rows
      return lost.isEmpty ? nil : (domain, lost)
    }
  }

  // MARK: What is lost

  private func losses(without domain: Int, _ rows: RowSet) -> [ColumnProgress.Loss] {
    domains.touching(domain).compactMap { question, index in
      let lost = columns[question].without[index]
      return (lost & rows).isEmpty ? nil : (question, lost)
    }
  }

  private func losses(
    without pair: DomainPair, _ rows: RowSet, _ pairs: PairedLosses
  ) -> [ColumnProgress.Loss] {
    pair.both.flatMap { losses(without: $0, rows) } + pairs.losses(of: pair)
  }

  private func obstructed(
    _ lost: [ColumnProgress.Loss], _ down: [Int], _ rows: RowSet
  ) -> RowSet {
    guard !lost.isEmpty else { return .zero }
    return progress.obstructed(lost, rows) {
      var left = progress.served
      for domain in down {
        for (question, index) in domains.touching(domain) {
          left[question] &=
            down.count == 1
            ? ~columns[question].emptyWithout[index]
            : ~domains.emptied(question, columns[question], by: down)
        }
      }
      return left
    }
  }
}

/// The failure domains that candidates of a plan's questions fall with: looked up when something is asked
/// of them, which for most policies nothing is.
final class PlanDomains {
  private let columns: [QuestionColumns]
  private let questions: [Int]
  private let count: Int
  private lazy var index = Index(columns, questions, count)

  /// By domain, and one more: where its questions begin.
  private struct Index {
    /// By number, ascending.
    let touched: [Int]
    let starts: [Int]
    let entries: [(question: Int, index: Int)]

    init(_ columns: [QuestionColumns], _ questions: [Int], _ count: Int) {
      var starts = [Int](repeating: 0, count: count + 1)
      for question in questions {
        for domain in columns[question].domains { starts[domain + 1] += 1 }
      }
      touched = (0..<count).filter { starts[$0 + 1] > 0 }
      for domain in 0..<count { starts[domain + 1] += starts[domain] }
      self.starts = starts
      var entries = [(question: Int, index: Int)](repeating: (0, 0), count: starts[count])
      for (position, question) in questions.enumerated() {
        for (index, domain) in columns[question].domains.enumerated() {
          entries[starts[domain]] = (position, index)
          starts[domain] += 1
        }
      }
      self.entries = entries
    }
  }

  /// - Parameters:
  ///   - columns: By question of all.
  ///   - count: How many domains there are.
  init(_ columns: [QuestionColumns], of questions: [Int], count: Int) {
    (self.columns, self.questions, self.count) = (columns, questions, count)
  }

  /// By number, ascending.
  var touched: [Int] { index.touched }

  /// The questions that have candidates which fall with a domain, each with the domain's position among
  /// those of the question.
  func touching(_ domain: Int) -> ArraySlice<(question: Int, index: Int)> {
    index.entries[index.starts[domain]..<index.starts[domain + 1]]
  }

  /// The rows to which a question is served in no snapshot when domains are down.
  func emptied(_ question: Int, _ block: QuestionColumns.Block, by down: [Int]) -> RowSet {
    columns[questions[question]].emptied(block, by: down)
  }
}

/// What is lost with pairs of domains, neither of which is enough for it.
private struct PairedLosses {
  private var losses: [DomainPair: [ColumnProgress.Loss]] = [:]

  init(_ columns: PlanColumns, _ rows: RowSet, _ questions: some Sequence<Int>) {
    for question in questions where !(columns[question].withoutTwo & rows).isEmpty {
      for (pair, lost) in columns[question].pairs where !(lost & rows).isEmpty {
        losses[pair, default: []].append((question, lost))
      }
    }
  }

  func losses(of pair: DomainPair) -> [ColumnProgress.Loss] { losses[pair] ?? [] }

  /// These pairs, and those of single domains with which something is lost, each with the rows that lose
  /// something.
  func sorted(
    with singles: [(domain: Int, rows: RowSet)]
  ) -> [(pair: DomainPair, rows: RowSet)] {
    var rows = losses.mapValues { $0.reduce(RowSet.zero) { $0 | $1.rows } }
    for (index, first) in singles.enumerated() {
      for second in singles[(index + 1)...] where !(first.rows & second.rows).isEmpty {
        rows[DomainPair(first.domain, second.domain), default: .zero] |= first.rows & second.rows
      }
    }
    return rows.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}

extension DomainPair {
  fileprivate var both: [Int] { [first, second] }
}
