import PolicyDiagnostics
import TestSupport
import Testing

/// What a source, a path or a name holds is shown in every format, and obeyed in none.
@Suite struct HostileTextTests {
  @Test(arguments: HostileText.payloads, OutputFormat.allCases)
  func noFormatObeysIt(payload: String, format: OutputFormat) throws {
    let text = shown(payload, as: format)
    #expect(text.unicodeScalars.first { HostileText.isHidden($0) } == nil)
    #expect(text.firstMatch(of: /##[A-Za-z._-]*\[/) == nil)

    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let commands = lines.filter { $0.drop { $0.isWhitespace }.hasPrefix("::") }
    if format == .github {
      #expect(lines.count == 2 && commands.count == 1)
      #expect(text.hasPrefix("::error file=") && text.hasSuffix("\n"))
    } else {
      #expect(commands.isEmpty)
    }
    if [.json, .sarif, .gitlab].contains(format) { _ = try parseStrictJSON(text) }
    if format == .junit { #expect(HostileText.hasForm(text, of: shown("harmless", as: format))) }
    if format == .markdown {
      #expect(HostileText.tags(in: text).allSatisfy { $0 == "<!" })
      for word in ["](", "![", "http:", "**x", "```"] { #expect(!text.contains(word)) }
    }
    // A text can add words to the output, never lines.
    #expect(lineCount(text) == lineCount(shown(payload.isEmpty ? "" : "harmless", as: format)))
  }

  @Test(arguments: HostileText.payloads)
  func jsonGivesItBackAsItWas(payload: String) throws {
    let root = try parseStrictJSON(shown(payload, as: .json))
    let finding = root["findings"]?[0]
    for text in [finding?["message"], finding?["help"], finding?["notes"]?[0], finding?["file"]] {
      #expect(text?.text.map { Array($0.utf8) } == Array(payload.utf8))
    }
  }

  @Test(arguments: HostileText.payloads)
  func sarifAddressesAreURIs(payload: String) throws {
    let root = try parseStrictJSON(shown(payload, as: .sarif))
    let uri = root["runs"]?[0]?["artifacts"]?[0]?["location"]?["uri"]?.text
    #expect(uri?.wholeMatch(of: /(?:file:\/\/)?(?:[A-Za-z0-9._~\/-]|%[0-9A-F]{2})*/) != nil)
  }

  /// Pinned as a file, so that a validator of SARIF can read it as well.
  @Test func hostileSARIFIsAsPinned() {
    let payloads = HostileText.payloads.filter { !$0.isEmpty && $0.utf8.count < 100 }
    let entries = payloads.map { SourceMap.Entry(path: $0, name: $0) }
    let sources = SourceMap(entries) { .success(Array($0.name.utf8)) }
    let findings = sources.entries.enumerated().map { position, entry in
      let span = SourceSpan(SourceID(position), from: 0, to: UInt32(entry.name.utf8.count))
      return Finding(
        FindingSamples.unknownKey, entry.name, at: span, label: entry.name,
        fix: Finding.Fix(replacing: span, with: entry.name))
    }
    let text = render(findings, in: sources, as: .sarif, fileCount: findings.count)
    expectGolden(text, "Goldens/hostile.sarif")
  }

  @Test(arguments: HostileText.badBytes, OutputFormat.allCases)
  func bytesThatAreNoTextAreShown(bytes: [UInt8], format: OutputFormat) throws {
    let sources = SourceMap([SourceMap.Entry(path: "a", name: "a")]) { _ in .success(bytes) }
    for start in 0...bytes.count {
      let span = SourceSpan(SourceID(0), from: UInt32(start), to: UInt32(bytes.count))
      let finding = Finding(FindingSamples.unknownKey, "a", at: span)
      let text = render([finding], in: sources, as: format, fileCount: 1)
      #expect(text.unicodeScalars.first { HostileText.isHidden($0) } == nil)
    }
    #expect(
      escaped(bytes[...]).unicodeScalars.allSatisfy { !HostileText.isHidden($0) && $0 != "\n" })
  }

  @Test(arguments: [
    ("a\nb\r\t", #"a\nb\r\t"#), ("\u{1B}[31m", #"\u{1b}[31m"#), ("\u{0}", #"\u{0}"#),
    ("\u{202E}", #"\u{202e}"#), ("\u{E0041}", #"\u{e0041}"#), ("é語😀", "é語😀"),
    ("##[error]", "##\\u{5b}error]"), ("##vso[x]", "##vso\\u{5b}x]"), ("# [x]", "# [x]"),
    ("##", "##"), ("## a [x]", "## a [x]"), ("a\u{A0}b", #"a\u{a0}b"#), ("::error::", "::error::"),
    ("\u{FFFF}\u{10FFFF}\u{E000}", #"\u{ffff}\u{10ffff}\u{e000}"#), (#"a\b"#, #"a\b"#),
  ])
  func escapesAreAsWritten(text: String, expected: String) {
    #expect(escaped(text) == expected)
    #expect(escaped(Array(text.utf8)[...]) == expected)
  }

  @Test(
    arguments: [
      ([0xFF], #"\xff"#), ([0x61, 0xE2, 0x82, 0x62], #"a\xe2\x82b"#), ([0xC0, 0x80], #"\xc0\x80"#),
      ([0xED, 0xA0, 0x80], #"\xed\xa0\x80"#), ([0xF4, 0x90, 0x80, 0x80], #"\xf4\x90\x80\x80"#),
    ] as [([UInt8], String)])
  func strayBytesAreWrittenOut(bytes: [UInt8], expected: String) {
    #expect(escaped(bytes[...]) == expected)
  }

  /// A finding that is the payload wherever text can stand.
  private func shown(_ payload: String, as format: OutputFormat) -> String {
    let line = payload.split { $0.isNewline }.first.map(String.init) ?? ""
    let entry = SourceMap.Entry(path: payload, name: "a")
    let sources = SourceMap([entry]) { _ in .success(Array(line.utf8)) }
    let span = SourceSpan(SourceID(0), from: 0, to: UInt32(min(line.utf8.count, 9)))
    let finding = Finding(
      FindingSamples.unknownKey, payload, at: span, label: payload,
      others: [Finding.OtherPlace(span, payload)], notes: [payload], help: payload,
      fix: Finding.Fix(replacing: span, with: payload))
    return render([finding], in: sources, as: format, fileCount: 1)
  }

  private func lineCount(_ text: String) -> Int {
    text.utf8.count { $0 == UInt8(ascii: "\n") }
  }
}
