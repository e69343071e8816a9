/// Who the tenants are: which org and which template of it each follows.
///
/// Sizes are heavy-tailed, as they are in life: a few orgs have most of the tenants, and most tenants
/// of an org follow one template. So nearly all tenants share a few hundred policies, and the rest of
/// the policies belong to one or two tenants each.
struct Population: Sendable {
  let tenantCount: Int
  let seed: UInt64
  let orgs: [GeneratedOrg]

  /// An org has so many tenants in the mean, until there are `mostOrgs`.
  private static let tenantsPerOrg = 20
  private static let mostOrgs = 2_000
  /// One tenant in so many has reviewers of its own, up to `mostDedicatedPools`.
  private static let tenantsPerDedicatedPool = 250
  private static let mostDedicatedPools = 40

  init(tenants: Int, seed: UInt64) {
    tenantCount = tenants
    self.seed = seed
    let count = min(max(tenants / Self.tenantsPerOrg, min(tenants, 1)), Self.mostOrgs)
    orgs = (0..<count).map { GeneratedOrg($0, of: count, seed: seed) }
  }

  /// The first tenants are each the first of its org, so that no org is without one.
  func tenant(_ index: Int) -> GeneratedTenant {
    var numbers = SeededNumbers(seed: seed, of: index, .tenant)
    let org = index < orgs.count ? index : numbers.skewedBelow(orgs.count)
    let templates = orgs[org].templates
    let template = templates[numbers.skewedBelow(templates.count)]
    let isException = numbers.percent(Self.exceptions)
    return GeneratedTenant(
      index: index, org: org, template: template,
      cap: isException ? 1 + numbers.below(template.tier.mostWorkflows) : template.cap,
      isException: isException, hasOwnReviewers: hasOwnReviewers(index), numbers: numbers)
  }

  /// Of a hundred tenants, how many on average have a cap of their own.
  private static let exceptions = 1

  /// Tenants with a reviewer pool of their own.
  var tenantsWithOwnReviewers: [GeneratedTenant] {
    stride(from: 0, to: tenantCount, by: Self.tenantsPerDedicatedPool)
      .prefix(Self.mostDedicatedPools).map { tenant($0) }
  }

  private func hasOwnReviewers(_ index: Int) -> Bool {
    index % Self.tenantsPerDedicatedPool == 0
      && index / Self.tenantsPerDedicatedPool < Self.mostDedicatedPools
  }

  /// The templates that some tenant follows, so that only what is used is declared.
  func usedTemplates() -> [TenantTemplate] {
    var used = orgs.map { Array(repeating: false, count: $0.templates.count) }
    for index in 0..<tenantCount {
      let tenant = tenant(index)
      used[tenant.org][tenant.template.number] = true
    }
    return orgs.indices.flatMap { org in
      orgs[org].templates.filter { used[org][$0.number] }
    }
  }
}

/// One tenant, before it is written.
struct GeneratedTenant: Sendable {
  let index: Int
  let org: Int
  let template: TenantTemplate
  let cap: Int
  let isException: Bool
  let hasOwnReviewers: Bool
  /// What is left of its numbers, for its comments.
  var numbers: SeededNumbers
}

struct GeneratedOrg: Sendable {
  let id: String
  /// What comments call it.
  let title: String
  /// The beginning of its tenants' ids.
  let tenantPrefix: String
  let templates: [TenantTemplate]
  let limitsAuditRetention: Bool

  /// The larger an org is (the lower its number), the more ways its tenants are set up in.
  init(_ number: Int, of count: Int, seed: UInt64) {
    var numbers = SeededNumbers(seed: seed, of: number, .org)
    let first = numbers.one(of: Vocabulary.firstWords)
    let second = numbers.one(of: Vocabulary.secondWords)
    let orgID = "\(first)-\(second)-group-\(padded(number, to: 4))"
    id = orgID
    title = [first, second].map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(
      separator: " ")
    tenantPrefix = "\(first)-\(second)-"
    limitsAuditRetention = numbers.percent(30)
    let templateCount = number * 10 < count ? 6 : 1 + numbers.below(2)
    templates = (0..<templateCount).map { template in
      TenantTemplate(
        template, of: orgID, seed: seed, index: number &* 16 &+ template)
    }
  }
}
