import PolicyModel

/// The names of two catalogues under one numbering, so that values of one can be compared with values
/// of the other.
struct SharedNames: Sendable {
  let old: Translation
  let new: Translation
  /// Whether amounts of both are of one currency.
  let haveOneCurrency: Bool

  /// - Parameters:
  ///   - old: `nil` where there was no such platform; likewise `new`.
  init(_ old: Catalogue, _ new: Catalogue) {
    var numbers: [NameKind: [String: Int]] = [:]
    for kind in Translation.kinds {
      var known: [String: Int] = [:]
      for name in old.names(of: kind) + new.names(of: kind) where known[name] == nil {
        known[name] = known.count
      }
      numbers[kind] = known
    }
    self.old = Translation(old, numbers)
    self.new = Translation(new, numbers)
    haveOneCurrency =
      old.currency == nil || new.currency == nil || old.currency == new.currency
  }
}

/// The way from the indices of one catalogue to shared numbers.
struct Translation: Sendable {
  static let kinds: [NameKind] = [
    .region, .basis, .dataClass, .modelTier, .tool, .reviewerPool, .budgetClass,
  ]

  /// By kind and index, the number.
  private let numbers: [NameKind: [Int]]
  /// By kind, the number that stands for `none`.
  private let none: [NameKind: Int]

  fileprivate init(_ catalogue: Catalogue, _ shared: [NameKind: [String: Int]]) {
    var numbers: [NameKind: [Int]] = [:]
    for kind in Self.kinds {
      numbers[kind] = catalogue.names(of: kind).compactMap { shared[kind]?[$0] }
    }
    self.numbers = numbers
    none = shared.mapValues(\.count)
  }

  /// The value with shared numbers. A model tier is the set of tiers up to it: which those are is the
  /// platform's to say, and may change.
  func value(_ value: FieldValue, of type: FieldType) -> FieldValue {
    switch (type, value) {
    case (.modelTier, .number(let rank)):
      .set(translated(Bitset(0..<(Int(clamping: rank) + 1)), .modelTier))
    case (.choice(let kind, _), .set(let members)): .set(translated(members, kind))
    case (.allowedTools, .set(let tools)), (.deniedTools, .set(let tools)):
      .set(translated(tools, .tool))
    case (_, .residency(let residency)): .residency(translated(residency))
    case (_, .rates(let rates)):
      .rates(
        RateLimits(
          rates.entries.map { RateLimits.Entry(number(of: $0.tool, .tool), $0.rate) }))
    default: value
    }
  }

  func tools(_ tools: Bitset) -> Bitset { translated(tools, .tool) }

  /// `none`, which comes after all names of a catalogue, comes after all names of both.
  private func number(of index: Int, _ kind: NameKind) -> Int {
    let known = numbers[kind] ?? []
    return known.indices.contains(index) ? known[index] : none[kind] ?? 0
  }

  private func translated(_ members: Bitset, _ kind: NameKind) -> Bitset {
    Bitset(members.members.map { number(of: $0, kind) })
  }

  private func translated(_ use: RegionUse) -> RegionUse {
    RegionUse(
      process: translated(use.process, .region), store: translated(use.store, .region),
      log: translated(use.log, .region))
  }

  private func translated(_ residency: Residency) -> Residency {
    Residency(
      translated(residency.general),
      byClass: residency.byClass.map {
        Residency.ClassUse(number(of: $0.dataClass, .dataClass), translated($0.use))
      }, accepts: translated(residency.accepts, .basis))
  }
}
