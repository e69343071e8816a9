import BundleTables
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

  @Test func everythingThatWasCheckedComesBack() throws {
    let worlds = [
      try Compiled.folder("lending"), try Compiled.folder("clinical-notes"),
      try Compiled.twoPlatforms(),
      try Compiled.everyForm(), try Compiled.generated(tenants: 50),
    ]
    for compiled in worlds {
      let rows = try #require(BundleRows(compiled.bundle))
      var firstClass = 0
      for (number, platform) in compiled.policies.platforms.enumerated() {
        let lifted = try #require(LiftedPlatform(number, of: rows))
        #expect(said(lifted.catalogue).count > 50)
        #expect(said(lifted.catalogue) == said(platform.catalogue))
        #expect(said(lifted.routes) == said(platform.routes))
        #expect(said(lifted.plans) == said(platform.plans))
        for (index, policy) in platform.classes.enumerated() {
          let read = try #require(lifted.policy(ofClass: firstClass + index))
          #expect(said(read) == said(policy))
        }
        #expect(lifted.policy(ofClass: firstClass - 1) == nil)
        firstClass += platform.classes.count
      }
    }
  }

  /// All that a value holds, but for what a bundle does not: the bytes at which something is written,
  /// what budget classes state, and the order of what an endpoint serves.
  private func said(_ value: Any) -> [String] {
    var lines: [String] = []
    func add(_ value: Any, _ path: String) {
      if let set = value as? [Capability] {
        lines.append("\(path) \(set.map { "\($0)" }.sorted())")
        return
      }
      let children = Mirror(reflecting: value).children
      if children.isEmpty { lines.append("\(path) \(value)") }
      for (position, child) in children.enumerated() {
        let label = child.label ?? "\(position)"
        let isKept = !["span", "endpointsByCapability", "indices"].contains(label)
        if isKept, !path.contains("budgetClasses") || label != "values" {
          add(child.value, path + "." + label)
        }
      }
    }
    add(value, "")
    return lines
  }

  @Test func aPlatformThatIsNotThereIsNone() throws {
    let bundle = try Compiled.twoPlatforms().bundle
    #expect(LiftedPlatform(1, of: bundle)?.catalogue.name.value == "second")
    #expect(LiftedPlatform(2, of: bundle) == nil)
    #expect(LiftedPlatform(-1, of: bundle) == nil)
  }
}
