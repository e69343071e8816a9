import BundleTables
import PolicyDiagnostics
package import PolicyModel
import PolicyVerifier
package import TenantPolicy
import VerificationFindings

/// A tenant of a bundle, ready to be asked why it may, may not, and is routed as it is.
///
/// Reads the tables that the tenant and its platform need, and no more: the cost does not depend on how
/// many tenants there are.
package struct ExplainedTenant: Sendable {
  let id: String
  let platform: VerifiedPlatform
  let policy: EffectivePolicy
  let org: String
  let tier: String
  let places: WrittenPlaces
  let lines: PolicyLines
  let words: RunWords
  let day: CalendarDate
  /// Of all plans.
  package let planNames: [String]

  var catalogue: Catalogue { platform.catalogue }
  var plans: NameTable<Plan> { platform.plans }
  var routing: RoutingPolicy { platform.tenants[0].policy }

  /// - Parameter asked: What is asked about: of plans that are named, no others are read.
  /// - Returns: `nil` if the bundle is none that this release writes.
  package init?(_ context: TenantContext, id: String, asked: [String], on day: CalendarDate) {
    let bundle = context.bundle
    guard let number = context.platform?.number, let rows = BundleRows(bundle),
      let lifted = LiftedPlatform(
        number, of: rows, plans: { asked.isEmpty || asked.contains($0) }),
      let policy = lifted.policy(ofClass: context.classRow),
      let org = lifted.org(ofClass: context.classRow),
      let tier = lifted.tier(ofClass: context.classRow)
    else { return nil }
    let group = TenantGroup(
      RoutingPolicy(policy, owner: id, in: lifted.catalogue), count: 1, first: id,
      classRow: context.classRow)
    let platform = VerifiedPlatform(
      catalogue: lifted.catalogue, routes: lifted.routes, plans: lifted.plans, tenants: [group],
      isGated: lifted.catalogue.gate == .beforeEachCall, day: day)
    self.id = id
    self.platform = platform
    self.policy = policy
    self.org = org
    self.tier = tier
    self.day = day
    planNames = lifted.planNames
    places = WrittenPlaces(platform, of: bundle)
    lines = PolicyLines(bundle)
    words = RunWords(platform)
  }

  /// What can be asked about: steps of the plan, tools, models and endpoints.
  package func subjectNames(_ plan: String?) -> [String] {
    let steps = plan.flatMap { plans[$0] }?.steps.names ?? []
    return steps + catalogue.tools.names + catalogue.models.names + catalogue.endpoints.names
  }

  package func hasSubject(_ name: String, _ plan: String?) -> Bool {
    subjectNames(plan).contains(name)
  }

  /// - Parameters:
  ///   - plan: The name of one; `nil` for what holds whatever the plan.
  ///   - subject: A step of it, or a tool, model or endpoint; `nil` for all of it.
  package func explanation(plan: String?, subject: String?) -> Explanation {
    let planIndex = plan.flatMap { plans.index(of: $0) }
    return Explanation(
      tenant: id, plan: plan, subject: subject, reasons: reasons(planIndex, subject))
  }

  private func reasons(_ plan: Int?, _ subject: String?) -> [Reason] {
    guard let subject else { return plan.map { self.plan($0) } ?? tenant() }
    if let plan, let step = plans[plan].steps.index(of: subject) {
      return [admission(to: plan)] + asked(inPlan: plan) { $0.step == step }
    }
    if let tool = catalogue.tools.index(of: subject) {
      return [self.tool(tool)] + calls(of: .tool(tool), plan)
    }
    if let model = catalogue.models.index(of: subject) {
      return calls(of: .model(model), plan)
    }
    return catalogue.endpoints.index(of: subject).map { endpoint($0, plan) } ?? []
  }

  private func plan(_ plan: Int) -> [Reason] {
    [admission(to: plan)] + asked(inPlan: plan) { _ in true }
  }
}
