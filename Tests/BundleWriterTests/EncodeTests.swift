import BundleTables
import TenantPolicy
import Testing

@testable import BundleWriter

/// The writer: a pure function that refuses what it cannot write.
@Suite struct EncodeTests {
  /// Four tables with as little in them as a bundle can have, and these tenants.
  private func contents(ids: [String], change: (inout BundleContents) -> Void = { _ in })
    -> BundleContents
  {
    var tenants = TenantList()
    for id in ids {
      tenants.append(id: id.utf8, classRow: 0, source: 0, line: UInt32(id.utf8.count), shape: 0)
    }
    var contents = BundleContents(
      language: 1, sources: [.init(name: "s.yaml", digest: [UInt8](repeating: 7, count: 32))],
      tables: [
        table("platforms", rows: [[.string("p")]]), table("regions", rows: [[.string("r")]]),
        table("tools", rows: [[.string("t")]]), Self.classes,
      ],
      fieldNames: ["cap"], shapes: [[.own(lineDelta: 1)]], tenants: tenants)
    change(&contents)
    return contents
  }

  private func table(_ name: String, rows: [[Cell]]) -> TableContents {
    TableContents(
      name, columns: [ColumnContents(ColumnID(0), "name", .string)], nameColumn: ColumnID(0),
      rows: rows)
  }

  private static let classes = TableContents(
    "classes",
    columns: [
      ColumnContents(.platform, "platform", .index(of: "platforms")),
      ColumnContents(.permittedTools, "tools", .mask(of: "tools")),
      ColumnContents(.processRegions, "regions", .mask(of: "regions")),
    ],
    rows: [[.index(0), .mask([0]), .mask([])]])

  @Test func theOrderOfTenantsDoesNotMatter() throws {
    let numbered = (0..<3_000).map { "tenant-\($0 * 7919 % 3_001)" }
    let ids = numbered + ["a", "aa", "aaaaaaaa", "aaaaaaaaa"]
    let bytes = try encode(contents(ids: ids.sorted()))
    #expect(try encode(contents(ids: ids)) == bytes)
    #expect(try encode(contents(ids: ids.reversed())) == bytes)
    for _ in 0..<3 { #expect(try encode(contents(ids: ids.shuffled())) == bytes) }
    try verifyRoundTrip(bytes, contents(ids: ids.shuffled()))
  }

  @Test func tenantsAreSortedByBytes() throws {
    let ids = ["b", "a", "ab", "aaaaaaaab", "aaaaaaaa", "aaaaaaaaa", "Z", "~"]
    let bundle = try PolicyBundle(copying: try encode(contents(ids: ids)))
    let sorted = (0..<bundle.tenantCount).compactMap { bundle.tenant(at: $0)?.id }
    #expect(sorted == ["Z", "a", "aaaaaaaa", "aaaaaaaaa", "aaaaaaaab", "ab", "b", "~"])
  }

  @Test(arguments: ["", "a b", "é", "a\u{7F}", "a\0", String(repeating: "x", count: 129)])
  func badIDsAreRefused(id: String) {
    #expect(throws: BundleWriteError.badTenantID(id)) { try encode(contents(ids: ["ok", id])) }
  }

  @Test func idsOf128BytesAreWritten() throws {
    let ids = ["a", "b"].map { String(repeating: $0, count: 128) }
    let contents = contents(ids: ids)
    try verifyRoundTrip(try encode(contents), contents)
  }

  @Test func twoTenantsWithOneIDAreRefused() {
    let ids = ["b", "institution-x", "a", "institution-x"]
    #expect(throws: BundleWriteError.duplicateTenant("institution-x")) {
      try encode(contents(ids: ids))
    }
  }

  /// Names that Swift takes for equal and that differ in bytes stay two.
  @Test func stringsAreComparedByBytes() throws {
    let names = ["e\u{301}", "\u{E9}", "K", "\u{212A}"]
    let contents = contents(ids: ["a"]) {
      $0.tables[0] = table("platforms", rows: names.map { [.string($0)] })
    }
    let bytes = try encode(contents)
    try verifyRoundTrip(bytes, contents)
    let bundle = try PolicyBundle(copying: bytes)
    #expect(names.map { bundle.platform(named: $0)?.number } == [0, 1, 2, 3])
  }

  @Test func whatLeadsNowhereIsRefused() {
    func refusal(_ change: (inout BundleContents) -> Void) -> BundleWriteError? {
      do {
        _ = try encode(contents(ids: ["a"], change: change))
        return nil
      } catch {
        return error
      }
    }
    let place = SourceLine(source: 1, line: 1)
    #expect(refusal { $0.shapes = [] } == .badReference("tenant `a`"))
    #expect(refusal { $0.sources = [] } == .badReference("tenant `a`"))
    #expect(refusal { $0.shapes = [[]] } == .badReference("shape 0"))
    #expect(
      refusal { $0.shapes = [[.inherited(.org, at: place)]] } == .badReference("shape 0"))
    #expect(refusal { $0.shapes = [[.own(lineDelta: -1)]] } == .badReference("shape 0"))
    #expect(
      refusal { $0.tables[1] = table("regions", rows: [[.integer(1)]]) }
        == .badTable("regions", "a cell of `name` is not what the column holds"))
    #expect(
      refusal { $0.tables[1] = table("zones", rows: []) }
        == .badTable("classes", "column `regions` is over a table that is not there"))
    #expect(
      refusal { $0.tables.append(table("tools", rows: [])) }
        == .badTable("tools", "there is another of this name"))
    #expect(
      refusal { $0.tables[2] = table("tools", rows: [[.string("t")], [.string("t")]]) }
        == .badTable("tools", "two rows have one name"))
  }

  @Test func theRoundTripNoticesEachDifference() throws {
    let written = contents(ids: ["a", "b"])
    let bytes = try encode(written)
    func difference(_ change: (inout BundleContents) -> Void) -> BundleWriteError? {
      var changed = written
      change(&changed)
      do {
        try verifyRoundTrip(bytes, changed)
        return nil
      } catch {
        return error
      }
    }
    #expect(difference { _ in } == nil)
    #expect(difference { $0.language = 2 } == .differs("the language"))
    #expect(difference { $0.tenants = TenantList() } == .differs("the number of tenants"))
    #expect(
      difference { $0.tables[0] = table("platforms", rows: [[.string("q")]]) }
        == .differs("row 0 of column `name` of table `platforms`"))
    #expect(
      difference { $0.shapes = [[.own(lineDelta: 2)]] } == .differs("field `cap` of shape 0"))
    #expect(
      difference { $0.sources = [.init(name: "s.yaml", digest: [])] }
        == .differs("source `s.yaml`"))
    #expect(
      difference {
        $0.tenants = TenantList()
        $0.tenants.append(id: "a".utf8, classRow: 0, source: 0, line: 1, shape: 0)
        $0.tenants.append(id: "b".utf8, classRow: 0, source: 0, line: 9, shape: 0)
      } == .differs("tenant `b`"))
    var broken = bytes
    broken[100] ^= 1
    #expect(throws: BundleWriteError.self) { try verifyRoundTrip(broken, written) }
  }
}
