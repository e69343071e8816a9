import PolicyCompiler
import PolicyDiagnostics
import PolicyModel
import TestSupport
import Testing

/// The test of slips would notice a slip that widens silently: edits that widen, told as slips at places
/// where they are and where they are not.
@Suite struct StatedChangeTests {
  /// An edit of the narrow base that widens one field.
  struct Edit: Sendable {
    let old: String
    let new: String
    /// The keys that lead to it, in the document of the platform.
    let keys: [String]

    var field: String { keys.first == "budget_classes" ? keys[2] : keys[1] }
  }

  static let edits = [
    Edit(
      old: "concurrency_cap: 5", new: "concurrency_cap: 6", keys: ["default", "concurrency_cap"]),
    Edit(
      old: "audit_retention: 1 year", new: "audit_retention: 1 month",
      keys: ["default", "audit_retention"]),
    Edit(
      old: "data_retention: 30 days", new: "data_retention: 31 days",
      keys: ["default", "data_retention"]),
    Edit(old: "model_tier: small", new: "model_tier: large", keys: ["default", "model_tier"]),
    Edit(
      old: "data_residency: eu", new: "data_residency: any", keys: ["default", "data_residency"]),
    Edit(old: "redact]", new: "redact, notify]", keys: ["default", "allowed_tools"]),
    Edit(
      old: "per_month: 400 USD", new: "per_month: 4_000 USD",
      keys: ["budget_classes", "normal", "per_month"]),
    Edit(
      old: "credit_bureau: 50/hour", new: "credit_bureau: 55/hour",
      keys: ["budget_classes", "normal", "rate_limits"]),
  ]

  /// The base with room above it.
  private static let narrowBase = PolicySample.base
    .replacing("data_residency: any", with: "data_residency: eu")
    .replacing("identity_check, notify, redact]", with: "identity_check, redact]")
    .replacing("model_tier: large\n  concurrency", with: "model_tier: small\n  concurrency")

  @Test(arguments: edits) func aWideningIsNoticed(edit: Edit) throws {
    let change = try change(of: edit)
    #expect(change.policy.widenings.map { $0.fields[0].name } == [edit.field])
    let back = PolicyChange(
      from: change.policy.after, in: change.platform.catalogue, to: change.policy.before,
      in: change.original.catalogue)
    #expect(back.widenings.isEmpty)
    #expect(!back.isEqual)
  }

  @Test(arguments: edits) func aWideningIsSaidOnlyWhereItIs(edit: Edit) throws {
    let change = try change(of: edit)
    let widening = try #require(change.policy.widenings.first)
    let tenant = try #require(change.platform.tenants.all.first)
    let isSaid = { (document: Int, keys: [String], isGone: Bool) in
      let slip = Mutant.Change(
        document: document, keys: keys, isGone: isGone, declaration: "small { in: [x] }")
      let mutant = Mutant(.misspelt, in: "base.yaml", [], [slip])
      return StatedChange(mutant, in: change.sources, checkedAs: change.platform)
        .says(widening, for: tenant)
    }
    #expect(isSaid(0, edit.keys, false))
    for keys in [["endpoints", "bureau-us"], ["default", "weight"], ["worker_pool", "slots"]] {
      #expect(!isSaid(0, keys, false), "\(keys)")
      #expect(!isSaid(0, keys, true), "\(keys)")
    }
    // Other documents: the tier, the tenant, a route, a plan.
    for (document, key) in [(1, "policy_tier"), (3, "weight"), (4, "try"), (5, "steps")] {
      #expect(!isSaid(document, [key], false), "\(key)")
    }
  }

  private struct Changed {
    let original: CheckedPlatform
    let platform: CheckedPlatform
    let policy: PolicyChange
    let sources: SourceMap
  }

  private func change(of edit: Edit) throws -> Changed {
    let text = Self.narrowBase.replacing(edit.old, with: edit.new)
    #expect(text != Self.narrowBase)
    let sources = SourceMap(texts: ["base.yaml": text])
    let before = try platform(SourceMap(texts: ["base.yaml": Self.narrowBase]))
    let after = try platform(sources)
    let policy = PolicyChange(
      from: try #require(before.classes.first), in: before.catalogue,
      to: try #require(after.classes.first), in: after.catalogue)
    return Changed(original: before, platform: after, policy: policy, sources: sources)
  }

  private func platform(_ sources: SourceMap) throws -> CheckedPlatform {
    let compilation = compile(sources, threads: 1, now: PolicySample.now)
    return try #require(compilation.policies?.platforms.first, "\(compilation.findings.all)")
  }
}
