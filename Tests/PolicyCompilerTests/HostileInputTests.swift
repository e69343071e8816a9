import HostileInput
import PolicyCompiler
import PolicyDiagnostics
import TestSupport
import Testing

/// Whatever the sources hold, the compiler answers: findings at places that exist, shown in every format
/// without a byte that a terminal would obey. It runs in the process of the tests, which a trap would
/// end.
///
/// Of each kind of damage a part, evenly spread, in an ordinary run; all with
/// `TENANTPOLICY_ALL_DAMAGE=1`.
@Suite struct HostileInputTests {
  private static let seed: UInt64 = 20_260_302
  private static let most = (truncations: 600, replacements: 1_600)

  /// What stands in the place of a byte: bytes with a meaning in YAML, line breaks, control characters,
  /// and parts of characters.
  private static let nasty: [UInt8] =
    Array("\t\r\n\0 :?-[]{},#&*!|>'\"%@\\`~0x".utf8) + [0x1B, 0x7F, 0x80, 0x85, 0xC2, 0xE2, 0xFF]

  @Test(arguments: SampleFolder.all)
  func everyTruncationIsAnswered(sample: SampleFolder) {
    let places = sample.paths.flatMap { path in
      (0..<bytes(of: path, sample).count).map { (path: path, offset: $0) }
    }
    let chosen = chosen(Self.most.truncations, of: places.count)
    for (round, (path, offset)) in chosen.map({ places[$0] }).enumerated() {
      let text = Array(bytes(of: path, sample)[..<offset])
      expectAnswer(
        sample.sources(with: text, at: path), "\(sample)/\(path) to byte \(offset)",
        formats(round))
    }
    print("\(sample): \(chosen.count) of \(places.count) truncations, seed \(Self.seed)")
    #expect(chosen.count >= 600)
  }

  @Test(arguments: SampleFolder.all)
  func everyReplacedByteIsAnswered(sample: SampleFolder) {
    let places = sample.paths.flatMap { path in
      (0..<bytes(of: path, sample).count).map { (path: path, offset: $0) }
    }
    let count = places.count * Self.nasty.count
    let chosen = chosen(Self.most.replacements, of: count)
    for (round, number) in chosen.enumerated() {
      let (path, offset) = places[number / Self.nasty.count]
      // The part of a byte's replacements that is looked at moves on from byte to byte.
      let byte = Self.nasty[(number + offset) % Self.nasty.count]
      var text = bytes(of: path, sample)
      text[offset] = byte
      expectAnswer(
        sample.sources(with: text, at: path), "\(sample)/\(path), byte \(offset) to \(byte)",
        formats(round))
    }
    print("\(sample): \(chosen.count) of \(count) replacements, seed \(Self.seed)")
    #expect(chosen.count >= 1_600)
  }

  private func bytes(of path: String, _ sample: SampleFolder) -> [UInt8] {
    Array((sample.texts[path] ?? "").utf8)
  }

  /// One format after the other, since all for each input would take five times as long.
  private func formats(_ round: Int) -> [OutputFormat] {
    let all = OutputFormat.allCases
    return isAsked("TENANTPOLICY_ALL_DAMAGE") ? all : [all[round % all.count]]
  }

  private func chosen(_ count: Int, of total: Int) -> [Int] {
    evenSample(isAsked("TENANTPOLICY_ALL_DAMAGE") ? total : count, of: total, seed: Self.seed)
  }

  // MARK: Shapes that are large or deep

  /// Texts that repeat something many times, each within one value of a tenant, a plan or a platform.
  static let bombs: [(name: String, text: String)] = [
    ("lists in lists", tenant("allowed_tools: " + repeated("[", 100_000))),
    ("lists in blocks", tenant("allowed_tools:\n" + repeated("- ", 100_000) + "x")),
    ("mappings in mappings", tenant("data_residency: " + repeated("{ process: ", 100_000))),
    ("open braces", repeated("{", 100_000)), ("keys of keys", repeated("? ", 100_000)),
    ("parentheses in a condition", plan(when: repeated("(", 30_000))),
    ("closed parentheses in a condition", plan(when: repeated("(", 2_000) + repeated(")", 2_000))),
    ("negations in a condition", plan(when: repeated("not ", 15_000) + "amount > 1 USD")),
    ("a long condition", plan(when: repeated("amount > 1 USD and ", 3_000) + "amount > 1 USD")),
    ("aliases of aliases", aliasBomb), ("anchors", tenant(repeated("a: &a 1\n", 10_000))),
    ("stars", tenant("allowed_tools: [\"" + repeated("*", 60_000) + "\"]")),
    ("stars and letters", tenant("allowed_tools: [\"" + repeated("*a", 30_000) + "\"]")),
    ("digits", tenant("concurrency_cap: " + repeated("9", 60_000))),
    ("underscores", tenant("concurrency_cap: 1" + repeated("_1", 30_000))),
    ("a long unknown name", tenant("model_tier: " + repeated("x", 60_000))),
    ("a long unknown key", tenant(repeated("k", 250) + ": 1")),
    ("many unknown keys", tenant((0..<500).map { "key-\($0): 1\n" }.joined())),
    ("many tools", tenant("allowed_tools: [" + repeated("notify, ", 1_000) + "]")),
    ("many documents", repeated("---\n", 20_000)),
    ("many broken tenants", (0..<500).map { "tenant_id: t\($0)\n---\n" }.joined()),
    ("many equal tenants", repeated(tenant("---"), 500)),
  ]

  @Test(arguments: bombs.indices) func aBombIsAnswered(index: Int) {
    let (name, text) = Self.bombs[index]
    let sources = SourceMap(texts: ["base.yaml": PolicySample.base, "bomb.yaml": text])
    expectAnswer(sources, name)
    let findings = compile(sources, threads: 1, now: PolicySample.now).findings
    #expect(findings.hasErrors, "\(name)")
  }

  private static func repeated(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
  }

  private static func tenant(_ lines: String) -> String {
    "tenant_id: bank-a\norg_id: holding\npolicy_tier: standard\n\(lines)\n"
  }

  private static func plan(when condition: String) -> String {
    """
    plan: deep
    facts: { amount: { type: money, known: at start } }
    steps:
      choose: { branch: [{ when: "\(condition)", then: tell }], else: tell }
      tell: { tool: notify, then: end }

    """
  }

  private static let aliasBomb =
    "a0: &a0 [x, x]\n"
    + (1..<30).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" }.joined()

  private func expectAnswer(
    _ sources: SourceMap, _ input: String, _ formats: [OutputFormat] = OutputFormat.allCases
  ) {
    let faults = frontEndFaults(sources, formats: formats)
    if !faults.isEmpty { Issue.record("\(input): \(faults.prefix(5))") }
  }
}
