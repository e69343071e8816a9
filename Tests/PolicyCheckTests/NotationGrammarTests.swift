import PolicyCheck
import PolicyDiagnostics
import PolicyModel
import PolicySyntax
import TestSupport
import Testing

/// The samples of `grammar/notations.ebnf`, each read by the parser that the compiler uses and by the
/// grammar itself.
@Suite struct NotationGrammarTests {
  static let grammar = NotationGrammar(
    String(decoding: readFile(path) ?? [], as: UTF8.self))

  @Test func `every notation has a parser and samples of both kinds`() {
    let grammar = Self.grammar
    #expect(Set(grammar.samples.keys) == Set(Self.parsers.keys))
    for (name, samples) in grammar.samples {
      #expect(!samples.ok.isEmpty && !samples.bad.isEmpty, "\(name)")
    }
  }

  @Test func `every production is defined and used`() {
    let grammar = Self.grammar
    let defined = Set(grammar.productions.keys)
    let used = Set(grammar.productions.values.flatMap(\.names))
    #expect(used.subtracting(defined) == [])
    #expect(defined.subtracting(used).subtracting(grammar.samples.keys) == [])
  }

  @Test(arguments: parsers.keys.sorted())
  func `a parser takes what is ok and refuses what is bad`(_ name: String) throws {
    let samples = try #require(Self.grammar.samples[name])
    let parse = try #require(Self.parsers[name])
    for sample in samples.ok { #expect(parse(sample), "\(name) must take `\(sample)`") }
    for sample in samples.bad { #expect(!parse(sample), "\(name) must refuse `\(sample)`") }
  }

  @Test(arguments: parsers.keys.sorted())
  func `the grammar derives what is ok`(_ name: String) throws {
    let samples = try #require(Self.grammar.samples[name])
    for sample in samples.ok {
      #expect(Self.grammar.derives(sample, from: name), "no derivation of `\(sample)`")
    }
  }

  @Test func `the grammar does not derive just anything`() {
    for (name, text) in [
      ("integer", "1__0"), ("duration", "30days"), ("money", "5 usd"), ("rate", "500/week"),
      ("date", "2027-7-10"), ("condition", "a b"), ("condition", "(a"), ("name", "-a"),
      ("condition", "a in [1,]"), ("literal", "1.5"), ("fact_type", "integer 1.."),
    ] {
      #expect(!Self.grammar.derives(text, from: name), "\(name) derives `\(text)`")
    }
  }

  private static let parsers: [String: @Sendable (String) -> Bool] = [
    "integer": { reads($0, as: Count.self) },
    "duration": { reads($0, as: Duration.self) },
    "money": { reads($0, as: Money.self) },
    "currency": { reads($0, as: Currency.self) },
    "percentage": { reads($0, as: Percentage.self) },
    "rate": { reads($0, as: Rate.self) },
    "date": { reads($0, as: CalendarDate.self) },
    "service_level": { reads($0, as: ServiceLevel.self) },
    "fact_type": { reads($0, as: FactType.self) },
    "literal": { reads($0, as: Literal.self) },
    "condition": { reads($0, as: Condition.self) },
    "name": {
      Identifier.isValid(Array($0.utf8)[...]) && !Identifier.reserved.contains($0)
    },
    "burst": { decodes($0, as: "burst") },
    "region_set": { decodes($0, as: "data_residency") },
    "wildcard": { decodes("[\"\($0)\"]", as: "allowed_tools") },
  ]

  private static func reads<Value: Notation>(_ text: String, as type: Value.Type) -> Bool {
    (try? Value(parsing: Array(text.utf8)[...])) != nil
  }

  /// Whether a YAML value is one of that policy field, with the names of the base platform.
  private static func decodes(_ yaml: String, as field: String) -> Bool {
    var findings = Findings()
    let trees = parseTrees(of: Array("x: \(yaml)".utf8), source: SourceID(0), into: &findings)
    guard let node = trees.first?.root.entries.first?.value, !findings.hasErrors,
      let field = PolicyFields.all.first(where: { $0.name == field }),
      let catalogue = PlanReading("").catalogue
    else { return false }
    var decoder = Decoder()
    let value = decoder.value(of: field, at: node, in: catalogue, isLimit: false)
    return value != nil && !decoder.findings.hasErrors
  }

  private static var path: String {
    "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
      + "/grammar/notations.ebnf"
  }
}
