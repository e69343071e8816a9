import PolicyDiagnostics
import PolicySyntax
import Testing

/// One text that YAML readers disagree on, or that says something else than it seems to.
struct Trap: Sendable, CustomTestStringConvertible {
  let text: String
  /// What is read, in the notation of `show`; empty when nothing is delivered.
  let reads: String
  /// What is found, as `TP0120:3`.
  let finds: [String]

  init(_ text: String, reads: String = "", finds: String...) {
    self.text = text
    self.reads = reads
    self.finds = finds
  }

  var testDescription: String { text.debugDescription }
}

/// Each trap has one decided answer: a text that is not interpreted, or a finding.
@Suite struct TrapTests {
  @Test(arguments: scalarTraps + keyTraps + flowTraps + blockTraps)
  func `a trap of scalars, keys and collections has its answer`(_ trap: Trap) {
    check(trap)
  }

  @Test(arguments: documentTraps + characterTraps + indentationTraps + brokenTraps)
  func `a trap of documents, characters and indentation has its answer`(_ trap: Trap) {
    check(trap)
  }

  private func check(_ trap: Trap) {
    let reading = Reading(trap.text)
    #expect(reading.shown == trap.reads)
    #expect(reading.answers == trap.finds)
  }
}

/// What other readers turn into a boolean, a number, a date or nothing stays the text it is.
private let scalarTraps: [Trap] =
  [
    "NO", "no", "off", "Yes", "y", "true", "True", "TRUE", "null", "Null", "~", "22:22", "1:30:00",
    "010", "0o10", "0x1F", "0b101", "1_000", "1e3", "1.", ".5", "+1", "-0", ".inf", "-.Inf", ".NaN",
    "2001-01-01", "2001-12-14t21:59:43.10-05:00", "12e03", "1,000", "0777", "08", "=", "1.0.0",
    "190:20:30", "0.1", "-1", "5 USD", "95%", "a#b", "a:b", "http://x/y?z", "--", "-a", "--- a",
    "a\\nb", "C:\\x", "$HOME", "${x}", "<<", "<",
  ].map { Trap("v: \($0)", reads: "{v: \($0)}") } + [
    Trap("v: 'it''s'", reads: "{v: 'it's'}"),
    Trap("v: \"a\\nb\"", reads: "{v: 'a\\nb'}"),
    Trap("v: \"\\x61\\u0062\\U00000063\"", reads: "{v: 'abc'}"),
    Trap("v: \"a\\\n  b\"", reads: "{v: 'ab'}"),
    Trap("v: \"a\n\n  b\"", reads: "{v: 'a\\nb'}"),
    Trap("v: a\n  b", reads: "{v: a b}"),
    Trap("v: a\n\n  b", reads: "{v: a\\nb}"),
    Trap("v: ''", reads: "{v: ''}"),
    Trap("v: \"\"", reads: "{v: ''}"),
    Trap("v:", reads: "{v: }"),
    Trap("v: # c", reads: "{v: }"),
    Trap("v: a # c", reads: "{v: a}"),
    Trap("v: 'a # c'", reads: "{v: 'a # c'}"),
    Trap("v: \"\\0\"", finds: "TP0107:1"),
    Trap("v: \"\\e[2J\"", finds: "TP0107:1"),
    Trap("v: \"\\x7f\"", finds: "TP0107:1"),
    Trap("v: \"\\N\"", finds: "TP0107:1"),
    Trap("v: \"\\L\"", finds: "TP0107:1"),
    Trap("v: \"\\u202e\"", finds: "TP0107:1"),
    Trap("v: \"\\u200b\"", finds: "TP0107:1"),
    Trap("v: \"\\t\"", reads: "{v: '\t'}"),
    Trap("v: \"a\tb\"", reads: "{v: 'a\tb'}"),
    Trap("v: \"\\q\"", finds: "TP0110:1"),
    Trap("v: \"\\xZZ\"", finds: "TP0110:1"),
    Trap("v: \"\\ud800\"", finds: "TP0110:1"),
    Trap("v: @a", finds: "TP0110:1"),
    Trap("v: `a`", finds: "TP0110:1"),
    Trap("v: %a", finds: "TP0110:1"),
    Trap("v: |\n  a\n  b\n", reads: "{v: 'a\\nb\\n'}"),
    Trap("v: |-\n  a\n", reads: "{v: 'a'}"),
    Trap("v: |+\n  a\n\n", reads: "{v: 'a\\n\\n'}"),
    Trap("v: >\n  a\n  b\n", reads: "{v: 'a b\\n'}"),
    Trap("v: >-\n  a\n\n  b\n", reads: "{v: 'a\\nb'}"),
    Trap("v: |2\n   a\n", reads: "{v: ' a\\n'}"),
    Trap("v: |0\n  a\n", finds: "TP0110:1"),
    Trap("v: |# c\n  a\n", finds: "TP0112:1"),
    Trap("v: | # c\n  a\n", reads: "{v: 'a\\n'}"),
    Trap("v: |\n  a # c\n", reads: "{v: 'a # c\\n'}"),
  ]

private let keyTraps: [Trap] = [
  Trap("a: 1\na: 2", finds: "TP0120:2"),
  Trap("a: 1\n'a': 2", finds: "TP0120:2"),
  Trap("a: 1\n\"\\x61\": 2", finds: "TP0120:2"),
  Trap("{a: 1, a: 2}", finds: "TP0120:1"),
  Trap("a: 1\nb: 2\na: 3\nb: 4", finds: "TP0120:3", "TP0120:4"),
  Trap("a: 1\na: 2\na: 3", finds: "TP0120:2", "TP0120:3"),
  Trap("a: { b: 1, b: 2 }", finds: "TP0120:1"),
  Trap("- a: 1\n- a: 2", reads: "[{a: 1}, {a: 2}]"),
  Trap("a: { a: 1 }", reads: "{a: {a: 1}}"),
  Trap("a: 1\nA: 2", reads: "{a: 1, A: 2}"),
  Trap("1: a\n1.0: b\n01: c", reads: "{1: a, 1.0: b, 01: c}"),
  Trap("no: a\nNO: b", reads: "{no: a, NO: b}"),
  Trap("\u{E9}: 1\ne\u{301}: 2", reads: "{\u{E9}: 1, e\u{301}: 2}"),
  Trap("K: 1\n\u{212A}: 2", reads: "{K: 1, \u{212A}: 2}"),
  Trap("<<: { a: 1 }", finds: "TP0124:1"),
  Trap("a: &x { b: 1 }\nc: { <<: *x }", finds: "TP0130:1", "TP0124:2", "TP0131:2"),
  Trap("'<<': 1", reads: "{'<<': 1}"),
  Trap("'': 1", finds: "TP0121:1"),
  Trap("\"\": 1", finds: "TP0121:1"),
  Trap("{: 1}", finds: "TP0110:1"),
  Trap("? a\n: 1", finds: "TP0123:1"),
  Trap("? a", finds: "TP0123:1"),
  Trap("?", finds: "TP0123:1"),
  Trap("? [a, b]\n: 1", finds: "TP0123:1"),
  Trap("? - a\n: 1", finds: "TP0123:1"),
  Trap("? a: b\n: 1", finds: "TP0123:1"),
  Trap("[a, b]: 1", finds: "TP0122:1"),
  Trap("{a: b}: 1", finds: "TP0122:1"),
  Trap("{[a]: 1}", finds: "TP0122:1"),
  Trap("*a : 1", finds: "TP0131:1"),
  Trap("&a a: 1", finds: "TP0130:1"),
  Trap("!!str a: 1", finds: "TP0132:1"),
  Trap("\"a b\": 1", reads: "{'a b': 1}"),
  Trap("a b: 1", reads: "{a b: 1}"),
  Trap("a : 1", reads: "{a: 1}"),
  Trap("a:1", reads: "a:1"),
  Trap("a:1\nb:2", reads: "a:1 b:2"),
]

private let flowTraps: [Trap] = [
  Trap("[]", reads: "[]"),
  Trap("{}", reads: "{}"),
  Trap("[a, b,]", reads: "[a, b]"),
  Trap("{a: 1,}", reads: "{a: 1}"),
  Trap("[a, , b]", finds: "TP0110:1"),
  Trap("[,]", finds: "TP0110:1"),
  Trap("{,}", finds: "TP0110:1"),
  Trap("[a b]", reads: "[a b]"),
  Trap("[a\n b]", reads: "[a b]"),
  Trap("{a: 1 b: 2}", finds: "TP0110:1"),
  Trap("[a: b]", finds: "TP0114:1"),
  Trap("[a: b, c: d]", finds: "TP0114:1", "TP0114:1"),
  Trap("[\"a\":b]", finds: "TP0114:1"),
  Trap("[{ a: b }]", reads: "[{a: b}]"),
  Trap("{a}", reads: "{a: }"),
  Trap("{a, b}", reads: "{a: , b: }"),
  Trap("{a:1}", finds: "TP0113:1"),
  Trap("{a:1, b: 2}", finds: "TP0113:1"),
  Trap("{\"a\":1}", reads: "{'a': 1}"),
  Trap("{a: b:c}", reads: "{a: b:c}"),
  Trap("{a: 22:22}", reads: "{a: 22:22}"),
  Trap("{http://x: 1}", reads: "{http://x: 1}"),
  Trap("{?a: 1}", finds: "TP0123:1"),
  Trap("{? a: 1}", finds: "TP0123:1"),
  Trap("[?a]", finds: "TP0123:1"),
  Trap("[? a: b]", finds: "TP0123:1"),
  Trap("[a?]", reads: "[a?]"),
  Trap("[-]", finds: "TP0110:1"),
  Trap("[- a]", finds: "TP0110:1"),
  Trap("[-1]", reads: "[-1]"),
  Trap("[a]#b", finds: "TP0112:1"),
  Trap("[a,#b\nc]", finds: "TP0112:1"),
  Trap("[a, # b\nc]", reads: "[a, c]"),
  Trap("[a] b", finds: "TP0110:1"),
  Trap("[a]]", finds: "TP0110:1"),
  Trap("[a", finds: "TP0110:1"),
  Trap("{a: 1", finds: "TP0110:1"),
  Trap("{a: [1}", finds: "TP0110:1"),
  Trap("[a}", finds: "TP0110:1"),
  Trap("[\n--- a\n]", finds: "TP0110:1"),
  Trap("[*a]", finds: "TP0131:1"),
  Trap("[&a b]", finds: "TP0130:1"),
  Trap("[!a b]", finds: "TP0132:1"),
  Trap("[! b]", finds: "TP0132:1"),
  Trap("[!!null]", finds: "TP0132:1"),
]

private let blockTraps: [Trap] = [
  Trap("- a\n- b", reads: "[a, b]"),
  Trap("-", reads: "[]"),
  Trap("a:\n- b\n- c", reads: "{a: [b, c]}"),
  Trap("a:\n  - b\n  -\n", reads: "{a: [b, ]}"),
  Trap("- - a\n  - b", reads: "[[a, b]]"),
  Trap("-a\n-b", reads: "-a -b"),
  Trap("- a: 1\n  b: 2", reads: "[{a: 1, b: 2}]"),
  Trap("a: - b", finds: "TP0110:1"),
  Trap("a: b: c", finds: "TP0110:1"),
  Trap("a: 'b': c", finds: "TP0110:1"),
  Trap("a: 'b' c", finds: "TP0110:1"),
  Trap("a: \"b\"# c", finds: "TP0112:1"),
  Trap("a: &x b", finds: "TP0130:1"),
  Trap("a: &x", finds: "TP0130:1"),
  Trap("a: !x b", finds: "TP0132:1"),
  Trap("a: ! b", finds: "TP0132:1"),
  Trap("a: !!binary aGk=", finds: "TP0132:1"),
  Trap("a: !<tag:x> b", finds: "TP0132:1"),
  Trap("a: !", finds: "TP0132:1"),
  Trap("a: &x !y b", finds: "TP0130:1"),
  Trap("!x\na: b", finds: "TP0132:1"),
  Trap("&x\na: b", finds: "TP0130:1"),
  Trap("&x\n- a", finds: "TP0130:1"),
  Trap("a: *x", finds: "TP0131:1"),
  Trap("- *x\n- *y", finds: "TP0131:1", "TP0131:2"),
  Trap("a: '*x'", reads: "{a: '*x'}"),
  Trap(": a", finds: "TP0110:1"),
]

private let documentTraps: [Trap] = [
  Trap("", reads: ""),
  Trap("# only a comment\n", reads: ""),
  Trap("\n\n", reads: ""),
  Trap("---\na: 1\n", reads: "{a: 1}"),
  Trap("a: 1\n---\nb: 2\n", reads: "{a: 1} --- {b: 2}"),
  Trap("---\n", finds: "TP0134:1"),
  Trap("---", finds: "TP0134:1"),
  Trap("a: 1\n---\n", reads: "{a: 1}", finds: "TP0134:2"),
  Trap("---\n---\na: 1", reads: "{a: 1}", finds: "TP0134:1"),
  Trap("---\n# c\n---\na: 1", reads: "{a: 1}", finds: "TP0134:1"),
  Trap("--- # c\na: 1", reads: "{a: 1}"),
  Trap("--- {a: 1}", reads: "{a: 1}"),
  Trap("--- a", reads: "a"),
  Trap("--- a: 1", finds: "TP0110:1"),
  Trap("---a: 1", reads: "{---a: 1}"),
  Trap("--- ''", reads: "''"),
  Trap("a: 1\n...\n", finds: "TP0135:2"),
  Trap("a: 1\n...\nb: 2", finds: "TP0135:2"),
  Trap("a: 1\n... b", finds: "TP0135:2"),
  Trap("...\na: 1", finds: "TP0110:1"),
  Trap("%YAML 1.2\n---\na: 1", finds: "TP0133:1"),
  Trap("%YAML 1.1\n---\na: 1", finds: "TP0133:1"),
  Trap("%YAML 2.0\n---\na: 1", finds: "TP0133:1"),
  Trap("%TAG !x! y\n---\na: 1", finds: "TP0133:1"),
  Trap("%FOO\n---\na: 1", finds: "TP0133:1"),
  Trap("%YAML 1.2\n", finds: "TP0133:1"),
  Trap("a: 1\n%YAML 1.2\n---\nb: 1", reads: "{a: 1}", finds: "TP0133:2"),
  Trap("a: 1\n--- b\n... c", reads: "{a: 1}", finds: "TP0135:3"),
  Trap("a: *x\n---\nb: 1", reads: "{b: 1}", finds: "TP0131:1"),
  Trap("a: [\n---\nb: 1", finds: "TP0110:1"),
  Trap("a: 1\n---\nb: [\n---\nc: 1", reads: "{a: 1}", finds: "TP0110:3"),
  Trap("a: 1\n]\n---\nb: 1", finds: "TP0110:2"),
]

private let characterTraps: [Trap] = [
  Trap("\u{FEFF}a: 1", finds: "TP0102:1"),
  Trap("a: \u{FEFF}1", finds: "TP0106:1"),
  Trap("a: 1\0", finds: "TP0103:1"),
  Trap("a: \u{1B}[2J", finds: "TP0103:1"),
  Trap("a: \u{7F}", finds: "TP0103:1"),
  Trap("a: \u{9B}", finds: "TP0103:1"),
  Trap("# \u{8}", finds: "TP0103:1"),
  Trap("a: \u{FFFE}", finds: "TP0103:1"),
  Trap("a: 1\rb: 2", finds: "TP0104:1"),
  Trap("a: 1\r\nb: 2\r\n", reads: "{a: 1, b: 2}"),
  Trap("a: 1\r\r\nb: 2", finds: "TP0104:1"),
  Trap("a: 1\u{85}b: 2", finds: "TP0104:1"),
  Trap("a: 1\u{2028}b: 2", finds: "TP0104:1"),
  Trap("a: 1\u{2029}b: 2", finds: "TP0104:1"),
  Trap("# c\u{2028}b: 2", finds: "TP0104:1"),
  Trap("a:\t1", finds: "TP0105:1"),
  Trap("\ta: 1", finds: "TP0105:1"),
  Trap("a:\n\tb: 1", finds: "TP0105:2"),
  Trap("a: 1\t", finds: "TP0105:1"),
  Trap("a: 1\t# c", finds: "TP0105:1"),
  Trap("a: 1 #\tc", reads: "{a: 1}"),
  Trap("a: b\tc", finds: "TP0105:1"),
  Trap("a: 'b\tc'", reads: "{a: 'b\tc'}"),
  Trap("a: |\n  b\tc", finds: "TP0105:2"),
  Trap("a: |\n\tb", finds: "TP0105:2"),
  Trap("a: \"b\n\tc\"", finds: "TP0105:2"),
  Trap("[a,\tb]", finds: "TP0105:1"),
  Trap("-\ta", finds: "TP0105:1"),
  Trap("\t", finds: "TP0105:1"),
  Trap("a: \u{202E}b", finds: "TP0106:1"),
  Trap("a: b # \u{202E}c", finds: "TP0106:1"),
  Trap("a: b\u{200B}c", finds: "TP0106:1"),
  Trap("a\u{200D}: b", finds: "TP0106:1"),
  Trap("a: 'b\u{AD}c'", finds: "TP0106:1"),
  Trap("a: b # \u{26A0}\u{FE0F}", reads: "{a: b}"),
  Trap("a: \u{E0041}", finds: "TP0106:1"),
  Trap("a: \u{2066}b\u{2069}", finds: "TP0106:1", "TP0106:1"),
  Trap("t\u{435}nant: 1", reads: "{t\u{435}nant: 1}"),
  Trap("a: \u{A0}b", reads: "{a: \u{A0}b}"),
  Trap("a: \u{1F512}", reads: "{a: \u{1F512}}"),
]

private let indentationTraps: [Trap] = [
  Trap("a:\n  b: 1\n c: 2", finds: "TP0110:3"),
  Trap("a: 1\n  b: 2", finds: "TP0110:2"),
  Trap(" a: 1\nb: 2", finds: "TP0110:2"),
  Trap("a:\n   - b\n  - c", finds: "TP0110:3"),
  Trap("a:\n  - b\n   - c", reads: "{a: [b - c]}"),
  Trap("a: [b,\nc]", finds: "TP0111:2"),
  Trap("a: [\n  b\n]", reads: "{a: [b]}"),
  Trap("a: {\n  b: 1\n}", reads: "{a: {b: 1}}"),
  Trap("a:\n  b: [\nc ]", finds: "TP0111:3"),
  Trap("a:\n  b: [\n  c ]", finds: "TP0111:3"),
  Trap("[\na,\nb\n]", reads: "[a, b]"),
  Trap("a: \"b\nc\"", finds: "TP0111:2"),
  Trap("a: 'b\n c'", reads: "{a: 'b c'}"),
  Trap("a:\nb", finds: "TP0110:2"),
  Trap("a: b\nc", finds: "TP0110:2"),
  Trap("- a\nb", finds: "TP0110:2"),
  Trap("- a\nb: 1", finds: "TP0110:2"),
  Trap("a: 1\n- b", finds: "TP0110:2"),
  Trap("a: |\n  b\n c", finds: "TP0110:3"),
  Trap("a: |\n    \n  b\n", finds: "TP0110:3"),
]

private let brokenTraps: [Trap] = [
  Trap("a: 'b", finds: "TP0110:1"),
  Trap("a: \"b\nc: 1\n", finds: "TP0110:1"),
  Trap("a: 'b\n---\nc: 1", finds: "TP0110:1"),
  Trap("a: ]", finds: "TP0110:1"),
  Trap("a: }", finds: "TP0110:1"),
  Trap("a: ,", finds: "TP0110:1"),
  Trap("a: *", finds: "TP0131:1"),
  Trap("a: &", finds: "TP0130:1"),
  Trap("a: !<x", finds: "TP0132:1"),
  Trap("a: !x! b", finds: "TP0132:1"),
  Trap("a: !y!z b", finds: "TP0132:1"),
  Trap("a: b\n: c", finds: "TP0110:2"),
]
