import PolicyModel

/// Inputs that are decided differently before and after a change.
package struct ChangeWitness: Hashable, Sendable {
  /// What was refused and is permitted now.
  package let gained: String?
  /// What was permitted and is refused now.
  package let lost: String?

  package static let none = ChangeWitness(gained: nil, lost: nil)
}

/// Finds for two values of a field an input that tells them apart.
struct WitnessSearch {
  private let old: Catalogue
  private let new: Catalogue

  init(_ old: Catalogue, _ new: Catalogue) {
    self.old = old
    self.new = new
  }

  func witness(of field: AnyField, _ before: FieldValue, _ after: FieldValue) -> ChangeWitness {
    switch (before, after) {
    case (.residency(let before), .residency(let after)):
      return ChangeWitness(
        gained: place(new, after, beyond: before, of: old),
        lost: place(old, before, beyond: after, of: new))
    case (.rates(let before), .rates(let after)):
      return ChangeWitness(
        gained: calls(new, after, old, before), lost: calls(old, before, new, after))
    default:
      let isStricter = isOrdered(field) && field.type.isAtLeastAsStrict(after, as: before)
      let isWider = isOrdered(field) && field.type.isAtLeastAsStrict(before, as: after)
      return ChangeWitness(
        gained: isStricter ? nil : input(field, after, new, beyond: before),
        lost: isWider ? nil : input(field, before, old, beyond: after))
    }
  }

  /// Numbers are ordered as they stand where the catalogues do not give them a meaning.
  private func isOrdered(_ field: AnyField) -> Bool {
    switch field.type {
    case .modelTier: old.modelTiers.names == new.modelTiers.names
    case .choice: false
    case .money: old.currency == new.currency
    case .integer, .duration, .words, .allowedTools, .deniedTools, .residency, .rateLimits,
      .serviceLevel, .burst:
      true
    }
  }

  /// An input that the value permits and the other one does not.
  private func input(
    _ field: AnyField, _ value: FieldValue, _ catalogue: Catalogue, beyond other: FieldValue
  ) -> String {
    let text = catalogue.text(of: value, field)
    switch field.type {
    case .integer(_, let unit):
      return "\(Count(next(after: other.number, towards: value.number))) \(unit)"
    case .duration(stricter: .smaller): return "something that is kept for \(text)"
    case .duration(stricter: .greater): return "something that is kept for no longer than \(text)"
    case .money: return "a cost of \(text)"
    case .modelTier: return "a model of tier `\(text)`"
    case .words: return "`\(field.name)` of `\(text)`"
    case .choice: return "`\(field.name)` `\(text)`"
    case .serviceLevel: return "a promise of \(text)"
    case .burst: return "a burst of \(text)"
    case .allowedTools, .deniedTools, .residency, .rateLimits: return text
    }
  }

  /// The number beside one that lies in the direction of another.
  private func next(after number: Int64, towards other: Int64) -> Int64 {
    other > number ? number + 1 : other
  }

  // MARK: Places

  /// Somewhere that data may be under one residency and not under another.
  private func place(
    _ catalogue: Catalogue, _ residency: Residency, beyond other: Residency, of others: Catalogue
  ) -> String? {
    let known = NameSets(others)
    for (dataClass, use) in residency.everyUse(catalogue) {
      let limit = known.use(other, of: dataClass)
      for (verb, wide, narrow) in use.parts(with: limit) {
        for region in wide.members.map({ catalogue.regions[$0].name })
        where !narrow.contains(where: { others.regions[$0].name == region }) {
          let data = dataClass.map { "`\($0)` data" } ?? "data"
          return "\(data) that is \(verb) in `\(region)`"
        }
      }
    }
    let bases = other.accepts.members.map { others.bases[$0].name }
    return residency.accepts.members.map { catalogue.bases[$0].name }
      .first { !bases.contains($0) }.map { "a transfer on the ground of `\($0)`" }
  }

  // MARK: Calls

  /// A number of calls that one set of rates lets through, and the other does not.
  private func calls(
    _ catalogue: Catalogue, _ rates: RateLimits, _ others: Catalogue, _ other: RateLimits
  ) -> String? {
    for entry in other.entries {
      let name = others.tools[entry.tool].name
      let own = catalogue.tools.index(of: name).map { rates.rates(of: $0) } ?? []
      guard !own.contains(where: { $0.isAtLeastAsStrict(as: entry.rate) }) else { continue }
      let stretch = entry.rate.isSliding ? "any" : "one"
      return
        "\(Count(entry.rate.count + 1)) calls of `\(name)` in \(stretch) \(entry.rate.window.rawValue)"
    }
    return nil
  }
}

/// Looks residencies up by the names of data classes.
private struct NameSets {
  private let catalogue: Catalogue

  init(_ catalogue: Catalogue) {
    self.catalogue = catalogue
  }

  func use(_ residency: Residency, of dataClass: String?) -> RegionUse {
    guard let dataClass, let index = catalogue.dataClasses.index(of: dataClass) else {
      return residency.general
    }
    return residency.use(of: index)
  }
}

extension Residency {
  /// The general regions, then those of every data class by its name.
  fileprivate func everyUse(_ catalogue: Catalogue) -> [(dataClass: String?, use: RegionUse)] {
    let general: [(dataClass: String?, use: RegionUse)] = [(nil, self.general)]
    return general
      + catalogue.dataClasses.names.enumerated().map { ($1, use(of: $0)) }
  }
}

extension RegionUse {
  fileprivate func parts(
    with other: RegionUse
  ) -> [(verb: String, wide: Bitset, narrow: [Int])] {
    [
      ("processed", process, other.process.members), ("stored", store, other.store.members),
      ("logged", log, other.log.members),
    ]
  }
}
