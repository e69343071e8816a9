import PolicyDiagnostics
package import PolicyModel
package import PolicySyntax

extension Decoder {
  /// The value of a policy field, or a limit on it: a limit on a choice lists what may be chosen.
  package mutating func value(
    of field: AnyField, at node: Node, in catalogue: Catalogue, isLimit: Bool
  ) -> FieldValue? {
    switch field.type {
    case .integer(let range, _): count(node, in: range).map { .number($0) }
    case .duration: notation(node, as: Duration.self).map { .number($0.milliseconds) }
    case .money: amount(node, in: catalogue).map { .number($0.micros) }
    case .modelTier:
      reference(node, to: .modelTier, in: catalogue).map { .number(Int64($0)) }
    case .words(let words): word(node, of: words).map { .number(Int64($0)) }
    case .choice(let kind, let none):
      choice(node, kind, none: none, in: catalogue, isLimit: isLimit).map { .set($0) }
    case .allowedTools, .deniedTools: tools(node, in: catalogue).map { .set($0) }
    case .residency: residency(node, in: catalogue).map { .residency($0) }
    case .rateLimits: rateLimits(node, in: catalogue).map { .rates($0) }
    case .serviceLevel: notation(node, as: ServiceLevel.self).map { .serviceLevel($0) }
    case .burst: burst(node).map { .burst($0) }
    }
  }

  // MARK: Choices

  private mutating func choice(
    _ node: Node, _ kind: NameKind, none: Bool, in catalogue: Catalogue, isLimit: Bool
  ) -> Bitset? {
    let names = catalogue.names(of: kind)
    if isLimit, node.kind == .sequence {
      var allowed = Bitset()
      for element in node.elements {
        guard let one = chosen(element, kind, none: none, in: catalogue) else { return nil }
        allowed.insert(one)
      }
      return allowed
    }
    if isLimit, node.kind == .scalar, node.text == "any" {
      return Bitset(all: names.count + (none ? 1 : 0))
    }
    return chosen(node, kind, none: none, in: catalogue).map { Bitset([$0]) }
  }

  /// The index of a name; the one past the last for `none`.
  private mutating func chosen(
    _ node: Node, _ kind: NameKind, none: Bool, in catalogue: Catalogue
  ) -> Int? {
    if none, node.kind == .scalar, node.text == "none" { return catalogue.names(of: kind).count }
    return reference(node, to: kind, in: catalogue)
  }

  // MARK: Tools

  /// `any`, or a list of tools and wildcards.
  private mutating func tools(_ node: Node, in catalogue: Catalogue) -> Bitset? {
    if node.kind == .scalar, node.text == "any" { return Bitset(all: catalogue.tools.count) }
    guard let elements = elements(of: node, expected: "a list of tools, `[]` or `any`") else {
      return nil
    }
    var tools = Bitset()
    var isWhole = true
    for element in elements {
      guard let named = toolsNamed(element, in: catalogue) else {
        isWhole = false
        continue
      }
      if named.count == 1, named.isSubset(of: tools) {
        findings.raise(.repeatedName(element, .tool))
      }
      tools = tools.union(named)
    }
    return isWhole ? tools : nil
  }

  private mutating func toolsNamed(_ node: Node, in catalogue: Catalogue) -> Bitset? {
    guard node.kind == .scalar, node.bytes.contains(Wildcard.star) else {
      return reference(node, to: .tool, in: catalogue).map { Bitset([$0]) }
    }
    let wildcard = Wildcard(node.bytes)
    let matches = catalogue.tools.elements.indices.filter {
      wildcard.matches(catalogue.tools[$0].name)
    }
    guard !matches.isEmpty else {
      findings.raise(.emptyWildcard(node, catalogue.tools.names))
      return nil
    }
    return Bitset(matches)
  }

  private mutating func rateLimits(_ node: Node, in catalogue: Catalogue) -> RateLimits? {
    guard let entries = entries(of: node, expected: "a mapping from tools to rates") else {
      return nil
    }
    var limits: [RateLimits.Entry] = []
    var isWhole = true
    for (key, value) in entries {
      guard let tool = reference(key, to: .tool, in: catalogue),
        let rate = notation(value, as: Rate.self)
      else {
        isWhole = false
        continue
      }
      if catalogue.tools[tool].quota == nil {
        findings.raise(.rateWithoutQuota(key, catalogue.tools[tool]))
      }
      limits.append(RateLimits.Entry(tool, rate))
    }
    return isWhole ? RateLimits(limits) : nil
  }

  // MARK: Residency

  private mutating func residency(_ node: Node, in catalogue: Catalogue) -> Residency? {
    guard node.kind == .mapping else {
      return regions(node, in: catalogue).map { Residency(RegionUse($0)) }
    }
    guard let keys = keys(of: node, as: Shapes.residency),
      let general = regionUse(keys, in: catalogue)
    else { return nil }
    var accepts = Bitset()
    if let node = keys["accepts"] {
      guard let named = references(node, to: .basis, in: catalogue) else { return nil }
      accepts = named
    }
    guard let byClass = keys["by_class"].map({ classUses($0, in: catalogue) }) ?? [] else {
      return nil
    }
    return Residency(general, byClass: byClass, accepts: accepts)
  }

  private mutating func regionUse(_ keys: DecodedKeys, in catalogue: Catalogue) -> RegionUse? {
    guard let process = keys["process"].flatMap({ regions($0, in: catalogue) }),
      let store = keys["store"].flatMap({ regions($0, in: catalogue) })
    else { return nil }
    guard let log = keys["log"] else {
      return RegionUse(process: process, store: store, log: store)
    }
    return regions(log, in: catalogue).map { RegionUse(process: process, store: store, log: $0) }
  }

  private mutating func classUses(
    _ node: Node, in catalogue: Catalogue
  ) -> [Residency.ClassUse]? {
    guard let entries = entries(of: node, expected: "a mapping from data classes to regions") else {
      return nil
    }
    var uses: [Residency.ClassUse] = []
    for (key, value) in entries {
      guard let dataClass = reference(key, to: .dataClass, in: catalogue),
        let use = classUse(value, in: catalogue)
      else { return nil }
      uses.append(Residency.ClassUse(dataClass, use))
    }
    return uses
  }

  private mutating func classUse(_ node: Node, in catalogue: Catalogue) -> RegionUse? {
    guard node.kind == .mapping else { return regions(node, in: catalogue).map { RegionUse($0) } }
    return keys(of: node, as: Shapes.regionUse).flatMap { regionUse($0, in: catalogue) }
  }

  // MARK: Bursts

  private mutating func burst(_ node: Node) -> Burst? {
    if node.kind == .scalar, node.text == "none" { return Burst.none }
    guard let keys = keys(of: node, as: Shapes.burst),
      let to = keys["to"].flatMap({ count($0, in: 1...1_000_000) }),
      let duration = keys["for"].flatMap({ notation($0, as: Duration.self) })
    else { return nil }
    return Burst(to: to, for: duration)
  }
}

/// A name with `*` for any run of characters: `credit_*`.
package struct Wildcard: Sendable {
  package static let star: UInt8 = 0x2A

  private let parts: [ArraySlice<UInt8>]

  package init(_ pattern: ArraySlice<UInt8>) {
    parts = pattern.split(separator: Self.star, omittingEmptySubsequences: false)
  }

  /// Whether the name is the pattern's parts in order with anything between them.
  package func matches(_ name: String) -> Bool {
    var rest = Array(name.utf8)[...]
    guard let first = parts.first, let last = parts.last, parts.count > 1 else {
      return parts.first.map { $0.elementsEqual(rest) } ?? false
    }
    guard rest.starts(with: first) else { return false }
    rest = rest.dropFirst(first.count)
    for part in parts.dropFirst().dropLast() {
      guard let start = rest.indices.first(where: { rest[$0...].starts(with: part) }) else {
        if part.isEmpty { continue }
        return false
      }
      rest = rest[(start + part.count)...]
    }
    return rest.count >= last.count && rest.suffix(last.count).elementsEqual(last)
  }
}

extension Finding {
  fileprivate static func emptyWildcard(_ node: Node, _ names: [String]) -> Finding {
    Finding(
      Rules.names.emptyWildcard, "no tool matches `\(node.text)`", at: node.span,
      help: nearestName(to: node.text.filter { $0 != "*" }, among: names)
        .map { "the nearest tool is `\($0)`" })
  }

  fileprivate static func rateWithoutQuota(_ key: Node, _ tool: Tool) -> Finding {
    Finding(
      Rules.tools.rateWithoutQuota, "tool `\(tool.name)` has a rate here, but no quota",
      at: key.span, others: [OtherPlace(tool.span, "declared here")],
      help: "state the `quota:` of the tool, so that nobody may call it without a rate")
  }
}
