/// Values as people write them, for messages, `effective` and pages.
extension Catalogue {
  /// A value of a field in the notation of the language.
  package func text(of value: FieldValue, _ field: AnyField) -> String {
    switch (field.type, value) {
    case (.integer, .number(let number)): Count(number).description
    case (.duration, .number(let number)): Duration(milliseconds: number).description
    case (.money, .number(let number)): amount(number)
    case (.modelTier, .number(let number)): name(Int(number), modelTiers.names)
    case (.words(let words), .number(let number)): name(Int(number), words)
    case (.choice(let kind, _), .set(let members)): choices(members, kind)
    case (.allowedTools, .set(let members)), (.deniedTools, .set(let members)):
      "[\(members.members.map { tools[$0].name }.joined(separator: ", "))]"
    case (_, .residency(let residency)): text(of: residency)
    case (_, .rates(let rates)): text(of: rates)
    case (_, .serviceLevel(let level)): level.description
    case (_, .burst(let burst)):
      burst == .none ? "none" : "{ to: \(Count(burst.to)), for: \(burst.duration) }"
    default: "?"
    }
  }

  /// Regions as a list; the name of a group that is exactly them, or `any` or `none`.
  package func text(ofRegions members: Bitset) -> String {
    if members.isEmpty { return "none" }
    if members.count == 1 { return list(members.members.map { regions[$0].name }) }
    if members == everyRegion { return "any" }
    if let group = groups.elements.first(where: { $0.regions == members }) {
      return "[\(group.name)]"
    }
    return list(members.members.map { regions[$0].name })
  }

  private func text(of residency: Residency) -> String {
    let general = residency.general
    if general.process == general.store, general.store == general.log, residency.byClass.isEmpty,
      residency.accepts.isEmpty
    {
      return text(ofRegions: general.process)
    }
    var parts = [text(of: general)]
    if !residency.byClass.isEmpty {
      let classes = residency.byClass.map { "\(dataClasses[$0.dataClass].name): \(braced($0.use))" }
      parts.append("by_class: { \(classes.joined(separator: ", ")) }")
    }
    if !residency.accepts.isEmpty {
      parts.append("accepts: \(list(residency.accepts.members.map { bases[$0].name }))")
    }
    return "{ \(parts.joined(separator: ", ")) }"
  }

  private func text(of use: RegionUse) -> String {
    [("process", use.process), ("store", use.store), ("log", use.log)]
      .map { "\($0): \(text(ofRegions: $1))" }.joined(separator: ", ")
  }

  private func braced(_ use: RegionUse) -> String {
    use.process == use.store && use.store == use.log
      ? text(ofRegions: use.process) : "{ \(text(of: use)) }"
  }

  private func text(of rates: RateLimits) -> String {
    guard !rates.entries.isEmpty else { return "{}" }
    let entries = rates.entries.map { "\(tools[$0.tool].name): \($0.rate)" }
    return "{ \(entries.joined(separator: ", ")) }"
  }

  private func amount(_ micros: Int64) -> String {
    currency.map { Money(micros: micros, currency: $0).description } ?? Count(micros).description
  }

  private func choices(_ members: Bitset, _ kind: NameKind) -> String {
    let names = names(of: kind)
    let texts = members.members.map { $0 < names.count ? names[$0] : "none" }
    return texts.count == 1 ? texts[0] : list(texts)
  }

  private func name(_ index: Int, _ names: [String]) -> String {
    names.indices.contains(index) ? names[index] : "?"
  }

  private func list(_ names: [String]) -> String {
    names.count == 1 ? names[0] : "[\(names.joined(separator: ", "))]"
  }
}
