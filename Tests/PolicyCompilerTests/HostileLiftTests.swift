import BundleTables
import BundleWriter
import PolicyCompiler
import PolicyModel
import TenantPolicy
import Testing

/// A bundle that nobody compiled can be whole and still make no sense: what is read back from it is
/// something that could have been compiled, or nothing, and reading never traps.
@Suite struct HostileLiftTests {
  /// Cells that are wrong wherever they stand in a bundle with one platform.
  static let wrong: [(table: CatalogueTable, column: String, cell: Cell)] = [
    (.platforms, "name", .string("no name")), (.platforms, "language", .integer(2)),
    (.platforms, "gate", .integer(7)), (.platforms, "slots", .integer(-2)),
    (.platforms, "line", .integer(0)), (.platforms, "source", .integer(99)),
    (.regions, "groups", .mask([])), (.groups, "regions", .mask([])),
    (.tools, "cost", .integer(-2)), (.tools, "name", .string("default")),
    (.tools, "quota", .list([1])), (.endpoints, "serves_storage", .integer(64)),
    (.endpoints, "retains", .integer(-9)), (.reviewerPools, "region", .index(nil)),
    (.routes, "on_unavailable", .integer(9)), (.routes, "storage", .integer(1)),
    (.candidates, "condition", .list([])), (.candidates, "condition", .list([1, 0, 0])),
    (.candidates, "condition", .list([7, .max])), (.candidates, "endpoint", .index(nil)),
    (.plans, "checkpoint", .integer(3)), (.facts, "type", .integer(9)),
    (.facts, "least", .integer(.max)), (.facts, "known", .integer(2)),
    (.steps, "kind", .integer(9)), (.steps, "reads", .list([0])),
    (.steps, "retry", .integer(-1)), (.steps, "at_most", .integer(0)),
    (.exits, "occasion", .integer(9)), (.exits, "target", .integer(9)),
    (.exits, "next", .index(nil)),
  ]

  @Test(arguments: wrong.indices)
  func whatNoWriterMakesIsNotRead(_ number: Int) throws {
    let (table, column, cell) = Self.wrong[number]
    let contents = try Self.contents()
    let position = try #require(table.columns.firstIndex { $0.name == column })
    let isRead = try (0..<Self.rowCount(of: table.rawValue, contents)).map { row in
      try Self.lifts(contents.replacing(table.rawValue, row, position, with: cell))
    }
    #expect(isRead.contains(false))
    #expect(try Self.lifts(contents))
  }

  @Test func noCellTraps() throws {
    let contents = try Self.contents()
    var counts = (read: 0, refused: 0)
    for table in contents.tables {
      for column in table.columns.indices {
        for cell in Self.strange(table.columns[column].kind) {
          let changed = contents.replacing(table.name, table.rowCount / 2, column, with: cell)
          if try Self.lifts(changed) { counts.read += 1 } else { counts.refused += 1 }
        }
      }
    }
    #expect(counts.read > 100 && counts.refused > 200, "\(counts)")
  }

  private static func strange(_ kind: ColumnContents.Kind) -> [Cell] {
    switch kind {
    case .integer: [.integer(.min), .integer(-1), .integer(3), .integer(.max)]
    case .index: [.index(nil), .index(0)]
    case .mask: [.mask([]), .mask([0])]
    case .string: [.string(""), .string("zz"), .string("a\u{1}b")]
    case .list:
      [
        [.min], [.max, .max], [-1, -1, -1, -1], [0, .max, 3_600_000, 0], [6, 0], [1, 0, 1, 5, 4],
        [5, 5, 5], [], Array(repeating: 0, count: 9_000),
      ].map { Cell.list($0) }
    }
  }

  private static func contents() throws -> BundleContents {
    BundleWriter.contents(of: try Compiled.everyForm().policies)
  }

  /// Whether the platform and each of its policies can be read back.
  private static func lifts(_ contents: BundleContents) throws -> Bool {
    guard let bytes = try? encode(contents), let bundle = try? PolicyBundle(copying: bytes) else {
      return false
    }
    guard let platform = LiftedPlatform(0, of: bundle) else { return false }
    let rows = rowCount(of: "classes", contents)
    return (0..<rows).allSatisfy { platform.policy(ofClass: $0) != nil }
  }

  private static func rowCount(of table: String, _ contents: BundleContents) -> Int {
    contents.tables.first { $0.name == table }?.rowCount ?? 0
  }
}

extension BundleContents {
  fileprivate func replacing(
    _ table: String, _ row: Int, _ column: Int, with cell: Cell
  ) -> BundleContents {
    var changed = self
    changed.tables = tables.map { old in
      guard old.name == table else { return old }
      return TableContents(
        old.name, columns: old.columns, nameColumn: old.nameColumn, scopeColumn: old.scopeColumn,
        rowCount: old.rowCount
      ) { $0 == row && $1 == column ? cell : old.cell($0, $1) }
    }
    return changed
  }
}
