import BundleWriter
import CAllocationCounter
import Testing

@testable import TenantPolicy

/// What a tenant and a look-up cost, counted.
@Suite struct CostTests {
  @Test func aLookUpAllocatesNothing() throws {
    let ids = (0..<1_000).map { Array("tenant-\($0)".utf8) } + [Array("unknown".utf8)]
    let text = "tenant-500"
    let contents = BundleSamples.standard.contents(ids: Array(ids.prefix(1_000)))
    let bundle = try PolicyBundle(copying: try encode(contents))
    let lending = try #require(bundle.platform(named: "lending"))
    let tool = try #require(bundle.tool(named: "tool-0", of: lending))
    let region = try #require(bundle.region(named: "region-0", of: lending))

    // The first of each call can set up something in the language's own library.
    let first = try #require(bundle.context(for: text))
    #expect(first.decide(tool: tool, region: region) != .otherBundle)
    #expect(first.integer(BundleSamples.cap) != nil)

    var found = 0
    var permitted = 0
    let before = allocation_count()
    for _ in 0..<100 {
      // Not `for id in ids`, which allocates where it is not optimised.
      for number in 0..<ids.count {
        let id = ids[number]
        guard let context = bundle.context(for: id.span) else { continue }
        found += 1
        if context.decide(tool: tool, region: region).isPermitted { permitted += 1 }
        if context.integer(BundleSamples.cap) == nil { found = 0 }
      }
      if bundle.context(for: text) == nil { found = 0 }
    }
    let after = allocation_count()

    #expect(after - before == 0)
    #expect(found == 100_000)
    #expect(permitted > 0)
  }

  /// Shows that the test above can fail.
  @Test func allocationsAreCounted() {
    let before = allocation_count()
    let numbers = [Int](repeating: 1, count: Int.random(in: 100...200))
    #expect(allocation_count() > before)
    #expect(numbers.count >= 100)
  }

  @Test func aTenantTakesAtMost48Bytes() throws {
    let count = 100_000
    var tenants = TenantList()
    for number in 0..<count {
      let digits = String(1_000_000 + number).dropFirst()
      tenants.append(
        id: "tenant-\(digits)".utf8, classRow: UInt32(number % 40), source: 0,
        line: UInt32(1 + 12 * number), shape: UInt32(number % 3))
    }
    let bytes = try encode(BundleSamples.standard.contents(tenants))
    let bundle = try PolicyBundle(copying: bytes)
    let shared = ["slots", "long-ids", "tenants"]
    let total = bundle.sections.filter { shared.contains($0.name) }.reduce(0) { $0 + $1.length }
    #expect(total <= 48 * count)
  }
}
