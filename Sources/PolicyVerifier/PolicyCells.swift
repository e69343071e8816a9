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
  fileprivate let toolSetNumbers: Numbered<Bitset>
  /// By group.
  fileprivate let cellOfGroup: [Int32]

  /// - Parameters:
  ///   - used: The tools that plans call.
  ///   - known: Cells of groups before, where plans called the same, and by group the one before with the
  ///     same policy.
  init(
    _ tenants: [TenantGroup], _ table: AnswerTable, used: Bitset,
    known: (cells: PolicyCells, groups: [Int?])? = nil
  ) {
    self.used = used
    var numbering = Numbering(known)
    var cellOfGroup: [Int32] = []
    cellOfGroup.reserveCapacity(tenants.count)
    for group in tenants.indices {
      let cell = numbering.cell(of: group, row: table.rowOfGroup[group]) {
        tenants[group].policy.permittedTools.intersection(used)
      }
      numbering.cells[Int(cell)].add(Int32(group), tenants)
      cellOfGroup.append(cell)
    }
    var cells = numbering.cells
    Self.rank(&cells, tenants)
    starts = Self.starts(cells, rows: table.rows.count)
    var (next, places) = (starts, [Int32](repeating: 0, count: cells.count))
    for (number, cell) in cells.enumerated() {
      places[number] = Int32(next[Int(cell.row)])
      next[Int(cell.row)] += 1
    }
    var sorted = cells
    for (number, place) in places.enumerated() { sorted[Int(place)] = cells[number] }
    all = sorted
    toolSetNumbers = numbering.toolSets
    self.cellOfGroup = cellOfGroup.map { places[Int($0)] }
  }

  private var toolSets: [Bitset] { toolSetNumbers.values }

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

/// Finds the cells of groups, one after the other: of those that have kept their policy and row, by where
/// they were.
private struct Numbering {
  var cells: [PolicyCells.Cell] = []
  private(set) var toolSets = Numbered<Bitset>()
  private let known: (cells: PolicyCells, groups: [Int?])?
  /// By cell before: the cell now; -1 where none of its groups was come to.
  private var now: [Int32] = []
  private var numbers: [Key: Int32] = [:]

  private struct Key: Hashable {
    let tools: Int32
    let row: Int32
  }

  init(_ known: (cells: PolicyCells, groups: [Int?])?) {
    self.known = known
    guard let known else { return }
    toolSets = known.cells.toolSetNumbers
    now = Array(repeating: -1, count: known.cells.all.count)
  }

  /// - Parameter tools: What the group may use of what plans call.
  mutating func cell(of group: Int, row: Int32, tools: () -> Bitset) -> Int32 {
    guard let known, let old = known.groups[group] else {
      return cell(of: group, toolSets.number(of: tools()), row)
    }
    let place = Int(known.cells.cellOfGroup[old])
    let before = known.cells.all[place]
    guard before.row == row else { return cell(of: group, before.tools, row) }
    if now[place] < 0 { now[place] = cell(of: group, before.tools, row) }
    return now[place]
  }

  private mutating func cell(of group: Int, _ tools: Int32, _ row: Int32) -> Int32 {
    let key = Key(tools: tools, row: row)
    if let known = numbers[key] { return known }
    numbers[key] = Int32(cells.count)
    cells.append(PolicyCells.Cell(tools: tools, row: row, example: Int32(group)))
    return Int32(cells.count - 1)
  }
}

extension PolicyCells.Cell {
  fileprivate mutating func add(_ group: Int32, _ all: [TenantGroup]) {
    tenants += all[Int(group)].count
    groups += 1
    if all[Int(group)].first < all[Int(example)].first { example = group }
  }
}
