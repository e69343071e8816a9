/// The documents of tenants, written as bytes: this is the loop that runs once a tenant.
struct TenantText {
  private(set) var bytes: [UInt8] = []

  /// More than a document takes in the mean.
  private static let reservedBytes = 720

  mutating func reserve(tenants: Int) { bytes.reserveCapacity(tenants * Self.reservedBytes) }

  mutating func append(_ index: Int, of population: Population) {
    var tenant = population.tenant(index)
    let org = population.orgs[tenant.org]
    if !bytes.isEmpty { append("---\n") }
    appendHeader(of: &tenant, in: org)
    append("tenant_id: ")
    appendID(of: tenant, in: org)
    append("\n")
    bytes += tenant.template.upperFields
    appendCap(of: &tenant)
    append("reviewer_pool: ")
    appendReviewerPool(of: tenant, in: org)
    append("\n")
    bytes += tenant.template.lowerFields
  }

  private mutating func appendHeader(of tenant: inout GeneratedTenant, in org: GeneratedOrg) {
    append("# ")
    append(org.title)
    append(": onboarded ")
    append(2019 + tenant.numbers.below(8), digits: 4)
    append("-")
    append(1 + tenant.numbers.below(12), digits: 2)
    append("-")
    append(1 + tenant.numbers.below(28), digits: 2)
    append(" by ")
    append(tenant.numbers.one(of: Vocabulary.accountTeams))
    append(", contract ")
    append(tenant.numbers.below(100_000), digits: 6)
    append(".\n")
    if tenant.numbers.percent(50) {
      append("# Changes need the agreement of the tenant's own security team: see ticket ")
      append(tenant.numbers.below(1_000_000), digits: 6)
      append("\n")
    }
  }

  private mutating func appendCap(of tenant: inout GeneratedTenant) {
    append("concurrency_cap: ")
    append(tenant.cap, digits: tenant.cap < 10 ? 1 : 2)
    if tenant.isException {
      append(" # ")
      append(tenant.numbers.one(of: Vocabulary.capReasons))
    }
    append("\n")
  }

  private mutating func appendReviewerPool(of tenant: GeneratedTenant, in org: GeneratedOrg) {
    guard tenant.hasOwnReviewers else {
      bytes += tenant.template.reviewerPool
      return
    }
    appendID(of: tenant, in: org)
    append("-reviewers")
  }

  private mutating func appendID(of tenant: GeneratedTenant, in org: GeneratedOrg) {
    append(org.tenantPrefix)
    append(tenant.index, digits: 6)
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// A number with at least that many digits.
  private mutating func append(_ number: Int, digits: Int) {
    let start = bytes.count
    var rest = number
    repeat {
      bytes.append(0x30 + UInt8(rest % 10))
      rest /= 10
    } while rest > 0 || bytes.count - start < digits
    bytes[start...].reverse()
  }
}

/// The id of a tenant, as `TenantText` writes it.
func id(of tenant: GeneratedTenant, in org: GeneratedOrg) -> String {
  org.tenantPrefix + padded(tenant.index, to: 6)
}
