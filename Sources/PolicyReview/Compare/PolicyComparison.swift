import PolicyModel

/// What of a tenant's policy is decided differently.
package struct ValueChange: Hashable, Sendable {
  package let dimension: Dimension
  package let verdict: ChangeVerdict
  /// In the notation of the language.
  package let old: String
  package let new: String
  /// Inputs that are decided differently.
  package let witness: ChangeWitness
}

/// Compares the effective policies of two platforms, field by field through the lattices.
struct PolicyComparison: Sendable {
  private let old: Side
  private let new: Side
  private let haveOneCurrency: Bool

  /// What is compared, and how its values are named.
  struct Side: Sendable {
    let catalogue: Catalogue
    let translation: Translation
    let orgs: [String]
    let tiers: [String]
  }

  init(_ names: SharedNames, old: Side, new: Side) {
    self.old = old
    self.new = new
    haveOneCurrency = names.haveOneCurrency
  }

  /// Everything that differs, in the order of `Dimension.all`.
  func changes(_ before: EffectivePolicy, _ after: EffectivePolicy) -> [ValueChange] {
    var changes: [ValueChange] = []
    let tools = ToolSets(before, after, old.translation, new.translation)
    if let change = tools.change(old.catalogue, new.catalogue, before, after) {
      changes.append(change)
    }
    for (index, field) in PolicyFields.all.enumerated() {
      if let change = change(of: field, index, before.values[index], after.values[index], tools) {
        changes.append(change)
      }
    }
    let names = [
      (Dimension.org, old.orgs[before.org], new.orgs[after.org]),
      (.tier, old.tiers[before.tier], new.tiers[after.tier]),
    ]
    for (dimension, before, after) in names where before != after {
      changes.append(
        ValueChange(
          dimension: dimension, verdict: .neutral, old: before, new: after, witness: .none))
    }
    return changes
  }

  private func change(
    of field: AnyField, _ index: Int, _ before: FieldValue, _ after: FieldValue, _ tools: ToolSets
  ) -> ValueChange? {
    let old = self.old.translation.value(before, of: field.type)
    let new = self.new.translation.value(after, of: field.type)
    let isOtherMoney = field.type.isMoney && !haveOneCurrency
    guard old != new || isOtherMoney else { return nil }
    let verdict: ChangeVerdict
    switch field.type {
    case .allowedTools, .deniedTools:
      // What a call is decided by is told once, as what is permitted.
      guard tools.hasRest(old.members, new.members) else { return nil }
      verdict = .neutral
    case .choice(.budgetClass, _):
      // The name of rates and budgets, which are fields of their own.
      verdict = .neutral
    case .integer, .duration, .money, .modelTier, .words, .choice, .residency, .rateLimits,
      .serviceLevel, .burst:
      verdict =
        isOtherMoney
        ? .mixed
        : ChangeVerdict(
          gains: !field.type.isAtLeastAsStrict(new, as: old),
          losses: !field.type.isAtLeastAsStrict(old, as: new))
    }
    let texts = (
      self.old.catalogue.text(of: before, field), self.new.catalogue.text(of: after, field)
    )
    let isToldApart = texts.0 != texts.1
    return ValueChange(
      dimension: .field(index), verdict: verdict,
      old: isToldApart ? texts.0 : texts.0 + self.old.catalogue.meaning(of: before),
      new: isToldApart ? texts.1 : texts.1 + self.new.catalogue.meaning(of: after),
      witness: verdict == .neutral
        ? .none
        : WitnessSearch(self.old.catalogue, self.new.catalogue)
          .witness(of: field, before, after))
  }
}

/// The tools of two policies in shared numbers.
private struct ToolSets {
  private let permitted: (old: Bitset, new: Bitset)

  init(
    _ before: EffectivePolicy, _ after: EffectivePolicy, _ old: Translation, _ new: Translation
  ) {
    permitted = (old.tools(before.permittedTools), new.tools(after.permittedTools))
  }

  func change(
    _ old: Catalogue, _ new: Catalogue, _ before: EffectivePolicy, _ after: EffectivePolicy
  ) -> ValueChange? {
    guard permitted.old != permitted.new else { return nil }
    let names = (names(before, old), names(after, new))
    return ValueChange(
      dimension: .permittedTools,
      verdict: ChangeVerdict(
        gains: !permitted.new.isSubset(of: permitted.old),
        losses: !permitted.old.isSubset(of: permitted.new)),
      old: "[\(names.0.joined(separator: ", "))]", new: "[\(names.1.joined(separator: ", "))]",
      witness: ChangeWitness(
        gained: names.1.first { !names.0.contains($0) }.map { "a call of tool `\($0)`" },
        lost: names.0.first { !names.1.contains($0) }.map { "a call of tool `\($0)`" }))
  }

  /// Whether a set of tools differs in others than those that are permitted or not any more.
  func hasRest(_ old: Bitset, _ new: Bitset) -> Bool {
    let moved = old.subtracting(new).union(new.subtracting(old))
    let decided = permitted.old.subtracting(permitted.new)
      .union(permitted.new.subtracting(permitted.old))
    return !moved.isSubset(of: decided)
  }

  private func names(_ policy: EffectivePolicy, _ catalogue: Catalogue) -> [String] {
    policy.permittedTools.members.map { catalogue.tools[$0].name }
  }
}

extension Catalogue {
  /// What a value stands for that is written like another: the regions behind its names.
  fileprivate func meaning(of value: FieldValue) -> String {
    guard case .residency(let residency) = value else { return "" }
    func list(_ members: Bitset) -> String {
      "[\(members.members.map { regions[$0].name }.joined(separator: ", "))]"
    }
    let general = residency.general
    guard general.process == general.store, general.store == general.log else {
      return " (process \(list(general.process)), store \(list(general.store)), "
        + "log \(list(general.log)))"
    }
    return " (\(list(general.process)))"
  }
}

extension FieldType {
  fileprivate var isMoney: Bool {
    if case .money = self { true } else { false }
  }
}
