import BundleTables
import BundleWriter
import TenantPolicy

/// A generator whose numbers depend on its seed alone (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }
}

/// Contents of bundles for tests: two platforms, some tools and regions, and classes whose values
/// follow from their row.
struct BundleSamples {
  static let cap = ColumnID(16)
  static let tier = ColumnID(17)
  static let note = ColumnID(18)
  static let steps = ColumnID(19)

  let toolCount: Int
  let regionCount: Int
  let classCount: Int

  static let standard = BundleSamples(toolCount: 70, regionCount: 5, classCount: 40)
  /// Small enough to change each of its bytes.
  static let small = BundleSamples(toolCount: 3, regionCount: 2, classCount: 3)

  func contents(ids: [[UInt8]], seed: UInt64 = 1) -> BundleContents {
    var generator = SeededGenerator(seed: seed)
    var tenants = TenantList()
    for (number, id) in ids.enumerated() {
      tenants.append(
        id: id, classRow: UInt32(Int.random(in: 0..<classCount, using: &generator)),
        source: UInt32(number % 2), line: UInt32(1 + 12 * number), shape: UInt32(number % 3))
    }
    return contents(tenants)
  }

  func contents(_ tenants: TenantList) -> BundleContents {
    BundleContents(
      language: 1,
      sources: [
        .init(name: "orgs/acme.yaml", digest: [UInt8](repeating: 0xA5, count: 32)),
        .init(name: "tenants.yaml", digest: Array(0..<32)),
      ],
      tables: [
        platforms, named("regions", count: regionCount, regionName),
        named("tools", count: toolCount, toolName), classes,
      ],
      fieldNames: ["concurrency_cap", "note"], shapes: Self.shapes, tenants: tenants)
  }

  func toolName(_ row: Int) -> String { "tool-\(row)" }
  func regionName(_ row: Int) -> String { "region-\(row)" }
  func permits(tool: Int, class row: Int) -> Bool { (tool * 7 + row) % 3 == 0 }
  func permits(region: Int, class row: Int) -> Bool { (region + row) % 2 == 0 }
  func cap(ofClass row: Int) -> Int64 { Int64(row) * 1_000_003 - 500 }
  func tier(ofClass row: Int) -> Int? { row % 5 == 0 ? nil : row % toolCount }
  func note(ofClass row: Int) -> String { row % 2 == 0 ? "" : "Ünï \(row)" }
  func steps(ofClass row: Int) -> [Int64] { (0..<(row % 4)).map { Int64($0 - row) } }

  private var platforms: TableContents {
    TableContents(
      "platforms", columns: [ColumnContents(ColumnID(0), "name", .string)],
      nameColumn: ColumnID(0), rows: [[.string("lending")], [.string("claims")]])
  }

  private func named(
    _ name: String, count: Int, _ text: @escaping @Sendable (Int) -> String
  ) -> TableContents {
    TableContents(
      name,
      columns: [
        ColumnContents(ColumnID(0), "name", .string),
        ColumnContents(ColumnID(1), "platform", .index(of: "platforms")),
      ],
      nameColumn: ColumnID(0), scopeColumn: ColumnID(1), rowCount: count
    ) { row, column in column == 0 ? .string(text(row)) : .index(row % 2) }
  }

  private var classes: TableContents {
    TableContents(
      "classes",
      columns: [
        ColumnContents(Self.note, "note", .string),
        ColumnContents(.permittedTools, "permitted_tools", .mask(of: "tools")),
        ColumnContents(.processRegions, "process_regions", .mask(of: "regions")),
        ColumnContents(.platform, "platform", .index(of: "platforms")),
        ColumnContents(Self.cap, "concurrency_cap", .integer),
        ColumnContents(Self.tier, "tier", .index(of: "tools")),
        ColumnContents(Self.steps, "steps", .list),
      ],
      rowCount: classCount
    ) { row, column in
      switch column {
      case 0: .string(note(ofClass: row))
      case 1: .mask((0..<toolCount).filter { permits(tool: $0, class: row) })
      case 2: .mask((0..<regionCount).filter { permits(region: $0, class: row) })
      case 3: .index(row % 2)
      case 4: .integer(cap(ofClass: row))
      case 5: .index(tier(ofClass: row))
      default: .list(steps(ofClass: row))
      }
    }
  }

  private static let shapes: [[FieldOrigin]] = [
    [.own(lineDelta: 3), .builtIn()],
    [
      .own(lineDelta: 7, limit: .init(.org, at: SourceLine(source: 0, line: 4))),
      .inherited(.tier, at: SourceLine(source: 0, line: 9)),
    ],
    [
      .inherited(
        .org, at: SourceLine(source: 1, line: 2),
        limit: .init(.platform, at: SourceLine(source: 1, line: 2))),
      .builtIn(limit: .init(.tier, at: SourceLine(source: 0, line: 1))),
    ],
  ]
}
