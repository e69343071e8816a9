import PolicyModel
import TestSupport
import Testing

/// Patterns with `*` and `?`, against what they say word by word.
@Suite struct WildcardTests {
  private func says(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
    guard let first = pattern.first else { return text.isEmpty }
    if first == UInt8(ascii: "*") {
      return (0...text.count).contains { says(pattern.dropFirst(), text.dropFirst($0)) }
    }
    guard let byte = text.first, first == byte || first == UInt8(ascii: "?") else { return false }
    return says(pattern.dropFirst(), text.dropFirst())
  }

  @Test func `random patterns match what they say`() {
    var random = SeededGenerator(seed: 3)
    var matched = 0
    for _ in 0..<4_000 {
      let pattern = (0..<Int.random(in: 0...6, using: &random)).map { _ in
        Array("ab*?".utf8)[Int.random(in: 0..<4, using: &random)]
      }
      let text = (0..<Int.random(in: 0...6, using: &random)).map { _ in
        Array("ab".utf8)[Int.random(in: 0..<2, using: &random)]
      }
      let isSaid = says(pattern[...], text[...])
      matched += isSaid ? 1 : 0
      #expect(text.matches(wildcards: pattern, one: UInt8(ascii: "?")) == isSaid)
    }
    #expect((500...3_500).contains(matched))
  }

  @Test func `what stands for one byte does so only where it is said to`() {
    #expect(!Array("ab".utf8).matches(wildcards: Array("a?".utf8)))
    #expect(Array("a?".utf8).matches(wildcards: Array("a?".utf8)))
  }
}
