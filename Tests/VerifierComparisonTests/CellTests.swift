import BundleTables
import BundleWriter
import PolicyCompiler
import PolicyDiagnostics
import PolicyGenerator
import PolicyModel
import PolicyVerifier
import ReferenceInterpreter
import TenantPolicy
import TestSupport
import Testing
import VerifierComparison

/// What the verifier reads from a bundle is what the sources say: every cell, for every class of policies
/// and every question, none left out.
@Suite struct CellTests {
  @Test(arguments: SampleFolder.all)
  func everyCellOfASampleIsWhatItsSourcesSay(folder: SampleFolder) throws {
    let compilation = compile(folder.sources, threads: 1, now: PolicySample.now)
    let policies = try #require(compilation.policies)
    let bytes = try PolicyCompiler.bundle(of: policies, threads: 1)
    let cells = try compare(policies, bytes, on: PolicySample.now)
    print("\(folder.name): \(cells) cells compared")
    // The small platform of the rule samples has no plans, so that nothing is asked of it.
    #expect(cells > 0 || policies.platforms.allSatisfy { $0.plans.count == 0 })
  }

  @Test func everyCellOfAGeneratedPlatformIsWhatItWasGeneratedAs() throws {
    let world = GeneratedWorld(classes: 120, tenants: 240, plans: 8, steps: 12, endpoints: 200)
    let policies = world.policies
    let bytes = try encode(contents(of: policies), threads: 2)
    let cells = try compare(policies, bytes, on: GeneratedWorld.day)
    print("a generated platform: \(cells) cells compared")
    #expect(cells > 20_000)
  }

  /// - Returns: how many cells there are.
  private func compare(
    _ policies: CheckedPolicies, _ bytes: [UInt8], on day: CalendarDate
  ) throws -> Int {
    let bundle = try PolicyBundle(copying: bytes)
    let rows = try #require(BundleRows(bundle))
    #expect(rows.platformCount == policies.platforms.count)
    var cells = 0
    for (number, checked) in policies.platforms.enumerated() {
      let lifted = try #require(LiftedPlatform(number, of: rows))
      let platform = try #require(VerifiedPlatform(lifted, number: number, of: bundle, on: day))
      cells += compare(checked, Verification(platform), lifted, bundle, day)
    }
    return cells
  }

  /// Each tenant by the class of its group, as the bundle says, and by the class that its sources give it.
  private func compare(
    _ checked: CheckedPlatform, _ verification: Verification, _ lifted: LiftedPlatform,
    _ bundle: PolicyBundle, _ day: CalendarDate
  ) -> Int {
    let world = World(
      catalogue: checked.catalogue, routes: checked.routes, plans: checked.plans, day: day)
    let candidates = verification.questions.map { world.candidates(of: $0) }
    var known: [Int: (policyClass: Int, owner: String?)] = [:]
    var cells = 0
    for tenant in checked.tenants.all {
      let id = String(decoding: checked.tenants.id(of: tenant), as: UTF8.self)
      let policyClass = Int(tenant.policyClass)
      let rights = Rights(checked.classes[policyClass], of: id, checked.catalogue)
      guard let group = verification.group(of: id, bundle, lifted) else {
        Issue.record("tenant \(id) is in no group")
        continue
      }
      // Tenants of one group and class that own nothing are one case.
      let owner = world.owners.contains(id) ? id : nil
      if let seen = known[group], seen.policyClass == policyClass, seen.owner == owner { continue }
      known[group] = (policyClass, owner)
      for (question, one) in verification.questions.enumerated() {
        let found = verification.permitted(question, forGroup: group)
        let expected = candidates[question].filter { world.permits(one, $0, rights) }
        let asked = one.capability == nil ? world.pools(one, rights) : expected
        if found != asked { Issue.record("\(id), \(one): \(found), not \(asked)") }
        cells += max(candidates[question].count, 1)
      }
    }
    return cells
  }
}

extension World {
  fileprivate var owners: Set<String> {
    Set(
      (catalogue.endpoints.elements.map(\.dedicatedTo)
        + catalogue.reviewerPools.elements.map(\.dedicatedTo)).compactMap(\.?.value))
  }

  /// The endpoints among which a decision is made, by the platform's own documents.
  fileprivate func candidates(of question: Question) -> Set<Int> {
    guard let capability = question.capability else { return [] }
    if let route = routes.elements.first(where: { $0.capability == capability }) {
      return Set(route.candidates.map(\.endpoint.value))
    }
    return Set(
      catalogue.endpoints.elements.indices.filter {
        catalogue.endpoints[$0].serves.contains(capability)
      })
  }

  fileprivate func permits(_ question: Question, _ endpoint: Int, _ rights: Rights) -> Bool {
    let kind: Event.Kind
    switch question.subject {
    case .call(let capability): kind = .call(capability, endpoint: endpoint)
    case .store(let storage): kind = .store(storage, endpoint: endpoint)
    case .review: return false
    }
    let event = Event(step: 0, kind: kind, label: Bitset(word: question.label))
    return reason(against: event, of: rights) == nil
  }

  /// The pool that a review asks, if it is permitted.
  fileprivate func pools(_ question: Question, _ rights: Rights) -> Set<Int> {
    let pool: Int?
    switch question.subject {
    case .review(.tenantsOwn): pool = rights.reviewerPool
    case .review(.pool(let named)): pool = named
    case .call, .store: pool = nil
    }
    guard let pool else { return [] }
    let event = Event(step: 0, kind: .review(pool: pool), label: Bitset(word: question.label))
    return reason(against: event, of: rights) == nil ? [pool] : []
  }
}

extension Rights {
  /// What an effective policy says, field by field.
  fileprivate init(_ policy: EffectivePolicy, of tenant: String, _ catalogue: Catalogue) {
    let pool = policy[policyFields.reviewerPool].members.first
    self.init(
      tenant: tenant,
      tools: policy[policyFields.allowedTools].members.subtracting(
        policy[policyFields.deniedTools].members),
      residency: policy[policyFields.dataResidency].residency,
      modelTier: Int(policy[policyFields.modelTier].number),
      dataRetention: policy[policyFields.dataRetention].number,
      auditRetention: policy[policyFields.auditRetention].number,
      reviewerPool: pool.flatMap { $0 < catalogue.reviewerPools.count ? $0 : nil })
  }
}

extension Verification {
  /// The group of a tenant: the one that has its policy, as the bundle gives it.
  fileprivate func group(
    of id: String, _ bundle: PolicyBundle, _ lifted: LiftedPlatform
  ) -> Int? {
    guard let row = bundle.context(for: id)?.classRow, let effective = lifted.policy(ofClass: row)
    else { return nil }
    let owners =
      platform.catalogue.endpoints.elements.compactMap(\.dedicatedTo?.value)
      + platform.catalogue.reviewerPools.elements.compactMap(\.dedicatedTo?.value)
    let policy = RoutingPolicy(
      effective, owner: owners.contains(id) ? id : nil, in: platform.catalogue)
    return platform.tenants.firstIndex { $0.policy == policy }
  }
}
