import BundleWriter
import PolicyModel
import TenantPolicy
import Testing

/// What is read back from a bundle is what was written into it.
@Suite struct LiftTests {
  @Test func everyValueOfEveryTenantComesBack() throws {
    for compiled in [try Compiled.generated(tenants: 400), try Compiled.twoPlatforms()] {
      #expect(compiled.tenants.count == compiled.bundle.tenantCount)
      for (context, number, policy) in compiled.tenants {
        let lifted = try #require(LiftedPlatform(number, of: compiled.bundle))
        let platform = compiled.policies.platforms[number]
        for (field, value) in zip(PolicyFields.all, policy.values) {
          #expect(lifted.value(of: field, inClass: context.classRow) == value, "\(field.name)")
          #expect(
            lifted.catalogue.text(of: value, field) == platform.catalogue.text(of: value, field))
        }
        #expect(lifted.org(ofClass: context.classRow) == platform.orgs[policy.org].name)
        #expect(lifted.tier(ofClass: context.classRow) == platform.tiers[policy.tier].name)
      }
    }
  }

  @Test func aPlatformThatIsNotThereIsNone() throws {
    let bundle = try Compiled.twoPlatforms().bundle
    #expect(LiftedPlatform(1, of: bundle)?.catalogue.name.value == "second")
    #expect(LiftedPlatform(2, of: bundle) == nil)
    #expect(LiftedPlatform(-1, of: bundle) == nil)
  }
}
