import PolicyDiagnostics
import TestSupport
import Testing

@Suite struct LineIndexTests {
  @Test(arguments: [
    ("", 0, 1, 1), ("", 9, 1, 1), ("a", 0, 1, 1), ("a", 1, 1, 2), ("a\n", 1, 1, 2),
    ("a\n", 2, 2, 1), ("a\r\nb", 1, 1, 2), ("a\r\nb", 2, 1, 2), ("a\r\nb", 3, 2, 1),
    ("a\rb", 2, 1, 3), ("é語😀x", 9, 1, 4), ("é語😀x", 6, 1, 3), ("\u{FEFF}ab", 3, 1, 1),
    ("\u{FEFF}ab", 0, 1, 1), ("\u{FEFF}ab", 4, 1, 2), ("a\u{2028}b", 4, 1, 3),
  ])
  func placesAreAsEditorsCount(text: String, offset: Int, line: Int, column: Int) {
    let place = LineIndex(Array(text.utf8)).place(of: offset)
    #expect(place == LineAndColumn(line: line, column: column))
  }

  @Test(arguments: [
    ("", 1, ""), ("a", 2, ""), ("a\r\nb\n", 1, "a"), ("a\r\nb\n", 2, "b"), ("a\r\nb\n", 3, ""),
    ("a\nb", 0, ""), ("\r\n", 1, ""), ("\u{FEFF}a", 1, "a"),
  ])
  func textOfALineHasNoLineBreak(text: String, line: Int, expected: String) {
    let index = LineIndex(Array(text.utf8))
    let range = index.textRange(ofLine: line)
    #expect(String(decoding: index.bytes[range], as: UTF8.self) == expected)
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func everyOffsetAgreesWithCounting(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let bytes = hostileBytes(count: Int.random(in: 0...120, using: &generator), &generator)
    let index = LineIndex(bytes)
    for offset in -2...(bytes.count + 3) {
      #expect(index.place(of: offset) == countedPlace(of: offset, in: bytes), "\(bytes) \(offset)")
    }
  }

  /// Long lines are answered from marks inside of them.
  @Test(arguments: 0..<8 as Range<UInt64>)
  func longLinesAgreeWithCounting(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let bytes = hostileBytes(count: 5000, &generator).filter { $0 != 10 || seed.isMultiple(of: 2) }
    let index = LineIndex(bytes)
    for _ in 0..<40 {
      let offset = Int.random(in: 0...bytes.count, using: &generator)
      #expect(index.place(of: offset) == countedPlace(of: offset, in: bytes), "\(seed) \(offset)")
    }
  }
}

private func hostileBytes(count: Int, _ generator: inout SeededGenerator) -> [UInt8] {
  let pieces: [[UInt8]] = [
    [0x61], [0x0A], [0x0D], [0x0D, 0x0A], [0x09], [0x00], [0xC3, 0xA9], [0xE8, 0xAA, 0x9E],
    [0xF0, 0x9F, 0x98, 0x80], [0x80], [0xC3], [0xE2, 0x82], [0xF0, 0x9F], [0xFF],
    [0xED, 0xA0, 0x80],
    [0xC0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xEF, 0xBB, 0xBF], [0xE0, 0x80, 0x80],
  ]
  var bytes: [UInt8] = []
  while bytes.count < count { bytes += pieces.randomElement(using: &generator) ?? [] }
  return bytes
}

/// The same question answered slowly, with the standard library's notion of UTF-8.
private func countedPlace(of offset: Int, in bytes: [UInt8]) -> LineAndColumn {
  let textStart = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  let offset = min(max(offset, textStart), bytes.count)
  let breaks = bytes[..<offset].indices.filter { bytes[$0] == 10 && $0 >= textStart }
  let start = breaks.last.map { $0 + 1 } ?? textStart
  var end = bytes[start...].firstIndex(of: 10) ?? bytes.count
  if end < bytes.count, end > start, bytes[end - 1] == 13 { end -= 1 }
  var (column, position) = (1, start)
  while position < end {
    let size = scalarSize(at: position, in: bytes[..<end])
    guard position + size <= offset else { break }
    position += size
    column += 1
  }
  return LineAndColumn(line: breaks.count + 1, column: column)
}

private func scalarSize(at position: Int, in bytes: ArraySlice<UInt8>) -> Int {
  for size in 1...4 where position + size <= bytes.endIndex {
    let text = String(validating: bytes[position..<(position + size)], as: UTF8.self)
    if text?.unicodeScalars.count == 1 { return size }
  }
  return 1
}
