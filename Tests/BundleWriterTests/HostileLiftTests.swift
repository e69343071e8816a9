import BundleWriter
import PolicyModel
import TenantPolicy
import Testing

/// A bundle that nobody compiled can be whole and still make no sense: reading it back never traps.
@Suite struct HostileLiftTests {
  /// Cells that no writer of this release makes.
  static let lists: [[Int64]] = [
    [.min], [.max], [-1, -1, -1, -1], [0, .max, 3_600_000, 0], [0, .min, 3_600_000, 1],
    [.max, 1, 3_600_000, 0], [.min, 1, 3_600_000, 0], [0, 1, 7, 0], [0, 1], [0, .max],
    [0, 3, 0, 9],
    [0, .min, 0, .min], [0, 0, 0, 0, 0], Array(repeating: 0, count: 5_000),
  ]

  @Test(arguments: lists, [Int64.min, -1, 0, .max])
  func nothingTraps(_ list: [Int64], _ number: Int64) throws {
    let bundle = try PolicyBundle(copying: try encode(Self.contents(list, number)))
    let lifted = try #require(LiftedPlatform(0, of: bundle))
    for field in PolicyFields.all {
      let value = try #require(lifted.value(of: field, inClass: 0), "\(field.name)")
      #expect(!lifted.catalogue.text(of: value, field).isEmpty)
    }
    let context = try #require(bundle.context(for: "t"))
    #expect(context.rateLimits.count <= list.count / 4)
    #expect(context.dataResidency.byClass.count <= list.count)
    _ = (context.burst, context.serviceLevel, context.auditRetention, context.priority)
  }

  /// A bundle with one row in each table, whose integers and lists are all the same.
  private static func contents(_ list: [Int64], _ number: Int64) -> BundleContents {
    var tenants = TenantList()
    tenants.append(id: Array("t".utf8), classRow: 0, source: 0, line: 1, shape: 0)
    let columns = decisionColumns.map(\.column) + PolicyFields.all.flatMap(FieldColumns.columns)
    return BundleContents(
      language: 1,
      sources: [.init(name: "all.yaml", digest: [UInt8](repeating: 0, count: 32))],
      tables: CatalogueTable.allCases.map { table in
        self.table(
          table.rawValue,
          table.columns.enumerated().map { ColumnContents(ColumnID(UInt32($0)), $1.0, $1.1) },
          nameColumn: table.isNamed ? ColumnID(table.isScoped ? 1 : 0) : nil, list, number)
      } + [self.table("classes", columns, nameColumn: nil, list, number)],
      fieldNames: PolicyFields.all.map(\.name),
      shapes: [PolicyFields.all.map { _ in .builtIn() }], tenants: tenants)
  }

  private static func table(
    _ name: String, _ columns: [ColumnContents], nameColumn: ColumnID?, _ list: [Int64],
    _ number: Int64
  ) -> TableContents {
    TableContents(name, columns: columns, nameColumn: nameColumn, rowCount: 1) { _, column in
      switch columns[column].kind {
      case .integer: .integer(number)
      case .index: .index(0)
      case .mask: .mask([0])
      case .string: .string("name")
      case .list: .list(list)
      }
    }
  }
}
