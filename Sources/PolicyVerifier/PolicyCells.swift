import PolicyModel

/// Groups of tenants that are one case for every plan: their policies give the same answers and permit
/// the same of the tools that plans call. Sorted by row of answers.
struct PolicyCells: Sendable {
  struct Cell: Sendable {
    /// Of `toolSets`.
    fileprivate(set) var tools: Int32
    fileprivate(set) var row: Int32
    fileprivate(set) var tenants = 0
    fileprivate(set) var groups = 0
    /// Group whose first tenant's id is the smallest, and where that stands among those of all cells.
    fileprivate(set) var example: Int32
    fileprivate(set) var rank: Int32 = 0
  }

  let all: [Cell]
  let used: Bitset
  /// By row, and one more: where its cells begin.
  private let starts: [Int]
  private let toolSets: [Bitset]
  private let cellOfGroup: [Int32]

  private struct Key: Hashable {
    let tools: Int32
    let row: Int32
  }

  /// - Parameter used: The tools that plans call.
  init(_ tenants: [TenantGroup], _ table: AnswerTable, used: Bitset) {
    self.used = used
    var toolSets = Numbered<Bitset>()
    var numbers: [Key: Int32] = [:]
    var cells: [Cell] = []
    var cellOfGroup: [Int32] = []
    cellOfGroup.reserveCapacity(tenants.count)
    for (group, tenant) in tenants.enumerated() {
      let tools = toolSets.number(of: tenant.policy.permittedTools.intersection(used))
      let key = Key(tools: tools, row: table.rowOfGroup[group])
      let cell = numbers[key] ?? Int32(cells.count)
      if cell == Int32(cells.count) {
        numbers[key] = cell
        cells.append(Cell(tools: tools, row: key.row, example: Int32(group)))
      }
      cells[Int(cell)].add(Int32(group), tenants)
      cellOfGroup.append(cell)
    }
    Self.rank(&cells, tenants)
    let order = cells.indices.sorted { (cells[$0].row, $0) < (cells[$1].row, $1) }
    var places = [Int32](repeating: 0, count: cells.count)
    for (place, cell) in order.enumerated() { places[cell] = Int32(place) }
    all = order.map { cells[$0] }
    starts = Self.starts(all, rows: table.rows.count)
    self.toolSets = toolSets.values
    self.cellOfGroup = cellOfGroup.map { places[Int($0)] }
  }

  /// Rows of answers.
  var rowCount: Int { starts.count - 1 }

  func cells(ofRow row: Int) -> Range<Int> { starts[row]..<starts[row + 1] }

  /// Whether groups with a row may use these tools.
  func hasGroups(_ row: Int, _ needed: Bitset) -> Bool {
    cells(ofRow: row).contains { needed.isSubset(of: toolSets[Int(all[$0].tools)]) }
  }

  /// The group whose first tenant's id is the smallest, of those with some rows, by block, and admitted
  /// tools.
  func first(in rows: [RowSet], _ admitting: [Bool]) -> Int? {
    var first: Cell?
    for (block, set) in rows.enumerated() {
      set.forEach { position in
        let row = block * RowSet.count + position
        guard row < rowCount else { return }
        for cell in all[cells(ofRow: row)] where admitting[Int(cell.tools)] {
          if first.map({ cell.rank < $0.rank }) ?? true { first = cell }
        }
      }
    }
    return first.map { Int($0.example) }
  }

  /// The group whose first tenant's id is the smallest, of those in a group's cell.
  func example(like group: Int) -> Int { Int(all[Int(cellOfGroup[group])].example) }

  /// Where the cell of a group stands in the order of the first tenants' ids.
  func rank(of group: Int) -> Int32 { all[Int(cellOfGroup[group])].rank }

  /// The residencies that need grounds, by number, of groups that may use these tools.
  func grounds(_ table: AnswerTable, _ needed: Bitset) -> Set<Int> {
    let admitting = admitting(needed)
    var grounds: Set<Int> = []
    for cell in all where admitting[Int(cell.tools)] {
      if let number = table.groundsNumber(ofRow: Int(cell.row)) { grounds.insert(number) }
    }
    return grounds
  }

  /// By set of tools, whether it has all of these.
  func admitting(_ needed: Bitset) -> [Bool] { toolSets.map { needed.isSubset(of: $0) } }

  /// The groups of tenants whose cells are of these, ascending.
  func groups(_ isWanted: (Cell) -> Bool) -> [Int] {
    let wanted = all.map(isWanted)
    return cellOfGroup.indices.filter { wanted[Int(cellOfGroup[$0])] }
  }

  /// Most lists of tenants are sorted already.
  private static func rank(_ cells: inout [Cell], _ tenants: [TenantGroup]) {
    let firsts = cells.map { tenants[Int($0.example)].first }
    let isSorted = zip(firsts, firsts.dropFirst()).allSatisfy { $0 < $1 }
    let order =
      isSorted
      ? Array(cells.indices)
      : cells.indices.sorted {
        firsts[$0] == firsts[$1]
          ? cells[$0].example < cells[$1].example : firsts[$0] < firsts[$1]
      }
    for (rank, cell) in order.enumerated() { cells[cell].rank = Int32(rank) }
  }

  private static func starts(_ cells: [Cell], rows: Int) -> [Int] {
    var starts = [Int](repeating: 0, count: rows + 1)
    for cell in cells { starts[Int(cell.row) + 1] += 1 }
    for row in 0..<rows { starts[row + 1] += starts[row] }
    return starts
  }
}

extension PolicyCells.Cell {
  fileprivate mutating func add(_ group: Int32, _ all: [TenantGroup]) {
    tenants += all[Int(group)].count
    groups += 1
    if all[Int(group)].first < all[Int(example)].first { example = group }
  }
}
