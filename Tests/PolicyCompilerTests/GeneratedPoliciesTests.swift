import PolicyCompiler
import PolicyDiagnostics
import PolicyGenerator
import PolicyModel
import Testing

/// What the generator of policies promises to benchmarks.
@Suite struct GeneratedPoliciesTests {
  @Test(arguments: [
    (tenants: 1, files: 1), (tenants: 7, files: 7), (tenants: 100, files: 3),
    (tenants: 1_000, files: 4),
  ])
  func whatIsGeneratedChecks(tenants: Int, files: Int) throws {
    let compilation = compile(
      sources(tenants: tenants, files: files, seed: 5), threads: 1, now: today)
    #expect(compilation.findings.all.map(\.message) == [])
    #expect(compilation.tenantCount == tenants)
    #expect(try #require(compilation.policies).platforms.count == 1)
  }

  /// Policies are shared as they are in life: far fewer than tenants, more than one an org.
  @Test(arguments: [UInt64(1), 2, 3])
  func tenantsShareTheirPolicies(seed: UInt64) throws {
    let policies = try #require(
      compile(sources(tenants: 1_000, files: 1, seed: seed), threads: 1, now: today).policies)
    let platform = try #require(policies.platforms.first)
    #expect(platform.orgs.count == 50)
    #expect((100...200).contains(platform.classes.count))
    let largest = (0..<platform.classes.count).map { number in
      platform.tenants.all.count { $0.policyClass == number }
    }.max()
    #expect((50...300).contains(try #require(largest)))
  }

  @Test func theCatalogueIsOfARealPlatformsSize() throws {
    let policies = try #require(
      compile(sources(tenants: 50, files: 1), threads: 1, now: today).policies)
    let catalogue = try #require(policies.platforms.first).catalogue
    #expect(catalogue.regions.count == 40)
    #expect(catalogue.tools.count == 40)
    #expect(catalogue.endpoints.count == 120)
  }

  @Test(arguments: [UInt64(1), 2, 3, 4, 5])
  func aTenantTakesTheBytesOfARealOne(seed: UInt64) {
    let generated = GeneratedPolicies(tenants: 1_000, tenantFiles: 1, seed: seed)
    #expect((600...740).contains(tenantBytes(generated).count / 1_000))
  }

  @Test func theSeedAloneDecides() {
    let first = GeneratedPolicies(tenants: 300, tenantFiles: 2, seed: 9)
    let again = GeneratedPolicies(tenants: 300, tenantFiles: 2, seed: 9)
    let other = GeneratedPolicies(tenants: 300, tenantFiles: 2, seed: 10)
    #expect(first.files.map(\.name) == again.files.map(\.name))
    #expect(first.files.map(\.bytes) == again.files.map(\.bytes))
    #expect(tenantBytes(first) != tenantBytes(other))
  }

  /// The same tenants in other files are the same work, which is what a benchmark over the number of
  /// files compares.
  @Test(arguments: [1, 2, 7, 50])
  func filesDivideTheSameTenants(files: Int) {
    let whole = GeneratedPolicies(tenants: 50, tenantFiles: 1, seed: 9)
    let divided = GeneratedPolicies(tenants: 50, tenantFiles: files, seed: 9)
    #expect(divided.files.count == 3 + files)
    #expect(tenantBytes(divided) == tenantBytes(whole))
    #expect(divided.files[..<3].map(\.bytes) == whole.files[..<3].map(\.bytes))
  }

  @Test func everyTenantStatesItsWholeContext() throws {
    let text = String(
      decoding: tenantBytes(GeneratedPolicies(tenants: 200, tenantFiles: 1, seed: 1)),
      as: UTF8.self)
    let keys = [
      "tenant_id", "org_id", "policy_tier", "budget_class", "data_residency", "allowed_tools",
      "denied_tools", "model_tier", "concurrency_cap", "reviewer_pool", "audit_retention",
    ]
    let documents = text.split(separator: "---\n")
    #expect(documents.count == 200)
    for document in documents {
      let written = document.split(separator: "\n").filter { $0.first?.isLetter == true }
        .compactMap { $0.split(separator: ":").first.map(String.init) }
      #expect(written == keys)
    }
  }
}

/// Nothing that is generated ends by a day.
private let today = CalendarDate(secondsSince1970: 1_800_000_000)

private func sources(tenants: Int, files: Int, seed: UInt64 = 1) -> SourceMap {
  let generated = GeneratedPolicies(tenants: tenants, tenantFiles: files, seed: seed)
  return SourceMap(
    texts: Dictionary(
      uniqueKeysWithValues: generated.files.map {
        ($0.name, String(decoding: $0.bytes, as: UTF8.self))
      }))
}

/// The tenants of all files, as they would stand in one.
private func tenantBytes(_ policies: GeneratedPolicies) -> [UInt8] {
  let files = policies.files.filter { $0.name.hasPrefix("tenants/") }.map(\.bytes)
  return Array(files.joined(separator: Array("---\n".utf8)))
}
