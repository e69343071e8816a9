import PolicySyntax
import Testing

/// One text with what JSON readers disagree about, or what RFC 8259 says of it.
struct JSONCase: Sendable, CustomTestStringConvertible {
  let text: String
  /// What is read, in the notation of `show`; empty when nothing is delivered.
  let reads: String
  /// What is found, as `TP1050:3`.
  let finds: [String]

  init(_ text: String, reads: String = "", finds: String...) {
    self.text = text
    self.reads = reads
    self.finds = finds
  }

  var testDescription: String { text.debugDescription }
}

/// Every production of RFC 8259 and what lies just beside it.
@Suite struct JSONTests {
  @Test(arguments: wholeTexts + numbers + words + strings)
  func `a value has its answer`(_ sample: JSONCase) { check(sample) }

  @Test(arguments: collections + spaces + comments + keys)
  func `a structure has its answer`(_ sample: JSONCase) { check(sample) }

  private func check(_ sample: JSONCase) {
    let reading = Reading(sample.text, .json)
    #expect(reading.shown == sample.reads)
    #expect(reading.answers == sample.finds)
  }

  @Test func `the name of a file says what it is written in`() {
    for name in ["a.json", "a.asl.json", "x/A.JSON", ".json"] {
      #expect(SourceNotation(fileName: name) == .json)
    }
    for name in ["a.yaml", "a.yml", "json", "a.json.yaml", "ajson", "(standard input)", ""] {
      #expect(SourceNotation(fileName: name) == .yaml)
    }
  }

  @Test func `strings, numbers and words differ in style alone`() {
    let nodes = Reading(#"["1", 1, "true", true, null]"#, .json).trees.flatMap(\.nodes)
    #expect(
      nodes.map(\.style).dropFirst() == [.doubleQuoted, .plain, .doubleQuoted, .plain, .plain])
    #expect(nodes.map(\.isFlow) == [true, false, false, false, false, false])
  }
}

private let wholeTexts: [JSONCase] = [
  JSONCase("", finds: "TP1050:1"),
  JSONCase(" \n\t\r\n", finds: "TP1050:3"),
  JSONCase("{}", reads: "{}"),
  JSONCase("[]", reads: "[]"),
  JSONCase("1", reads: "1"),
  JSONCase("\"a\"", reads: "'a'"),
  JSONCase(" null ", reads: "null"),
  JSONCase("{} {}", finds: "TP1050:1"),
  JSONCase("1 2", finds: "TP1050:1"),
  JSONCase("{}\n{}\n", finds: "TP1050:2"),
  JSONCase("[]]", finds: "TP1050:1"),
  JSONCase("[],", finds: "TP1050:1"),
  JSONCase("---\n{}", finds: "TP1050:1", "TP1050:2"),
  JSONCase("\u{FEFF}{}", finds: "TP0102:1"),
  JSONCase("{\u{FEFF}}", finds: "TP1050:1"),
  JSONCase("%a\n", finds: "TP1050:1"),
]

private let numbers: [JSONCase] =
  [
    "0", "-0", "1", "-1", "10", "123456789012345678901234567890", "0.1", "-0.10", "1e1", "1E1",
    "1e+1", "1e-01", "1.50e00", "0e0", "1e999999",
  ].map { JSONCase("[\($0)]", reads: "[\($0)]") }
  + [
    "01", "-01", "00", "+1", "-", "1.", ".1", "-.1", "1.e1", "1e", "1e+", "1E-", "0x1", "1_000",
    "1a", "--1", "1.2.3", "1e1.0", "1e1e1", "\u{FF11}", "0b1", "1f", "Infinity", "-Infinity", "NaN",
    "nan", "-1-",
  ].map { JSONCase("[\($0)]", finds: "TP1050:1") }

private let words: [JSONCase] = [
  JSONCase("[true, false, null]", reads: "[true, false, null]"),
  JSONCase("[True]", finds: "TP1050:1"),
  JSONCase("[TRUE, nul, None]", finds: "TP1050:1", "TP1050:1", "TP1050:1"),
  JSONCase("[truefalse]", finds: "TP1050:1"),
  JSONCase("[undefined]", finds: "TP1050:1"),
  JSONCase("['a']", finds: "TP1050:1"),
  JSONCase("[a b]", finds: "TP1050:1", "TP1050:1"),
  JSONCase("[`a`]", finds: "TP1050:1"),
  JSONCase("[\u{E9}]", finds: "TP1050:1"),
  JSONCase("[true\"a\"]", finds: "TP1050:1"),
]

private let strings: [JSONCase] = [
  JSONCase(#"[""]"#, reads: "['']"),
  JSONCase(#"["a\"b\\c\/d\n\t"]"#, reads: "['a\"b\\c/d\\n\t']"),
  JSONCase(#"["\u0041\u00e9\u00E9\u20AC"]"#, reads: "['A\u{E9}\u{E9}\u{20AC}']"),
  JSONCase(#"["\ud83d\ude00"]"#, reads: "['\u{1F600}']"),
  JSONCase(#"["\uD83D\uDE00x"]"#, reads: "['\u{1F600}x']"),
  JSONCase("[\"\u{E9}\u{1F600}\u{FF5E}\"]", reads: "['\u{E9}\u{1F600}\u{FF5E}']"),
  JSONCase(#"["/*no*/ //no #no"]"#, reads: "['/*no*/ //no #no']"),
  JSONCase(#"["\ud83d"]"#, finds: "TP1050:1"),
  JSONCase(#"["\ud83dx"]"#, finds: "TP1050:1"),
  JSONCase(#"["\ud83d\n"]"#, finds: "TP1050:1"),
  JSONCase(#"["\ud83d\ud83d\ude00"]"#, finds: "TP1050:1"),
  JSONCase(#"["\ude00"]"#, finds: "TP1050:1"),
  JSONCase(#"["\ude00\ud83d"]"#, finds: "TP1050:1", "TP1050:1"),
  JSONCase(#"["\u12"]"#, finds: "TP1050:1"),
  JSONCase(#"["\u12G4"]"#, finds: "TP1050:1"),
  JSONCase(#"["\U0041"]"#, finds: "TP1050:1"),
  JSONCase(#"["\x41"]"#, finds: "TP1050:1"),
  JSONCase(#"["\a\'\0"]"#, finds: "TP1050:1", "TP1050:1", "TP1050:1"),
  JSONCase("[\"\\\u{E9}\"]", finds: "TP1050:1"),
  JSONCase("[\"a\tb\"]", finds: "TP1050:1"),
  JSONCase("[\"a\nb\"]", finds: "TP1050:1"),
  JSONCase("[\"a\r\nb\"]", finds: "TP1050:1"),
  JSONCase("[\"a\\\nb\"]", finds: "TP1050:1", "TP1050:1"),
  JSONCase("[\"a", finds: "TP1050:1"),
  JSONCase("[\"a]\n", finds: "TP1050:1"),
  JSONCase("[\"a\\", finds: "TP1050:1", "TP1050:1"),
  JSONCase("[\"\\\"]", finds: "TP1050:1"),
  JSONCase("[\"\u{0}\"]", finds: "TP0103:1"),
  JSONCase("[\"\u{1B}\"]", finds: "TP0103:1"),
  JSONCase("[\"\u{7F}\"]", finds: "TP0103:1"),
  JSONCase("[\"\u{2028}\"]", finds: "TP0104:1"),
  JSONCase("[\"\u{202E}\"]", finds: "TP0106:1"),
  JSONCase("[\"a\u{200B}b\"]", finds: "TP0106:1"),
  JSONCase(#"["\u0000"]"#, finds: "TP0107:1"),
  JSONCase(#"["\u200b"]"#, finds: "TP0107:1"),
  JSONCase(#"["\r"]"#, finds: "TP0107:1"),
  JSONCase(#"["\b\f"]"#, finds: "TP0107:1"),
]

private let collections: [JSONCase] = [
  JSONCase("[1,2,3]", reads: "[1, 2, 3]"),
  JSONCase("[[],[[]],{}]", reads: "[[], [[]], {}]"),
  JSONCase(#"{"a":1,"b":[{"c":{}}]}"#, reads: "{'a': 1, 'b': [{'c': {}}]}"),
  JSONCase("[1,]", finds: "TP1050:1"),
  JSONCase("[1,\n]", finds: "TP1050:1"),
  JSONCase(#"{"a":1,}"#, finds: "TP1050:1"),
  JSONCase(#"[{"a":1,},]"#, finds: "TP1050:1", "TP1050:1"),
  JSONCase("[,]", finds: "TP1050:1"),
  JSONCase("[,1]", finds: "TP1050:1"),
  JSONCase("[1,,2]", finds: "TP1050:1"),
  JSONCase("{,}", finds: "TP1050:1"),
  JSONCase("[1 2]", finds: "TP1050:1"),
  JSONCase(#"{"a":1 "b":2}"#, finds: "TP1050:1"),
  JSONCase("[1;2]", finds: "TP1050:1"),
  JSONCase("[", finds: "TP1050:1"),
  JSONCase("{", finds: "TP1050:1"),
  JSONCase("[1", finds: "TP1050:1"),
  JSONCase("[1,", finds: "TP1050:1"),
  JSONCase("[1\n,\n[2", finds: "TP1050:3"),
  JSONCase("]", finds: "TP1050:1"),
  JSONCase("}", finds: "TP1050:1"),
  JSONCase("[}", finds: "TP1050:1"),
  JSONCase("{]", finds: "TP1050:1"),
  JSONCase("[1}", finds: "TP1050:1"),
  JSONCase(#"{"a":1]"#, finds: "TP1050:1"),
  JSONCase(#"{"a":]}"#, finds: "TP1050:1"),
  JSONCase("[:]", finds: "TP1050:1"),
  JSONCase("[\"a\":1]", finds: "TP1050:1"),
  JSONCase("<a/>", finds: "TP1050:1"),
]

private let spaces: [JSONCase] = [
  JSONCase(" [ 1 ,\t2\r\n,\n3 ] ", reads: "[1, 2, 3]"),
  JSONCase("[1\u{A0}]", finds: "TP1050:1"),
  JSONCase("[\u{3000}1]", finds: "TP1050:1"),
  JSONCase("[1,\u{0B}2]", finds: "TP0103:1"),
  JSONCase("[1,\u{0C}2]", finds: "TP0103:1"),
  JSONCase("[1,\r2]", finds: "TP0104:1"),
  JSONCase("[1\u{85}]", finds: "TP0104:1"),
]

private let comments: [JSONCase] = [
  JSONCase("// a\n[]", finds: "TP1050:1"),
  JSONCase("[] # a", finds: "TP1050:1"),
  JSONCase("[ /* a\n b */ 1, // c\n 2]", finds: "TP1050:1", "TP1050:2"),
  JSONCase("[1] /* a", finds: "TP1050:1"),
  JSONCase("[1 /", finds: "TP1050:1"),
  JSONCase("[/]", finds: "TP1050:1"),
  JSONCase("{ # a\n \"a\" /**/ : /***/ 1 }", finds: "TP1050:1", "TP1050:2", "TP1050:2"),
]

private let keys: [JSONCase] = [
  JSONCase(#"{"a":1,"a":2}"#, finds: "TP0120:1"),
  JSONCase(#"{"a":1,"\u0061":2}"#, finds: "TP0120:1"),
  JSONCase(#"{"\ud83d\ude00":1,"😀":2}"#, finds: "TP0120:1"),
  JSONCase("{\"\u{E9}\":1,\"e\u{301}\":2}", reads: "{'\u{E9}': 1, 'e\u{301}': 2}"),
  JSONCase(#"{"a":{"a":1},"b":{"a":1}}"#, reads: "{'a': {'a': 1}, 'b': {'a': 1}}"),
  JSONCase(#"{"":1}"#, finds: "TP0121:1"),
  JSONCase("{a:1}", finds: "TP1050:1"),
  JSONCase("{'a':1}", finds: "TP1050:1"),
  JSONCase("{1:1}", finds: "TP1050:1"),
  JSONCase("{null:1}", finds: "TP1050:1"),
  JSONCase("{[]:1}", finds: "TP1050:1"),
  JSONCase(#"{"a"}"#, finds: "TP1050:1"),
  JSONCase(#"{"a",1}"#, finds: "TP1050:1"),
  JSONCase(#"{"a" 1}"#, finds: "TP1050:1"),
  JSONCase(#"{"a"::1}"#, finds: "TP1050:1"),
  JSONCase(#"{"a":}"#, finds: "TP1050:1"),
  JSONCase(#"{"a":1 2}"#, finds: "TP1050:1"),
  JSONCase(#"{"<<":{},"*a":1,"!b":2}"#, reads: "{'<<': {}, '*a': 1, '!b': 2}"),
]

/// What other people's workflows may hold and policies may not.
@Suite struct ProseTests {
  @Test(arguments: [
    "[\"a\u{200D}b \u{2764}\u{FE0F}\"]", #"["\u200f\u202e\ufffe"]"#, #"["\r\n\b\f\u001b\u2028"]"#,
  ])
  func `a value may hold what cannot be seen`(_ text: String) {
    #expect(Reading(text, .json, holdsProse: true).answers == [])
    #expect(Reading(text, .json).answers != [])
  }

  @Test(arguments: [
    ("{\"a\u{200D}\": 1}", "TP0106:1"), (#"{"a\u200d": 1}"#, "TP0107:1"),
    (#"["\u0000"]"#, "TP0107:1"), ("[\"\u{202E}\"]", "TP0106:1"), ("[\"\u{1B}\"]", "TP0103:1"),
  ])
  func `keys are seen, and NUL and raw controls are nowhere`(_ text: String, answer: String) {
    #expect(Reading(text, .json, holdsProse: true).answers == [answer])
  }

  @Test func `it is the same in YAML`() {
    let value = "a: \"\u{2764}\u{FE0F} \\u200f\"\n"
    #expect(Reading(value, holdsProse: true).answers == [])
    #expect(Reading(value).answers == ["TP0107:1", "TP0106:1"])
    #expect(Reading("b\u{200B}: 1", holdsProse: true).answers == ["TP0106:1"])
    #expect(Reading("\"b\\u200b\": 1", holdsProse: true).answers == ["TP0107:1"])
    #expect(Reading("a: \"\\0\"", holdsProse: true).answers == ["TP0107:1"])
  }
}
