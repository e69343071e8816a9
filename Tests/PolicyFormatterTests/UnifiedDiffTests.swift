import Testing

@testable import PolicyFormatter

/// Differences lead from one text to the other, and are small.
@Suite struct UnifiedDiffTests {
  @Test func aDifferenceIsShown() {
    let old = "a\nb\nc\nd\ne\nf\ng\nh\nh\ni\nj\nk\n1\n2"
    let new = "a\nb\nc\nD\nf\ng\nh\nh\ni\nj\nk\n0\n1\n2\n"
    #expect(
      unifiedDiff(from: Array(old.utf8), to: Array(new.utf8), path: "p\u{1b}.yaml") == """
        --- p\\u{1b}.yaml
        +++ p\\u{1b}.yaml
        @@ -1,8 +1,7 @@
         a
         b
         c
        -d
        -e
        +D
         f
         g
         h
        @@ -10,5 +9,6 @@
         i
         j
         k
        +0
         1
        -2
        \\ No newline at end of file
        +2

        """)
    #expect(unifiedDiff(from: Array(old.utf8), to: Array(old.utf8), path: "p").isEmpty)
  }

  @Test(arguments: UInt64(0)..<200, [1000, 3])
  func changesLeadFromOneTextToTheOther(_ seed: UInt64, _ editLimit: Int) {
    var random = SeededGenerator(seed: seed)
    let old = (0..<Int.random(in: 0...40, using: &random)).map { _ in line(&random) }
    var new = old
    for _ in 0..<Int.random(in: 0...8, using: &random) { edit(&new, &random) }
    let changes = lineChanges(from: old, to: new, editLimit: editLimit)
    var result: [ArraySlice<UInt8>] = []
    var position = 0
    for change in changes {
      #expect(position <= change.removed.lowerBound)
      result += old[position..<change.removed.lowerBound]
      #expect(result.count == change.added.lowerBound)
      result += new[change.added]
      position = change.removed.upperBound
    }
    #expect(result + old[position...] == new)
    let size = changes.reduce(0) { $0 + $1.removed.count + $1.added.count }
    if editLimit == 1000 { #expect(size == old.count + new.count - 2 * commonCount(old, new)) }
  }

  private func line(_ random: inout SeededGenerator) -> ArraySlice<UInt8> {
    [UInt8.random(in: 0x61...0x66, using: &random), 0x0A]
  }

  private func edit(_ lines: inout [ArraySlice<UInt8>], _ random: inout SeededGenerator) {
    let index = Int.random(in: 0...lines.count, using: &random)
    if Bool.random(using: &random), index < lines.count {
      lines.remove(at: index)
    } else {
      lines.insert(line(&random), at: index)
    }
  }

  /// The length of the longest common subsequence, by the table of all prefixes.
  private func commonCount(_ left: [ArraySlice<UInt8>], _ right: [ArraySlice<UInt8>]) -> Int {
    var row = Array(repeating: 0, count: right.count + 1)
    for item in left {
      var diagonal = 0
      for (index, other) in right.enumerated() {
        let above = row[index + 1]
        row[index + 1] = item == other ? diagonal + 1 : max(above, row[index])
        diagonal = above
      }
    }
    return row.last ?? 0
  }
}
