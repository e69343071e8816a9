/// What tenants of an org that are set up alike have in common, and their text but for what is each
/// tenant's own.
struct TenantTemplate: Sendable {
  /// Position among the templates of the org.
  let number: Int
  let tier: GeneratedTier
  let budgetClass: GeneratedBudgetClass
  /// The region that its tenants are at home in.
  let home: String
  let cap: Int
  /// The fields from `org_id` to `model_tier`.
  let upperFields: [UInt8]
  /// The name of the reviewer pool, as it is written.
  let reviewerPool: [UInt8]
  /// The fields behind `reviewer_pool`.
  let lowerFields: [UInt8]

  init(_ number: Int, of org: String, seed: UInt64, index: Int) {
    var numbers = SeededNumbers(seed: seed, of: index, .template)
    self.number = number
    tier = Self.tier(numbers.below(100))
    budgetClass = numbers.one(of: tier.budgetClasses)
    home = Vocabulary.homes[numbers.skewedBelow(Vocabulary.homes.count)]
    cap = max(1, tier.mostWorkflows * (5 - numbers.below(4)) / 5)
    let isQuoted = numbers.percent(20)
    let quote = isQuoted ? "\"" : ""
    let residency = Self.residency(home, &numbers)
    let tools = ToolChoice(&numbers)
    upperFields = Array(
      """
      org_id: \(quote)\(org)\(quote)
      policy_tier: \(tier.name)
      budget_class: \(quote)\(budgetClass.name)\(quote)
      data_residency: \(residency)\(residency == "any" ? "" : " # contract, annex 2")
      \(tools.comment)\(tools.allowedText)
      \(tools.deniedText)
      model_tier: \(quote)\(Vocabulary.modelTiers[numbers.below(tier.modelTier + 1)])\(quote)

      """.utf8)
    let shift = numbers.percent(30) ? "night-shift" : "reviewers"
    reviewerPool = Array("\(quote)\(home)-\(shift)\(quote)".utf8)
    let reason = numbers.percent(50) ? " # asked for by the regulator" : ""
    let years = numbers.one(of: Vocabulary.auditYears)
    lowerFields = Array("audit_retention: \(years)\(reason)\n".utf8)
  }

  private static func tier(_ percent: Int) -> GeneratedTier {
    var below = 0
    for tier in GeneratedTier.all {
      below += tier.share
      if percent < below { return tier }
    }
    return GeneratedTier.all[0]
  }

  /// The home region alone, its group, a second region of the group, or anywhere.
  private static func residency(_ home: String, _ numbers: inout SeededNumbers) -> String {
    let group = Vocabulary.group[home] ?? home
    switch numbers.below(100) {
    case ..<55: return home
    case ..<80: return group
    case ..<90:
      let others = Vocabulary.homes.filter { $0 != home && Vocabulary.group[$0] == group }
      return others.isEmpty ? home : "[\(home), \(numbers.one(of: others))]"
    default: return "any"
    }
  }
}

/// The tools that a template allows and denies, and how they are written.
private struct ToolChoice {
  let allowedText: String
  let deniedText: String
  /// A line above the tools, or nothing.
  let comment: String

  init(_ numbers: inout SeededNumbers) {
    var rest = Vocabulary.allTools.filter { !Vocabulary.experimentalTools.contains($0) }
    let allowed = (0..<(8 + numbers.below(3))).map { _ in
      rest.remove(at: numbers.below(rest.count))
    }
    let denied =
      [numbers.one(of: Vocabulary.experimentalTools)]
      + (0..<numbers.below(3)).map { _ in rest.remove(at: numbers.below(rest.count)) }
    comment =
      numbers.percent(50) ? "# The tools of the contract; others need a change request.\n" : ""
    allowedText = Self.blockList("allowed_tools", allowed)
    deniedText =
      numbers.percent(30)
      ? Self.blockList("denied_tools", denied)
      : "denied_tools: [\(denied.joined(separator: ", "))]"
  }

  private static func blockList(_ key: String, _ names: [String]) -> String {
    "\(key):" + names.map { "\n  - \($0)" }.joined()
  }
}
