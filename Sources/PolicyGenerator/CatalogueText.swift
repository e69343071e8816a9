/// The platform document. Budget classes without a tenant are left out.
func platformText(for population: Population) -> String {
  let used = population.usedTemplates()
  let budgetClasses = GeneratedBudgetClass.all.filter { budgetClass in
    used.contains { $0.budgetClass == budgetClass }
  }
  return """
    # Generated: \(population.tenantCount) tenants, seed \(population.seed).
    platform: generated
    language: 1
    currency: USD
    region_groups: [\(Vocabulary.regions.map(\.group).joined(separator: ", "))]
    regions:
    \(regionLines)
    transfers:
      - { from: eu, to: us, basis: adequacy, until: 2100-01-01 }
      - { from: eu, to: uk, basis: adequacy, until: 2100-01-01 }
    data_classes: [public, financial, pii]
    model_tiers: [\(Vocabulary.modelTiers.joined(separator: ", "))]
    tools:
    \(toolLines)
    models:
      compliance_check: { cost: 0.008 USD }
      issue_decision: { cost: 0.008 USD }
    endpoints:
    \(Vocabulary.homes.map(endpointLines).joined(separator: "\n"))
    reviewer_pools:
    \((Vocabulary.homes.map(poolLines) + ownPoolLines(population)).joined(separator: "\n"))
    worker_pool: { slots: 2_000, reject_above: 200_000 queued, typical_run: 45 s }
    budget_classes:
    \(lines(of: budgetClasses))
    limit:
      data_retention: 30 days
    default:
      data_retention: 30 days

    """
}

/// The tiers that have a tenant.
func tiersText(for population: Population) -> String {
  let used = population.usedTemplates()
  return GeneratedTier.all.filter { tier in used.contains { $0.tier.name == tier.name } }
    .map { tier in
      """
      policy_tier: \(tier.name)
      limit:
        concurrency_cap: \(tier.mostWorkflows)
        model_tier: \(Vocabulary.modelTiers[tier.modelTier])
      default:
        weight: \(tier.weight)
        priority: \(tier.priority)
        sla: \(tier.serviceLevel)

      """
    }.joined(separator: "---\n")
}

func orgsText(for population: Population) -> String {
  population.orgs.map { org in
    "org_id: \(org.id)\n" + (org.limitsAuditRetention ? "limit:\n  audit_retention: 3 years\n" : "")
  }.joined(separator: "---\n")
}

// MARK: - The catalogue

private let regionLines = Vocabulary.regions.flatMap { group, names in
  names.map { "  \($0): { in: [\(group)] }" }
}.joined(separator: "\n")

private let toolLines = Vocabulary.allTools.enumerated().map { index, name in
  let quota = Vocabulary.meteredTools.contains(name) ? ", quota: 2_000_000/hour" : ""
  return "  \(name): { cost: 0.0\(padded(2 + index * 7 % 60, to: 2)) USD\(quota) }"
}.joined(separator: "\n")

/// Eight endpoints: the services, two models, what is kept of runs, and the audit log.
private func endpointLines(in region: String) -> String {
  let services = Vocabulary.tools.map { service, names in
    endpoint("\(service)-\(region)", "[\(names.joined(separator: ", "))]", in: region)
  }
  let models = ["gpt-4o-mini", "gpt-4"].map { tier in
    endpoint(
      "model-\(tier)-\(region)", "[compliance_check, issue_decision]\n    model: \(tier)",
      in: region)
  }
  let stores = [
    "  runs-\(region):\n    serves: [state, checkpoint, queue]\n    store: \(region)\n"
      + "    log: \(region)\n    retains: 30 days",
    "  audit-\(region): { serves: audit, store: \(region), log: \(region), retains: 10 years }",
  ]
  return (services + models + stores).joined(separator: "\n")
}

private func endpoint(_ name: String, _ serves: String, in region: String) -> String {
  "  \(name):\n    serves: \(serves)\n    process: \(region)\n    store: none\n"
    + "    log: \(region)\n    retains: 0 days"
}

private func poolLines(in region: String) -> String {
  ["reviewers", "night-shift"].map { shift in
    "  \(region)-\(shift): { region: \(region), staff: 12, clearance: [public, financial, pii] }"
  }.joined(separator: "\n")
}

private func ownPoolLines(_ population: Population) -> [String] {
  population.tenantsWithOwnReviewers.map { tenant in
    let id = id(of: tenant, in: population.orgs[tenant.org])
    return "  \(id)-reviewers:\n    region: \(tenant.template.home)\n    staff: 3\n"
      + "    dedicated_to: \(id)\n    clearance: [public, financial, pii]"
  }
}

private func lines(of budgetClasses: [GeneratedBudgetClass]) -> String {
  budgetClasses.map { budgetClass in
    let rates = Vocabulary.meteredTools.map { "\($0): \(budgetClass.callsPerHour)/hour" }
    return "  \(budgetClass.name):\n    rate_limits: { \(rates.joined(separator: ", ")) }\n"
      + "    per_workflow: \(budgetClass.perWorkflow)\n    per_month: \(budgetClass.perMonth)"
  }.joined(separator: "\n")
}
