import PolicyDiagnostics
import TestSupport
import Testing

@Suite struct NearestNameTests {
  private let names = [
    "concurrency_cap", "data_classes", "regions", "retention", "residency", "cap", "cat", "ab",
  ]

  @Test(arguments: [
    ("concurency_cap", "concurrency_cap"), ("Regions", "regions"), ("REGOINS", "regions"),
    ("region", "regions"), ("ret", "retention"), ("data", "data_classes"), ("cpa", "cap"),
    ("caz", "cap"), ("retentoin", "retention"), ("AB", "ab"), ("residencies", "residency"),
  ])
  func aNearNameIsOffered(written: String, expected: String) {
    #expect(nearestName(to: written, among: names) == expected)
    #expect(nearestName(to: written, among: names.reversed()) == expected)
  }

  @Test(arguments: ["", "x", "zz", "quota", "regions_of_the_world", "noiger", "snoiger"])
  func aFarNameIsNotOffered(written: String) {
    #expect(nearestName(to: written, among: names) == nil)
  }

  @Test func aNameIsNotOfferedForItself() {
    #expect(nearestName(to: "cap", among: ["cap"]) == nil)
    #expect(nearestName(to: "cap", among: ["cap", "cat"]) == "cat")
  }

  @Test func theLimitOnLengthIsExact() {
    let longest = String(repeating: "a", count: 128)
    #expect(nearestName(to: longest, among: [longest.dropLast() + "b"]) != nil)
    #expect(nearestName(to: String(longest.dropLast()), among: [longest]) == longest)
    #expect(nearestName(to: longest, among: [longest + "a"]) == nil)
    #expect(nearestName(to: longest + "a", among: [longest]) == nil)
  }

  @Test func anEditIsBetterThanABeginning() {
    #expect(nearestName(to: "retain", among: ["retain_everything", "retains"]) == "retains")
  }

  /// The search that gives up early finds what the full table finds.
  @Test(arguments: 0..<200 as Range<UInt64>)
  func randomNamesAgreeWithTheFullTable(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let written = randomName(&generator)
    let names = (0..<40).map { _ in randomName(&generator) }.filter { $0 != written }
    let ranked = names.map { (rank(of: $0, for: written), $0) }.min { $0 < $1 }
    let expected = ranked.flatMap { $0.0 <= written.utf8.count / 3 ? $0.1 : nil }
    #expect(nearestName(to: written, among: names) == expected, "\(written) \(names)")
  }

  private func randomName(_ generator: inout SeededGenerator) -> String {
    let count = Int.random(in: 1...12, using: &generator)
    return String((0..<count).map { _ in "abc".randomElement(using: &generator) ?? "a" })
  }

  private func rank(of name: String, for written: String) -> Int {
    let edits = edits(Array(written.utf8), Array(name.utf8))
    let isBeginning = written.utf8.count >= 3 && name.hasPrefix(written)
    return isBeginning ? min(edits, written.utf8.count / 3) : edits
  }

  private func edits(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var table = (0...left.count).map { row in (0...right.count).map { row == 0 ? $0 : row } }
    for row in 1...left.count {
      for column in 1...right.count {
        let isSame = left[row - 1] == right[column - 1]
        var cost = min(table[row - 1][column], table[row][column - 1]) + 1
        cost = min(cost, table[row - 1][column - 1] + (isSame ? 0 : 1))
        if row > 1, column > 1, left[row - 1] == right[column - 2],
          left[row - 2] == right[column - 1]
        {
          cost = min(cost, table[row - 2][column - 2] + 1)
        }
        table[row][column] = cost
      }
    }
    return table[left.count][right.count]
  }
}
