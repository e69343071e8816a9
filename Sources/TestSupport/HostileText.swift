/// Texts that would do something if they were written as they are.
package enum HostileText {
  package static let payloads: [String] = commands + terminal + structure + around(hidden) + long

  private static let commands = [
    "::error::x", "::error file=a,line=1::x", "  ::warning::x", "\t::notice::x", "\n::error::x",
    "\r::error::x", "\r\n::set-output name=a::b", "x\n::add-mask::x", "::stop-commands::token",
    "::group::x", "::endgroup::", "::debug::x", "::save-state name=a::b", "::set-env name=A::b",
    "::add-path::/tmp", "::", ":::", ":: ::", "\u{A0}::error::x", "\u{2003}::error::x",
    "\u{85}::error::x", "\u{2028}::error::x", "\u{FEFF}::error::x", "\u{B}::error::x",
    "\u{C}::error::x", "\u{1C}::error::x", "\u{3000}::error::x", "##[error]x", "##[command]x",
    "##[set-env name=A;]b", "a##[group]x", "###[error]", "####[", "##vso[task.setvariable]x",
    "##teamcity[buildStatus]", "## vso[x]", "#\u{0}#[x]", "##\n[error]", "#\u{200B}#[error]",
    "%0A::error::x", "%0D%0A::error::x", "%25", "%", "%3A%3A", "a,b:c=d;e", "]", "[", "#", "##",
  ]

  private static let terminal = [
    "\u{1B}[31mred", "\u{1B}]0;title\u{7}", "\u{1B}]8;;https://example.com\u{1B}\\x", "\u{1B}c",
    "\u{1B}[2J", "\u{1B}[1A\u{1B}[2K", "\u{9B}31m", "\u{9D}0;title\u{9C}", "\u{90}x\u{9C}",
    "\u{8}\u{8}\u{8}", "\r" + "overwritten", "\u{7}", "\u{0}", "\u{7F}", "\u{E}\u{F}", "\t\t",
    "a\nb", "a\r\nb", "\n\n\n", "\u{1B}", "\u{1B}[", "\u{5}", "\u{1A}", "\u{4}",
  ]

  private static let structure = [
    "\"", "\\", "\\\"", "\",\"a\":\"b", "}", "]}", "{0}", "{{", "[x](http://example.com)",
    "</script>", "<!--", "&amp;", "'", "`", "``", "$(id)", "${{ secrets.x }}", #"\u0000"#, #"\n"#,
    "", " ", "  leading", "trailing  ", "../../etc/passwd", "/absolute/path", "a:b", "http://a/b",
    "//host/a", "?query#fragment", "a b", "é語😀", "e\u{301}", "a\u{300}\u{301}\u{302}\u{303}", "🇩🇪",
    "👨\u{200D}👩\u{200D}👧", "-", "- ", "a: b", "%YAML", "\u{10FFFF}", "\u{FFFE}",
    String(decoding: [0xEF, 0xB7, 0x90], as: UTF8.self),
  ]

  private static let hidden: [Unicode.Scalar] = [
    "\u{AD}", "\u{34F}", "\u{61C}", "\u{115F}", "\u{1160}", "\u{17B4}", "\u{180E}", "\u{200B}",
    "\u{200C}", "\u{200D}", "\u{200E}", "\u{200F}", "\u{2028}", "\u{2029}", "\u{202A}", "\u{202B}",
    "\u{202C}", "\u{202D}", "\u{202E}", "\u{2060}", "\u{2064}", "\u{2066}", "\u{2067}", "\u{2068}",
    "\u{2069}", "\u{206F}", "\u{3164}", "\u{E000}", "\u{FE00}", "\u{FE0F}", "\u{FEFF}", "\u{FFA0}",
    "\u{FFF9}", "\u{FFFF}", "\u{1D173}", "\u{E0001}", "\u{E0041}", "\u{E007F}", "\u{E0100}",
    "\u{F0000}", "\u{85}", "\u{80}", "\u{9F}",
  ]

  private static let long = [
    String(repeating: "a", count: 20_000), String(repeating: "\u{1B}[31m", count: 2_000),
    String(repeating: "語", count: 5_000), String(repeating: "a\u{301}", count: 5_000),
    "a" + String(repeating: "\u{301}", count: 5_000), String(repeating: "::error::", count: 1_000),
    String(repeating: "##[x]", count: 1_000), String(repeating: "\n", count: 1_000),
  ]

  private static func around(_ scalars: [Unicode.Scalar]) -> [String] {
    scalars.map { "a" + String($0) + "b" }
  }

  package static let badBytes: [[UInt8]] = [
    [0x80], [0xFF], [0xFE, 0xFF], [0xC0, 0x80], [0xC3], [0x61, 0xC3], [0xE2, 0x82], [0xE2, 0x28],
    [0xED, 0xA0, 0x80], [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80],
    [0x00, 0x80, 0x1B, 0x5B], [0xC2, 0x9B, 0x33, 0x31, 0x6D], [0xE2, 0x80, 0xAE, 0x80],
    [0xEF, 0xBB],
    [0x0D, 0x0A, 0xFF, 0x0A], [0xEF, 0xBB, 0xBF, 0xFF],
  ]

  /// Whether a scalar may stand in no output: a list of its own, so that a fault in the escaper's
  /// is noticed.
  package static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == "\n" { return false }
    return ranges.contains { $0.contains(scalar.value) } || scalar.value & 0xFFFE == 0xFFFE
  }

  private static let ranges: [ClosedRange<UInt32>] = [
    0x00...0x1F, 0x7F...0xA0, 0xAD...0xAD, 0x34F...0x34F, 0x61C...0x61C, 0x115F...0x1160,
    0x17B4...0x17B5, 0x180B...0x180F, 0x2000...0x200F, 0x2028...0x202F, 0x205F...0x206F,
    0x3164...0x3164, 0xD800...0xF8FF, 0xFDD0...0xFDEF, 0xFE00...0xFE0F, 0xFEFF...0xFEFF,
    0xFFA0...0xFFA0, 0xFFF0...0xFFFB, 0x1D173...0x1D17A, 0xE0000...0x10FFFF,
  ]

  /// The tags of XML or HTML, but for those of code, which may stand around what is quoted.
  package static func tags(in text: String) -> [Substring] {
    text.matches(of: /<[\/!]?[A-Za-z]+/).map(\.output).filter { $0 != "<code" && $0 != "</code" }
  }

  /// Whether a text says no more than another, in which nothing hostile stands, but for words: the same
  /// lines and tags, and no attribute more.
  package static func hasForm(_ text: String, of harmless: String) -> Bool {
    text.unicodeScalars.allSatisfy { !isHidden($0) }
      && tags(in: text) == tags(in: harmless)
      && count("\n", in: text) == count("\n", in: harmless)
      && count("\"", in: text) == count("\"", in: harmless)
  }

  private static func count(_ character: Unicode.Scalar, in text: String) -> Int {
    text.unicodeScalars.count { $0 == character }
  }
}
