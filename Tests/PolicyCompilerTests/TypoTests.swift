import PolicyCompiler
import PolicyDiagnostics
import PolicyModel
import TestSupport
import Testing

/// A slip of the author's fingers never widens a policy unless the changed line says so.
///
/// Every key, name and value of every sample is dropped, emptied, misspelt in each way, exchanged with
/// its neighbour and written twice. Of each mutant that still checks, every tenant's policy is compared
/// with the original's: what it permits more must be said by the slip itself, as `StatedChange`
/// defines.
///
/// A part of the mutants, evenly spread, in an ordinary run; all with `TENANTPOLICY_ALL_MUTANTS=1`.
@Suite struct TypoTests {
  private static let seed: UInt64 = 20_260_301
  /// Slips of an ordinary run in each sample: misspellings, and all others.
  private static let most = (misspelt: 800, other: 1_200)

  @Test(arguments: SampleFolder.all)
  func noSlipWidensSilently(sample: SampleFolder) throws {
    let original = try #require(platform(sample.sources))
    let mutants = sample.paths.flatMap { path in
      TestSupport.mutants(of: Array((sample.texts[path] ?? "").utf8), at: path)
    }
    let chosen = chosen(of: mutants)
    var count = Count()
    for mutant in chosen {
      let answer = answer(to: mutant, of: sample, from: original)
      count.add(answer)
      if case .widened(let names) = answer {
        let text = Array((sample.texts[mutant.path] ?? "").utf8)
        Issue.record("\(sample): \(mutant.summary(in: text)) widens \(names)")
      }
    }
    print("\(sample): \(chosen.count) of \(mutants.count) slips, seed \(Self.seed): \(count)")
    // So that the test cannot come to test nothing.
    #expect(count.refused * 2 > chosen.count)
    #expect(count.unchanged > 20)
    #expect(count.narrowed > 5)
    #expect(count.said > 3)
  }

  private func chosen(of mutants: [Mutant]) -> [Mutant] {
    guard !isAsked("TENANTPOLICY_ALL_MUTANTS") else { return mutants }
    let misspelt = mutants.filter { $0.slip == .misspelt }
    let others = mutants.filter { $0.slip != .misspelt }
    return evenSample(Self.most.misspelt, of: misspelt.count, seed: Self.seed).map { misspelt[$0] }
      + evenSample(Self.most.other, of: others.count, seed: Self.seed).map { others[$0] }
  }

  private enum Answer {
    case refused, unchanged, narrowed, said
    case widened([String])
  }

  private struct Count: CustomStringConvertible {
    var refused = 0
    var unchanged = 0
    var narrowed = 0
    var said = 0
    var widened = 0

    mutating func add(_ answer: Answer) {
      switch answer {
      case .refused: refused += 1
      case .unchanged: unchanged += 1
      case .narrowed: narrowed += 1
      case .said: said += 1
      case .widened: widened += 1
      }
    }

    var description: String {
      "\(refused) refused, \(unchanged) unchanged, \(narrowed) narrowed, "
        + "\(said) widened and said so, \(widened) widened silently"
    }
  }

  private func answer(
    to mutant: Mutant, of sample: SampleFolder, from original: CheckedPlatform
  ) -> Answer {
    let text = Array((sample.texts[mutant.path] ?? "").utf8)
    let sources = sample.sources(with: mutant.bytes(of: text), at: mutant.path)
    guard let platform = platform(sources) else { return .refused }
    let pairs = tenants(of: original, platform)
    let changed = pairs.filter { !$0.change.isEqual }
    let widened = changed.filter { !$0.change.widenings.isEmpty }
    if changed.isEmpty { return .unchanged }
    if widened.isEmpty { return .narrowed }
    let stated = StatedChange(mutant, in: sources, checkedAs: platform)
    let silent = widened.flatMap { pair in
      pair.change.widenings.filter { !stated.says($0, for: pair.tenant) }
        .map { "\(pair.id): \($0.fields.map(\.name)) \($0.names)" }
    }
    return silent.isEmpty ? .said : .widened(silent)
  }

  private func platform(_ sources: SourceMap) -> CheckedPlatform? {
    compile(sources, threads: 1, now: PolicySample.now).policies?.platforms.first
  }

  /// The tenants that are in both, as they are after the slip, with what became of their policies.
  private func tenants(
    of original: CheckedPlatform, _ platform: CheckedPlatform
  ) -> [(id: String, tenant: CheckedTenants.Tenant, change: PolicyChange)] {
    platform.tenants.all.compactMap { tenant in
      let id = String(decoding: platform.tenants.id(of: tenant), as: UTF8.self)
      let sameID = original.tenants.all.first { original.tenants.id(of: $0).elementsEqual(id.utf8) }
      guard let before = sameID else { return nil }
      let change = PolicyChange(
        from: original.classes[Int(before.policyClass)], in: original.catalogue,
        to: platform.classes[Int(tenant.policyClass)], in: platform.catalogue)
      return (id, tenant, change)
    }
  }
}
