import PolicyDiagnostics
import TestSupport
import Testing

/// The carets stand below what is meant, whatever stands before it.
@Suite struct CaretTests {
  /// What may stand in a line, as bytes.
  private static let pieces: [[UInt8]] =
    [
      "a", "\t", " ", "é", "語", "😀", "e\u{301}", "\u{202E}", "\u{200B}", "\u{7}", "ｆ", "한", "##[",
    ].map { Array($0.utf8) } + [[0xFF], [0xE2, 0x82]]

  @Test(arguments: 0..<400 as Range<UInt64>)
  func caretsStandBelowWhatIsMeant(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let before = Self.pieces(upTo: seed.isMultiple(of: 3) ? 3000 : 30, &generator)
    let after = Self.pieces(upTo: seed.isMultiple(of: 5) ? 3000 : 30, &generator)
    let width = Int.random(in: 40...120, using: &generator)
    let span = SourceSpan(
      SourceID(0), from: UInt32(before.count), to: UInt32(before.count + 4))
    let bytes = before + Array("MARK".utf8) + after
    let rows = try excerpt(of: bytes, span, width: width)

    let markStart = try #require(rows.text.firstRange(of: "MARK")).lowerBound
    let caretStart = try #require(rows.carets.firstIndex(of: "^"))
    #expect(columns(rows.text[..<markStart]) == columns(rows.carets[..<caretStart]))
    #expect(rows.carets[caretStart...] == "^^^^")
    #expect(columns(rows.text[...]) <= width - "   |".count)
  }

  @Test(arguments: [
    ("語x", 0, 3, "^^"), ("語x", 1, 2, "^^"), ("\u{202E}", 0, 3, "^^^^^^^^"), ("ab", 1, 1, " ^"),
    ("ab", 2, 2, "  ^"), ("", 0, 0, "^"), ("\tab", 1, 3, "    ^^"), ("a\tb", 2, 3, "    ^"),
    ("ab\ncd", 1, 5, " ^ (2 lines)"), ("ab\ncd", 1, 3, " ^"), ("ab\r\ncd", 2, 4, "  ^"),
    ("ab", 1, 900, " ^"), ("ab", 2, 1, "  ^"),
  ])
  func caretsOfASpan(text: String, start: UInt32, end: UInt32, expected: String) throws {
    let span = SourceSpan(SourceID(0), from: start, to: end)
    #expect(try excerpt(of: Array(text.utf8), span, width: 80).carets == " " + expected)
  }

  /// A line can be long in bytes and short in columns; what is cut off it still leaves room.
  @Test(arguments: 0..<60)
  func marksThatTakeNoColumnDoNotWidenTheLine(letters: Int) throws {
    let line =
      String(repeating: "a", count: letters + 1) + String(repeating: "\u{301}", count: 2000)
    let span = SourceSpan(SourceID(0), from: 0, to: 1)
    let rows = try excerpt(of: Array(line.utf8), span, width: 60)
    #expect(columns(rows.text[...]) <= 60 - "   |".count)
    #expect(rows.text.hasSuffix("..."))
  }

  /// The row of text and the row of carets of a finding, after the bar.
  private func excerpt(
    of bytes: [UInt8], _ span: SourceSpan, width: Int
  ) throws -> (text: String, carets: String) {
    let entry = SourceMap.Entry(path: "a", name: "a")
    let sources = SourceMap([entry]) { _ in .success(bytes) }
    let finding = Finding(FindingSamples.unknownKey, "a", at: span)
    let text = render(
      [finding], in: sources, as: .human, style: RenderStyle(width: width), fileCount: 1)
    let rows = text.split(separator: "\n", omittingEmptySubsequences: false)
    try #require(rows.count > 4)
    return (afterBar(rows[3]), afterBar(rows[4]))
  }

  private func afterBar(_ row: Substring) -> String {
    String(row[(row.firstIndex(of: "|") ?? row.startIndex)...].dropFirst())
  }

  private static func pieces(upTo count: Int, _ generator: inout SeededGenerator) -> [UInt8] {
    (0..<Int.random(in: 0...count, using: &generator)).flatMap { _ in
      pieces.randomElement(using: &generator) ?? []
    }
  }

  /// Columns of a terminal, for the letters used here.
  private func columns(_ text: Substring) -> Int {
    text.unicodeScalars.reduce(0) { sum, scalar in
      switch scalar {
      case "語", "😀", "ｆ", "한": sum + 2
      case "\u{301}": sum
      default: sum + 1
      }
    }
  }
}
