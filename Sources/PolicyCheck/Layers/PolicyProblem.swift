package import PolicyDiagnostics
package import PolicyModel
import PolicySyntax

/// Something that is wrong with an effective policy, before it is known at which tenant's lines.
///
/// Problems are found once for all tenants that have a policy; a finding is made of one for each place
/// that is at fault.
package struct PolicyProblem: Hashable, Sendable {
  /// A place that depends on the tenant, or does not.
  package enum Anchor: Hashable, Sendable {
    /// Where the value of the field comes from; the scalar of that text in it, where there is one.
    case value(Int, naming: String? = nil)
    /// Where the limit that was exceeded stands: the layer's own node.
    case place(SourceSpan)
    case tenant
  }

  package struct Other: Hashable, Sendable {
    package let anchor: Anchor
    package let label: String

    package init(_ anchor: Anchor, _ label: String) {
      self.anchor = anchor
      self.label = label
    }
  }

  package let rule: Rule
  package let message: String
  package let anchor: Anchor
  package let label: String
  package let others: [Other]
  package let notes: [String]
  package let help: String?
  /// The plan that it is about; `nil` for none, or more than one.
  package let plan: String?

  package init(
    _ rule: Rule, _ message: String, at anchor: Anchor, label: String = "", others: [Other] = [],
    notes: [String] = [], help: String? = nil, plan: String? = nil
  ) {
    self.rule = rule
    self.message = message
    self.anchor = anchor
    self.label = label
    self.others = others
    self.notes = notes
    self.help = help
    self.plan = plan
  }
}

extension PolicyProblem {
  static func outsideLimit(
    _ value: Stated, _ limit: Stated, _ index: Int, _ field: AnyField, _ catalogue: Catalogue
  ) -> PolicyProblem {
    let excess = catalogue.excess(of: value.value, over: limit.value, field)
    let owner = limit.slot == nil ? limit.owner?.title : nil
    let who = owner ?? "the tenant's own `limit:`"
    let limitText = catalogue.text(of: limit.value, field)
    return PolicyProblem(
      Rules.layers.outsideLimit,
      excess.isEmpty
        ? "`\(field.name): \(catalogue.text(of: value.value, field))` lies outside the limit of \(who)"
        : "`\(field.name)` has \(excess.map { "`\($0)`" }.joined(separator: ", ")), "
          + "outside the limit of \(who)",
      at: .value(index, naming: excess.first), label: "not within `\(limitText)`",
      others: limit.node.map { limit.slot == nil ? [Other(.place($0.span), "limited here")] : [] }
        ?? [],
      help: owner.map { "narrow it, or ask the owner of \($0) to widen the limit" }
        ?? "bring the two together")
  }

  static func notStated(_ fields: [String], budgetMissing: Bool) -> PolicyProblem {
    let fields =
      budgetMissing ? fields.filter { !["per_workflow", "per_month"].contains($0) } : fields
    return PolicyProblem(
      Rules.layers.notStated,
      "nothing states \(fields.map { "`\($0)`" }.joined(separator: ", ")) for this tenant",
      at: .tenant, label: "neither here nor as a default of a layer above",
      help:
        "state \(fields.count == 1 ? "it" : "them") here, or under `default:` of its tier or org")
  }
}

extension Catalogue {
  /// The names in a value that are not in its limit, for values made of names.
  package func excess(of value: FieldValue, over limit: FieldValue, _ field: AnyField) -> [String] {
    switch (field.type, value, limit) {
    case (.allowedTools, .set(let value), .set(let limit)):
      value.subtracting(limit).members.map { tools[$0].name }
    case (_, .residency(let value), .residency(let limit)):
      excess(of: value, over: limit).members.map { regions[$0].name }
    default: []
    }
  }

  private func excess(of value: Residency, over limit: Residency) -> Bitset {
    let classes = value.byClass.map(\.dataClass) + limit.byClass.map(\.dataClass)
    let pairs =
      [(value.general, limit.general)] + classes.map { (value.use(of: $0), limit.use(of: $0)) }
    return pairs.reduce(Bitset()) { excess, pair in
      excess.union(pair.0.process.subtracting(pair.1.process))
        .union(pair.0.store.subtracting(pair.1.store)).union(pair.0.log.subtracting(pair.1.log))
    }
  }
}
