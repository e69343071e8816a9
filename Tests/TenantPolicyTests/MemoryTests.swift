import RandomNumbers
import Testing

@testable import TenantPolicy

/// What is looked at by words is what its bytes say.
@Suite struct MemoryTests {
  /// Texts of all lengths that cross words, at all places in them: alike up to somewhere, or not at all.
  @Test func textsAreInTheOrderOfTheirBytes() throws {
    var random = SeededGenerator(seed: 7)
    var orders = [0, 0]
    for _ in 0..<20_000 {
      let first = text(&random)
      var second = Bool.random(using: &random) ? text(&random) : first
      if let place = second.indices.randomElement(using: &random), Bool.random(using: &random) {
        second[place] = UInt8.random(in: .min ... .max, using: &random)
      }
      if Bool.random(using: &random) { second.removeLast(min(second.count, 3)) }
      let (memory, ranges) = try memory([first, second], &random)
      let expected = first.lexicographicallyPrecedes(second)
      #expect(memory.precedes(ranges[0], ranges[1]) == expected, "\(first) \(second)")
      orders[expected ? 1 : 0] += 1
    }
    #expect(orders.allSatisfy { $0 > 5_000 })
  }

  @Test func idsHavePrintableBytesOnly() throws {
    var random = SeededGenerator(seed: 8)
    for length in 0...40 {
      let id = (0..<length).map { _ in UInt8.random(in: 0x21...0x7E, using: &random) }
      let (memory, ranges) = try memory([id], &random)
      #expect(memory.isGraphic(ranges[0]))
      for place in id.indices {
        for byte in UInt8.min ... .max {
          var other = id
          other[place] = byte
          let (memory, ranges) = try self.memory([other], &random)
          #expect(memory.isGraphic(ranges[0]) == (0x21...0x7E ~= byte), "\(other)")
        }
      }
    }
  }

  private func text(_ random: inout SeededGenerator) -> [UInt8] {
    (0..<Int.random(in: 0...20, using: &random)).map { _ in
      UInt8.random(in: .min ... .max, using: &random)
    }
  }

  /// Texts at places of their own, among bytes that are not theirs.
  private func memory(
    _ texts: [[UInt8]], _ random: inout SeededGenerator
  ) throws -> (BundleMemory, [Range<Int>]) {
    var bytes: [UInt8] = []
    var ranges: [Range<Int>] = []
    for text in texts {
      bytes += [UInt8](repeating: 0xFF, count: Int.random(in: 0...9, using: &random))
      ranges.append(bytes.count..<(bytes.count + text.count))
      bytes += text
    }
    bytes += [UInt8](repeating: 0xFF, count: TableLayout.minimumLength)
    return (try BundleMemory(copying: bytes), ranges)
  }
}
