import PolicyDiagnostics
import PolicySyntax
import TestSupport
import Testing

@testable import PolicyFormatter

/// Files with little or nothing in them, and what the comparison of two layouts notices.
@Suite struct OddFileTests {
  @Test(arguments: [
    ("", ""), ("\n", ""), ("  \n\r\n \n", ""), ("#", "#\n"), ("\n\n# a\n\n\n# b", "# a\n\n# b\n"),
    ("   # a  \r\n", "# a\n"), ("x", "x\n"), ("--- x", "x\n"), ("---\nx\n", "x\n"),
    ("--- # a\nx", "---  # a\nx\n"), ("# a\n---\nx", "# a\n---\nx\n"), ("---\n# a\nx", "# a\nx\n"),
    ("--- x # a\n", "x  # a\n"), ("--- |\n  x\n", "|\n  x\n"),
    ("--- [a,b]\n--- {a: b}", "[a, b]\n---\n{ a: b }\n"),
    ("x\n---\n\n# a\n\n---y", "x\n---\n# a\n\n---y\n"),
    ("a: 1\n--- # b\nc: 1", "a: 1\n---  # b\nc: 1\n"),
    ("a: |+\n\n\n", "a: |+\n\n\n"), ("- - - a", "- - - a\n"), ("-   \n", "-\n"),
    ("{a\n b, 'c\n  \"d', é\n\n f}", #"{ a b, "c \"d", "é\nf" }"# + "\n"),
  ])
  func aSmallFile(_ text: String, _ layout: String) {
    #expect(formatted(text) == layout)
    #expect(formatted(layout) == layout)
  }

  @Test(arguments: [
    "---", "---\n---\n", "# a\n---\n", "a: 1\n---\n", "...", "a: 1\n...\n", "%YAML 1.2\n---\na: 1",
    "a: 1\na: 2", "a:\t1", "&a b", "a: *b", "!!str a", "\u{FEFF}a: 1", "a: b: c", "[a",
    "a: 1\rb: 2",
  ])
  func aFileWithAFindingIsRefused(_ text: String) {
    guard case .refused(let findings) = format(Array(text.utf8)) else {
      Issue.record("formatted: \(text.debugDescription)")
      return
    }
    #expect(!findings.isEmpty)
  }

  @Test(arguments: [
    ("a: b", "a: c"), ("a: b", "c: b"), ("a: b # c", "a: b"), ("# a\n# b\nx", "# b\n# a\nx"),
    ("a:", "a: \"\""), ("a: [b]", "a: { b: }"), ("[a, b]", "[b, a]"), ("a", "a\n---\na"),
    ("[[a], b]", "[[a, b]]"), ("a: |\n  b", "a: |\n  b\n"), ("- a\n- b", "- a b"),
  ])
  func aDifferenceIsNoticed(_ left: String, _ right: String) throws {
    let (left, right) = (try parsed(left), try parsed(right))
    #expect(!saysTheSame(left, right))
    #expect(saysTheSame(left, left))
    #expect(saysTheSame(right, right))
  }

  private func parsed(_ text: String) throws -> ParsedSource {
    var findings = Findings()
    return try #require(
      ParsedSource(Array(text.utf8), source: SourceID(0), limits: .standard, into: &findings))
  }

  @Test(arguments: [
    "y", "No", "OFF", "null", "~", "", "1", "1e3", "0x1f", "22:22", "2027-01-01", ".inf", "-", "a ",
    " a", "a: b", "a #b", "é", "a,b", "[a", "a\nb", "=", "<<", "NaN", "+1", "a\tb",
  ])
  func quotesStay(_ text: String) {
    #expect(!readsAsTextWithoutQuotes(Array(text.utf8)[...]))
  }

  @Test(arguments: ["a", "yes sir", "gpt-4", "a/b.c_d", "Null1", "e3", "x-"])
  func quotesGo(_ text: String) {
    #expect(readsAsTextWithoutQuotes(Array(text.utf8)[...]))
  }
}
