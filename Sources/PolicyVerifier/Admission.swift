import PolicyModel

/// The policies whose tenants may run a plan.
struct Admission: Sendable {
  let blocks: [Block]
  let tenants: Int
  let groups: Int
  /// Residencies that need grounds, by number.
  let grounds: Set<Int>

  /// Those of a block of rows.
  struct Block: Sendable {
    private(set) var rows = RowSet.zero
    /// By row: tenants, groups, and the cell of which the first tenant's id is the smallest.
    private(set) var tenants: [Int]
    private(set) var groups: [Int]
    private(set) var examples: [Int]

    fileprivate init(_ cells: PolicyCells, _ range: Range<Int>, _ admitting: [Bool]) {
      tenants = Array(repeating: 0, count: range.count)
      groups = tenants
      examples = tenants
      for row in range {
        let position = row - range.lowerBound
        for index in cells.cells(ofRow: row) where admitting[Int(cells.all[index].tools)] {
          let cell = cells.all[index]
          if groups[position] == 0 || cell.rank < cells.all[examples[position]].rank {
            examples[position] = index
          }
          tenants[position] += cell.tenants
          groups[position] += cell.groups
          rows.insert(position)
        }
      }
    }
  }

  fileprivate init(_ cells: PolicyCells, _ table: AnswerTable, _ tools: Bitset) {
    let admitting = cells.admitting(tools)
    blocks = stride(from: 0, to: cells.rowCount, by: RowSet.count).map { start in
      Block(cells, start..<min(start + RowSet.count, cells.rowCount), admitting)
    }
    tenants = blocks.reduce(0) { $0 + $1.tenants.reduce(0, +) }
    groups = blocks.reduce(0) { $0 + $1.groups.reduce(0, +) }
    grounds = cells.grounds(table, tools)
  }
}

/// The admissions of plans: one for all that call for the same policies.
struct Admissions: Sendable {
  private var all: [Admission] = []
  /// By plan.
  private var numbers: [Int] = []

  /// - Parameter tools: By plan, what a tenant who runs it may use.
  init(_ cells: PolicyCells, _ table: AnswerTable, tools: [Bitset]) {
    var known: [[Bool]: Int] = [:]
    for needed in tools {
      let admitting = cells.admitting(needed)
      let number = known[admitting] ?? all.count
      if number == all.count {
        known[admitting] = number
        all.append(Admission(cells, table, needed))
      }
      numbers.append(number)
    }
  }

  subscript(plan: Int) -> Admission { all[numbers[plan]] }
}
