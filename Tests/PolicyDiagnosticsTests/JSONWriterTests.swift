import PolicyDiagnostics
import TestSupport
import Testing

@Suite struct JSONWriterTests {
  @Test func prettyIsIndentedByTwo() {
    #expect(
      sample(.pretty) == """
        {
          "a": 1,
          "b": [
            true,
            null,
            {}
          ],
          "c": {
            "d": "e"
          },
          "f": []
        }
        """)
  }

  @Test func compactHasNoSpace() {
    #expect(sample(.compact) == #"{"a":1,"b":[true,null,{}],"c":{"d":"e"},"f":[]}"#)
  }

  @Test func bothLayoutsSayTheSame() throws {
    #expect(try parseStrictJSON(sample(.pretty)) == parseStrictJSON(sample(.compact)))
  }

  @Test func anErrorInTheMiddleLeavesValidJSON() throws {
    struct Failure: Error {}
    let text = jsonArray(.compact) { array in
      try? array.object {
        $0.field("a", 1)
        throw Failure()
      }
      array.element(2)
    }
    #expect(text == #"[{"a":1},2]"#)
  }

  @Test(arguments: [
    ("\"\\/", #""\"\\/""#), ("\n\r\t", #""\n\r\t""#),
    ("\u{0}\u{1F}\u{7F}", #""\u0000\u001f\u007f""#),
    ("\u{85}\u{2028}\u{2029}", #""\u0085\u2028\u2029""#), ("\u{202E}", #""\u202e""#),
    ("\u{E0041}", #""\udb40\udc41""#), ("é語😀", #""é語😀""#),
    ("##[group]", "\"##\\u005bgroup]\""), ("#[x] ## [y]", "\"#[x] ## [y]\""),
  ])
  func stringsAreEscaped(text: String, expected: String) throws {
    #expect(jsonArray(.compact) { $0.element(text) } == "[\(expected)]")
    #expect(try parseStrictJSON(expected) == .string(text))
  }

  /// Every scalar below U+3000, and some of every plane, comes back as it went in.
  @Test func everyScalarSurvives() throws {
    let values = Array(0..<0x3000) + stride(from: 0x3000, through: 0x10FFFF, by: 97)
    for scalar in values.compactMap({ Unicode.Scalar(UInt32($0)) }) {
      let text = "a" + String(scalar) + "b"
      let json = jsonObject(.compact) { $0.field(text, text) }
      let parsed = try parseStrictJSON(json)
      #expect(parsed[text].flatMap(\.text).map { Array($0.utf8) } == Array(text.utf8))
    }
  }

  private func sample(_ layout: JSONLayout) -> String {
    jsonObject(layout) { root in
      root.field("a", 1)
      root.array("b") {
        $0.element(true)
        $0.element(Int?.none)
        $0.object { _ in }
      }
      root.object("c") { $0.field("d", "e") }
      root.array("f") { _ in }
    }
  }
}

@Suite struct StrictJSONTests {
  @Test(arguments: [
    "", "{", "[1,]", "{\"a\":1,}", "{\"a\":1,\"a\":2}", "01", "1.", "+1", ".5", "1e", "nul",
    "'a'", "\"\n\"", "\"\\x\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u12g4\"", "1 2", "{a:1}",
    "[1 2]", "\u{FEFF}1", "\"", "NaN", "--1",
  ])
  func whatIsNotJSONIsRefused(text: String) {
    #expect(throws: JSONError.self) { try parseStrictJSON(text) }
  }
}
