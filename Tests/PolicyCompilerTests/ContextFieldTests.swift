import PolicyModel
import TenantPolicy
import Testing

/// The public accessors of the fields give what the checker decided.
@Suite struct ContextFieldTests {
  @Test func everyAccessorGivesTheEffectiveValue() throws {
    for compiled in [try Compiled.generated(tenants: 200), try Compiled.twoPlatforms()] {
      for (context, number, policy) in compiled.tenants {
        expectNumbers(context, policy)
        expectNames(context, policy, compiled.policies.platforms[number])
        try expectTools(context, policy, compiled.policies.platforms[number].catalogue)
      }
    }
  }

  private func expectNumbers(_ context: TenantContext, _ policy: EffectivePolicy) {
    func number<Value>(_ field: Field<Value>) -> Int64 { policy[field].number }
    #expect(context.concurrencyCap == number(policyFields.concurrencyCap))
    #expect(context.auditRetention == .milliseconds(number(policyFields.auditRetention)))
    #expect(context.dataRetention == .milliseconds(number(policyFields.dataRetention)))
    #expect(context.perWorkflowMicros == number(policyFields.perWorkflow))
    #expect(context.perMonthMicros == number(policyFields.perMonth))
    #expect(context.weight == number(policyFields.weight))
    #expect(context.guaranteedSlots == number(policyFields.guaranteedSlots))
    #expect(context.priority.rawValue == number(policyFields.priority))
    #expect((context.burst?.to ?? 0) == policy[policyFields.burst].burst.to)
  }

  private func expectNames(
    _ context: TenantContext, _ policy: EffectivePolicy, _ platform: CheckedPlatform
  ) {
    let catalogue = platform.catalogue
    func chosen<Value>(_ field: Field<Value>, _ names: [String]) -> String? {
      policy[field].members.members.first.flatMap { names.indices.contains($0) ? names[$0] : nil }
    }
    #expect(context.orgID == platform.orgs[policy.org].name)
    #expect(context.policyTier == platform.tiers[policy.tier].name)
    #expect(context.budgetClass == chosen(policyFields.budgetClass, catalogue.budgetClasses.names))
    #expect(
      context.reviewerPool == chosen(policyFields.reviewerPool, catalogue.reviewerPools.names))
    #expect(
      context.modelTier
        == catalogue.modelTiers[Int(policy[policyFields.modelTier].number)].name)
    let residency = policy[policyFields.dataResidency].residency
    func names(_ regions: Bitset) -> [String] { regions.members.map { catalogue.regions[$0].name } }
    #expect(context.dataResidency.process.names == names(residency.general.process))
    #expect(context.dataResidency.store.names == names(residency.general.store))
    #expect(context.dataResidency.log.names == names(residency.general.log))
    #expect(
      context.dataResidency.accepts == residency.accepts.members.map { catalogue.bases[$0].name })
    for (found, use) in zip(context.dataResidency.byClass, residency.byClass) {
      #expect(found.dataClass == catalogue.dataClasses[use.dataClass].name)
      #expect(found.store.compactMap { context.bundle.name(of: $0) } == names(use.use.store))
    }
    #expect(context.dataResidency.byClass.count == residency.byClass.count)
  }

  private func expectTools(
    _ context: TenantContext, _ policy: EffectivePolicy, _ catalogue: Catalogue
  ) throws {
    let platform = try #require(context.platform)
    for (index, tool) in catalogue.tools.elements.enumerated() {
      let row = try #require(context.bundle.tool(named: tool.name, of: platform))
      #expect(
        context.allowedTools.contains(row)
          == policy[policyFields.allowedTools].members.contains(index))
      #expect(
        context.deniedTools.contains(row)
          == policy[policyFields.deniedTools].members.contains(index))
    }
    let rates = policy[policyFields.rateLimits].rates.entries
    #expect(
      context.rateLimits.map { context.bundle.name(of: $0.tool) }
        == rates.map { catalogue.tools[$0.tool].name })
    #expect(context.rateLimits.map(\.calls) == rates.map(\.rate.count))
    #expect(
      context.rateLimits.map(\.window) == rates.map { .milliseconds($0.rate.window.milliseconds) })
  }

  @Test func valuesOfEveryFormAreRead() throws {
    let bundle = try Compiled.twoPlatforms().bundle
    let full = try #require(bundle.context(for: "full"))
    #expect(full.tenantID == "full")
    #expect(full.serviceLevel?.shareBasisPoints == 9_995)
    #expect(full.serviceLevel?.within == .milliseconds(80))
    #expect(full.burst?.duration == .seconds(600))
    #expect(full.dataRetention == .seconds(5_400))
    #expect(full.rateLimits.map(\.isSliding).sorted { !$0 && $1 } == [false, true])
    #expect(full.dataResidency.byClass.map(\.dataClass) == ["public", "secret"])
    #expect(full.dataResidency.log.names == [])
    #expect(full.reviewerPool == "crew")

    let plain = try #require(bundle.context(for: "plain"))
    #expect(plain.serviceLevel == nil)
    #expect(plain.burst == nil)
    #expect(plain.reviewerPool == nil)
    #expect(plain.priority == .background)
  }

  @Test func aToolOfAnotherBundleIsInNoSet() throws {
    let bundle = try Compiled.twoPlatforms().bundle
    let other = try Compiled.generated(tenants: 1)
    let full = try #require(bundle.context(for: "full"))
    let foreign = try #require(other.tenants.first?.context.allowedTools.rows.first)
    #expect(!full.allowedTools.contains(foreign))
    #expect(!full.deniedTools.contains(foreign))
    #expect(bundle.name(of: foreign) == nil)
  }
}
