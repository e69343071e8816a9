import BundleWriter
import Testing

@testable import TenantPolicy

/// What a bundle answers, against a dictionary of the same tenants.
@Suite struct LookupTests {
  private let samples = BundleSamples.standard

  /// Ids of each length from 1 to 128, many of them, that share beginnings or ends.
  static func ids(_ count: Int, _ generator: inout SeededGenerator) -> Set<[UInt8]> {
    let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789-._~!{}".utf8)
    var ids = Set<[UInt8]>()
    while ids.count < count {
      let length = Int.random(in: 1...128, using: &generator)
      var id = [UInt8](repeating: UInt8(ascii: "x"), count: length)
      let changed = Int.random(in: 1...4, using: &generator)
      for _ in 0..<changed {
        let letter = letters[Int.random(in: 0..<letters.count, using: &generator)]
        id[Int.random(in: 0..<length, using: &generator)] = letter
      }
      ids.insert(id)
    }
    return ids
  }

  @Test(arguments: [0, 1, 2, 3, 5, 17, 128, 1_000, 5_000])
  func knownIDsAnswerAndUnknownDoNot(count: Int) throws {
    var generator = SeededGenerator(seed: UInt64(count))
    let ids = Self.ids(count, &generator).sorted { $0.lexicographicallyPrecedes($1) }
      .shuffled(using: &generator)
    let contents = samples.contents(ids: ids)
    let bytes = try encode(contents)
    try verifyRoundTrip(bytes, contents)
    let bundle = try PolicyBundle(copying: bytes)
    var classes: [[UInt8]: Int] = [:]
    for (number, id) in ids.enumerated() { classes[id] = Int(contents.tenants[number].classRow) }

    for id in ids {
      let context = try #require(lookUp(id, bundle))
      #expect(context.classRow == classes[id])
      for near in Self.near(id) {
        #expect(lookUp(near, bundle)?.classRow == classes[near])
      }
    }
  }

  private func lookUp(_ id: [UInt8], _ bundle: PolicyBundle) -> TenantContext? {
    bundle.context(for: id.span)
  }

  /// Ids that differ from `id` in one byte or in length.
  private static func near(_ id: [UInt8]) -> [[UInt8]] {
    var first = id
    first[0] ^= 1
    var last = id
    last[id.count - 1] ^= 1
    var zero = id
    zero[id.count - 1] = 0
    let doubled = id + id + id
    return [first, last, zero, Array(id.dropLast()), id + [0], id + [id[0]], doubled, []]
  }

  @Test func valuesAreThoseOfTheClass() throws {
    let contents = samples.contents(ids: (0..<200).map { Array("tenant-\($0)".utf8) })
    let bundle = try PolicyBundle(copying: try encode(contents))
    for number in 0..<200 {
      let context = try #require(bundle.context(for: "tenant-\(number)"))
      let row = Int(contents.tenants[number].classRow)
      #expect(context.integer(BundleSamples.cap) == samples.cap(ofClass: row))
      #expect(context.index(BundleSamples.tier) == samples.tier(ofClass: row))
      #expect(context.string(BundleSamples.note) == samples.note(ofClass: row))
      let steps = context.list(BundleSamples.steps).map(Array.init)
      #expect(steps == samples.steps(ofClass: row))
      #expect(context.platform?.number == row % 2)
      #expect(context.integer(ColumnID(999)) == nil)
      #expect(context.integer(BundleSamples.note) == nil)
    }
  }

  @Test func decisionsAreThoseOfTheMasks() throws {
    let contents = samples.contents(ids: (0..<100).map { Array("t\($0)".utf8) })
    let bundle = try PolicyBundle(copying: try encode(contents))
    let platforms = try ["lending", "claims"].map { try #require(bundle.platform(named: $0)) }
    for number in 0..<100 {
      let context = try #require(bundle.context(for: "t\(number)"))
      let row = context.classRow
      for tool in 0..<samples.toolCount {
        let toolIndex = try #require(
          bundle.tool(named: samples.toolName(tool), of: platforms[tool % 2]))
        let region = tool % samples.regionCount
        let regionIndex = try #require(
          bundle.region(named: samples.regionName(region), of: platforms[region % 2]))
        let isTool = samples.permits(tool: tool, class: row)
        let isRegion = samples.permits(region: region, class: row)
        #expect(context.permits(tool: toolIndex) == isTool)
        #expect(context.permitsProcessing(in: regionIndex) == isRegion)
        let decision: DecisionCode =
          !isTool ? .toolNotPermitted : isRegion ? .permitted : .regionNotPermitted
        #expect(context.decide(tool: toolIndex, region: regionIndex) == decision)
      }
    }
    #expect(bundle.tool(named: "tool-1", of: platforms[0]) == nil)
    #expect(bundle.tool(named: "tool", of: platforms[0]) == nil)
    #expect(bundle.platform(named: "") == nil)
  }

  @Test func anotherBundleDoesNotTakeHandles() throws {
    let first = try PolicyBundle(copying: try encode(samples.contents(ids: [[0x61]])))
    let second = try PolicyBundle(copying: try encode(samples.contents(ids: [[0x62]])))
    let handle = try #require(first.context(for: "a")).handle
    let other = try #require(second.context(for: "b"))
    let lending = try #require(first.platform(named: "lending"))
    let tool = try #require(first.tool(named: "tool-0", of: lending))
    let region = try #require(first.region(named: "region-0", of: lending))
    #expect(second.context(for: handle) == nil)
    #expect(second.tool(named: "tool-0", of: lending) == nil)
    #expect(!other.permits(tool: tool))
    #expect(!other.permitsProcessing(in: region))
    #expect(other.decide(tool: tool, region: region) == .otherBundle)
  }

  @Test func tenantsAreListedInOrderWithTheirPlaces() throws {
    let ids = ["b", "a", "ab", "B", "aa"].map { Array($0.utf8) }
    let contents = samples.contents(ids: ids)
    let bundle = try PolicyBundle(copying: try encode(contents))
    #expect((0..<5).map { bundle.tenant(at: $0)?.id } == ["B", "a", "aa", "ab", "b"])
    #expect(bundle.tenant(at: 5) == nil)
    #expect(bundle.tenant(at: -1) == nil)
    #expect(bundle.tenant(at: 2)?.declared == SourceLine(source: 0, line: 49))

    let context = try #require(bundle.context(for: "a"))
    #expect(
      context.provenance(ofField: 0)
        == Provenance(
          .tenant, at: SourceLine(source: 1, line: 20),
          limit: .init(.org, at: SourceLine(source: 0, line: 4))))
    #expect(
      context.provenance(ofField: 1)
        == Provenance(.tier, at: SourceLine(source: 0, line: 9), limit: nil))
    #expect(context.provenance(ofField: 2) == nil)
    #expect(bundle.fieldName(at: 1) == "note")
    #expect(bundle.source(at: 1)?.name == "tenants.yaml")
    #expect(bundle.source(at: 2) == nil)
  }
}
