import PolicyCompiler
import PolicyDiagnostics
import PolicyModel
import PolicyVerifier
import TestSupport
import Testing

/// Policies in YAML, verified.
struct VerifiedSample {
  let platform: CheckedPlatform
  let verification: Verification

  /// - Parameter isGated: Whether the platform has a gate.
  init(_ text: String, isGated: Bool, on day: CalendarDate = PolicySample.now) throws {
    let compilation = compile(SourceMap(texts: ["p.yaml": text]), threads: 1, now: day)
    let found = compilation.findings.all.filter { $0.rule.severity == .error }
      .map { "\($0.rule.code) \($0.message)" }
    platform = try #require(compilation.policies?.platforms.first, "\(found)")
    verification = Verification(VerifiedPlatform(platform, isGated: isGated, on: day))
  }

  /// The verdict for a tenant, by id.
  func verdict(plan: String, tenant: String) throws -> CaseVerdict {
    let plan = try #require(platform.plans.index(of: plan))
    let group = try #require(verification.platform.tenants.firstIndex { $0.first == tenant })
    return try #require(verification.verdict(ofPlan: plan, forGroup: group))
  }
}

extension VerifiedPlatform {
  /// Every tenant a group of its own.
  init(_ checked: CheckedPlatform, isGated: Bool, on day: CalendarDate) {
    let tenants = checked.tenants.all.map { tenant in
      let id = String(decoding: checked.tenants.id(of: tenant), as: UTF8.self)
      let policy = checked.classes[Int(tenant.policyClass)]
      return TenantGroup(
        RoutingPolicy(policy, owner: id, in: checked.catalogue), count: 1, first: id,
        classRow: Int(tenant.policyClass))
    }
    self.init(
      catalogue: checked.catalogue, routes: checked.routes, plans: checked.plans,
      tenants: tenants, isGated: isGated, day: day)
  }
}
