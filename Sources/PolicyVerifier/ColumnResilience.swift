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
    if count == 1 {
      let first = domains.touched.first { !obstructed(losses(without: $0, row), [$0], row).isEmpty }
      return first.map { [$0] } ?? []
    }
    let pairs = PairedLosses(columns, row, columns.indices)
    let first = pairs.sorted(with: singles(row, domains.touched)).first {
      !obstructed(losses(without: $0.pair, row, pairs), $0.pair.both, row).isEmpty
    }
    return first.map(\.pair.both) ?? []
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

/// The failure domains that candidates of a plan's questions fall with.
struct PlanDomains {
  /// By number, ascending.
  let touched: [Int]
  private let columns: [QuestionColumns]
  /// By domain, and one more: where its questions begin.
  private let starts: [Int]
  private let entries: [(question: Int, index: Int)]

  /// - Parameter columns: By question of the plan.
  init(_ columns: [QuestionColumns], count: Int) {
    self.columns = columns
    var starts = [Int](repeating: 0, count: count + 1)
    for domain in columns.lazy.flatMap(\.domains) { starts[domain + 1] += 1 }
    touched = (0..<count).filter { starts[$0 + 1] > 0 }
    for domain in 0..<count { starts[domain + 1] += starts[domain] }
    self.starts = starts
    var entries = [(question: Int, index: Int)](repeating: (0, 0), count: starts[count])
    for (question, column) in columns.enumerated() {
      for (index, domain) in column.domains.enumerated() {
        entries[starts[domain]] = (question, index)
        starts[domain] += 1
      }
    }
    self.entries = entries
  }

  /// The questions that have candidates which fall with a domain, each with the domain's position among
  /// those of the question.
  func touching(_ domain: Int) -> ArraySlice<(question: Int, index: Int)> {
    entries[starts[domain]..<starts[domain + 1]]
  }

  /// The rows to which a question is served in no snapshot when domains are down.
  func emptied(_ question: Int, _ block: QuestionColumns.Block, by down: [Int]) -> RowSet {
    columns[question].emptied(block, by: down)
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
