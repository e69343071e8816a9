import BundleTables
import BundleWriter
import TenantPolicy

/// A bundle of tenants to look up: as many as are wanted, of a few thousand classes.
struct LookUpBundle {
  let bytes: [UInt8]
  let tenants: Int

  static let toolCount = 40
  static let regionCount = 24
  /// Bytes of an id.
  static let idLength = 22

  private static let mostClasses = 5_000

  init(tenants: Int) throws(BenchError) {
    self.tenants = tenants
    let classes = min(max(tenants / 2, 1), Self.mostClasses)
    var list = TenantList()
    list.reserveCapacity(tenants, idBytes: tenants * Self.idLength)
    for number in 0..<tenants {
      list.append(
        id: Self.id(number), classRow: UInt32(mixed(number) % UInt64(classes)), source: 0,
        line: UInt32(1 + number % 1_000), shape: UInt32(number % 3))
    }
    do {
      bytes = try encode(Self.contents(list, classes))
    } catch {
      throw BenchError("cannot make a bundle: \(error)")
    }
  }

  /// The id of a tenant: `harbour-bank-000000042`, always as long.
  static func id(_ number: Int) -> [UInt8] {
    var id = Array("harbour-bank-000000000".utf8)
    var rest = number
    var position = id.count - 1
    while rest > 0 {
      id[position] = 0x30 + UInt8(rest % 10)
      rest /= 10
      position -= 1
    }
    return id
  }

  static func toolName(_ row: Int) -> String { "tool-\(row)" }
  static func regionName(_ row: Int) -> String { "region-\(row)" }
  static func permits(tool: Int, class row: Int) -> Bool { mixed(row * 64 + tool) % 3 == 0 }
  static func permits(region: Int, class row: Int) -> Bool { mixed(~(row * 64 + region)) % 3 != 0 }

  private static func contents(_ tenants: TenantList, _ classes: Int) -> BundleContents {
    BundleContents(
      language: 1,
      sources: [.init(name: "tenants.yaml", digest: Array(repeating: 1, count: 32))],
      tables: [
        TableContents(
          "platforms", columns: [ColumnContents(ColumnID(0), "name", .string)],
          nameColumn: ColumnID(0), rows: [[.string("platform")]]),
        named("regions", regionCount, regionName), named("tools", toolCount, toolName),
        classTable(classes),
      ],
      fieldNames: ["concurrency_cap"],
      shapes: [[.builtIn()], [.own(lineDelta: 3)], [.own(lineDelta: 4)]], tenants: tenants)
  }

  private static func named(
    _ name: String, _ count: Int, _ text: @escaping @Sendable (Int) -> String
  ) -> TableContents {
    TableContents(
      name,
      columns: [
        ColumnContents(ColumnID(0), "platform", .index(of: "platforms")),
        ColumnContents(ColumnID(1), "name", .string),
      ],
      nameColumn: ColumnID(1), scopeColumn: ColumnID(0), rowCount: count
    ) { row, column in column == 0 ? .index(0) : .string(text(row)) }
  }

  private static func classTable(_ count: Int) -> TableContents {
    TableContents(
      "classes",
      columns: [
        ColumnContents(.platform, "platform", .index(of: "platforms")),
        ColumnContents(.permittedTools, "permitted_tools", .mask(of: "tools")),
        ColumnContents(.processRegions, "process_regions", .mask(of: "regions")),
      ],
      rowCount: count
    ) { row, column in
      switch column {
      case 0: .index(0)
      case 1: .mask((0..<toolCount).filter { permits(tool: $0, class: row) })
      default: .mask((0..<regionCount).filter { permits(region: $0, class: row) })
      }
    }
  }
}

/// A number that looks drawn, and is the same in every run.
func mixed(_ number: Int) -> UInt64 {
  var word = UInt64(bitPattern: Int64(number)) &+ 0x9E37_79B9_7F4A_7C15
  word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
  word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
  return word ^ word >> 31
}

/// 0 ..< `count` in an order that looks drawn (Fisher and Yates).
func shuffled(_ count: Int) -> [UInt32] {
  var numbers = (0..<count).map { UInt32($0) }
  for index in stride(from: count - 1, to: 0, by: -1) {
    numbers.swapAt(index, Int(mixed(index) % UInt64(index + 1)))
  }
  return numbers
}
