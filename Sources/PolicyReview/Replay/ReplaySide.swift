import BundleTables
import PolicyModel
import PolicyVerifier
import TenantPolicy

/// What one state decides.
struct ReplaySide {
  enum Answer {
    case allowed, denied
    /// Nothing there has such a name.
    case unknown(String)

    var isAllowed: Bool {
      if case .allowed = self { true } else { false }
    }
  }

  private let side: ReviewedBundle
  private let day: CalendarDate
  /// By row of the table `classes`.
  private let platforms: [Int?]

  init(_ side: ReviewedBundle, on day: CalendarDate) {
    self.side = side
    self.day = day
    platforms = side.pairNumbers(side.platforms.indices.map { $0 })
  }

  func decide(_ decision: RecordedDecision) -> Answer {
    guard let context = side.bundle.context(for: decision.tenant) else {
      return .unknown("there is no tenant `\(decision.tenant)`")
    }
    guard platforms.indices.contains(context.classRow),
      let number = platforms[context.classRow],
      let effective = side.platforms[number].policy(ofClass: context.classRow)
    else { return .unknown("the policy of `\(decision.tenant)` cannot be read") }
    let platform = side.platforms[number]
    let policy = RoutingPolicy(effective, owner: decision.tenant, in: platform.catalogue)
    if let name = decision.plan {
      guard let plan = platform.plans[name] else { return .unknown("there is no plan `\(name)`") }
      guard plan.tools.isSubset(of: policy.permittedTools) else { return .denied }
    }
    return decide(decision, policy, platform.catalogue)
  }

  private func decide(
    _ decision: RecordedDecision, _ policy: RoutingPolicy, _ catalogue: Catalogue
  ) -> Answer {
    var label = Bitset()
    for name in decision.label {
      guard let dataClass = catalogue.dataClasses.index(of: name) else {
        return .unknown("there is no data class `\(name)`")
      }
      label.insert(dataClass)
    }
    switch decision.subject {
    case .tool(let name):
      guard let tool = catalogue.tools.index(of: name) else {
        return .unknown("there is no tool `\(name)`")
      }
      return policy.permittedTools.contains(tool) ? .allowed : .denied
    case .region(let name):
      guard let region = catalogue.regions.index(of: name) else {
        return .unknown("there is no region `\(name)`")
      }
      let uses =
        label.isEmpty
        ? [policy.residency.general] : label.members.map { policy.residency.use(of: $0) }
      return uses.allSatisfy { $0.process.contains(region) } ? .allowed : .denied
    case .endpoint(let name):
      guard let endpoint = catalogue.endpoints.index(of: name),
        let capability = catalogue.endpoints[endpoint].serves.first
      else { return .unknown("there is no endpoint `\(name)`") }
      let question = Question(subject: Self.subject(of: capability), label: label.word(0))
      let permissions = Permissions(catalogue, on: day)
      return permissions.prohibition(of: endpoint, question, policy) == nil ? .allowed : .denied
    }
  }

  private static func subject(of capability: Capability) -> Question.Subject {
    if case .storage(let storage) = capability { .store(storage) } else { .call(capability) }
  }
}
