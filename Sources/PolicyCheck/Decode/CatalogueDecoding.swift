import PolicyDiagnostics
package import PolicyModel
package import PolicySyntax

extension Decoder {
  /// The catalogue that a platform document declares, except what tenants are needed for.
  ///
  /// Names come first and what refers to them after, so that the order of the keys has no meaning.
  ///
  /// - Parameter catalogues: those that the platform uses.
  package mutating func catalogue(_ root: Node, using catalogues: [UsedCatalogue] = [])
    -> Catalogue?
  {
    guard let keys = keys(of: root, as: Shapes.platform),
      let name = keys["platform"].flatMap({ newName($0, of: .platform) })
    else { return nil }
    let parts = CatalogueParts(own: keys, used: used(catalogues))
    var catalogue = Catalogue(name: name)
    if let node = keys["language"] { language(node) }
    catalogue.currency = currency(keys["currency"], root)
    decodePlaces(keys, parts, into: &catalogue)
    catalogue.dataClasses = NameTable(sorting: names(keys["data_classes"], of: .dataClass))
    catalogue.modelTiers = NameTable(inOrder: names(keys["model_tiers"], of: .modelTier))
    catalogue.endpointClasses = endpointClasses(parts, in: catalogue)
    catalogue.tools = tools(declarations("tools", of: .tool, in: parts), in: catalogue)
    catalogue.models = tools(declarations("models", of: .model, in: parts), in: catalogue)
    distinguish(catalogue.models, from: catalogue.tools)
    catalogue.endpoints = endpoints(
      declarations("endpoints", of: .endpoint, in: parts), in: catalogue)
    catalogue.reviewerPools = reviewerPools(keys["reviewer_pools"], in: catalogue)
    catalogue.workerPool = keys["worker_pool"].flatMap { workerPool($0, in: catalogue) }
    catalogue.gate = keys["gate"].flatMap { gate($0) } ?? .none
    return catalogue
  }

  private mutating func language(_ node: Node) {
    guard let number = count(node, in: 1...Int64.max), number != Catalogue.newestLanguage else {
      return
    }
    findings.raise(.unknownLanguage(node))
  }

  private mutating func gate(_ node: Node) -> Gate? {
    word(node, of: Gate.allCases.map(\.rawValue)).map { Gate.allCases[$0] }
  }

  /// The stated currency, or that of the first amount of the document.
  private mutating func currency(_ stated: Node?, _ root: Node) -> Currency? {
    if let stated { return notation(stated, as: Currency.self) }
    let scalars = root.tree.nodes.indices.lazy.map { Node(tree: root.tree, index: $0) }
    return scalars.compactMap { try? Money(parsing: $0.bytes).currency }.first
  }

  // MARK: Names

  /// A list of new names, each once.
  private mutating func names(_ node: Node?, of kind: NameKind) -> [PlainName] {
    guard let node, let elements = elements(of: node, expected: "a list of names") else {
      return []
    }
    let declared = elements.compactMap { newName($0, of: kind) }
    return unique(declared, kind).map { PlainName($0.value, at: $0.span) }
  }

  /// The entries of a mapping from new names to what they are.
  mutating func declarations(
    _ node: Node?, of kind: NameKind
  ) -> [(name: Located<String>, value: Node)] {
    guard let node,
      let entries = entries(of: node, expected: "a mapping from each \(kind.title) to what it is")
    else { return [] }
    let named = entries.compactMap { key, value in
      newName(key, of: kind).map { (name: $0, value: value) }
    }
    checkCount(named.count, kind, at: node.span)
    return named
  }

  private mutating func unique(_ names: [Located<String>], _ kind: NameKind) -> [Located<String>] {
    var first: [String: SourceSpan] = [:]
    if let span = names.first?.span { checkCount(names.count, kind, at: span) }
    return names.filter { name in
      if let earlier = first[name.value] {
        findings.raise(.declaredTwice(kind, name.value, at: name.span, first: earlier))
        return false
      }
      first[name.value] = name.span
      return true
    }
  }

  private mutating func checkCount(_ count: Int, _ kind: NameKind, at span: SourceSpan) {
    let most = Catalogue.most(of: kind)
    if count > most { findings.raise(.tooMany(kind, count, most: most, at: span)) }
  }

  /// A plan asks for a tool or a model by the same kind of name, so none may be both.
  private mutating func distinguish(_ models: NameTable<Tool>, from tools: NameTable<Tool>) {
    for model in models.elements {
      guard let tool = tools[model.name] else { continue }
      findings.raise(.declaredTwice(.model, model.name, at: model.span, first: tool.span))
    }
  }

  // MARK: Places

  private mutating func decodePlaces(
    _ keys: DecodedKeys, _ parts: CatalogueParts, into catalogue: inout Catalogue
  ) {
    let regions = declarations("regions", of: .region, in: parts).map { entry in
      (
        name: entry.name, groups: self.keys(of: entry.value, as: Shapes.region)?["in"],
        isOwn: entry.isOwn
      )
    }
    let declaredGroups = keys["region_groups"].map { names($0, of: .regionGroup) }
    let naming = regions.filter { declaredGroups == nil || !$0.isOwn }.map(\.groups)
    let groups = NameTable(
      sorting: joined(declaredGroups ?? [], groupsNamed(by: naming)))
    let regionTable = NameTable(
      sorting: regions.map { name, node, _ in
        Region(name.value, at: name.span, groups: node.map { members($0, of: groups) } ?? Bitset())
      })
    catalogue.regions = regionTable
    catalogue.groups = NameTable(
      inOrder: groups.elements.enumerated().map { index, group in
        let inside = regionTable.elements.indices.filter { regionTable[$0].groups.contains(index) }
        return RegionGroup(group.name, at: group.span, regions: Bitset(inside))
      })
    for group in groups.elements {
      guard let region = regionTable[group.name] else { continue }
      findings.raise(.declaredTwice(.regionGroup, group.name, at: group.span, first: region.span))
    }
    decodeTransfers(keys["transfers"], into: &catalogue)
  }

  /// Without a list of groups, a group is declared by the first region that is in it.
  private mutating func groupsNamed(by lists: [Node?]) -> [PlainName] {
    var groups: [String: PlainName] = [:]
    for element in lists.compactMap({ $0 }).flatMap(\.elements) {
      guard groups[element.text] == nil, let name = newName(element, of: .regionGroup) else {
        continue
      }
      groups[name.value] = PlainName(name.value, at: name.span)
    }
    return groups.values.sorted { $0.span < $1.span }
  }

  private func joined(_ groups: [PlainName], _ more: [PlainName]) -> [PlainName] {
    let names = Set(groups.map(\.name))
    return groups + more.filter { !names.contains($0.name) }
  }

  private mutating func members(_ node: Node, of groups: NameTable<PlainName>) -> Bitset {
    guard let elements = elements(of: node, expected: "a list of region groups") else {
      return Bitset()
    }
    var members = Bitset()
    for element in elements {
      if let index = groups.index(of: element.text) {
        if members.contains(index) { findings.raise(.repeatedName(element, .regionGroup)) }
        members.insert(index)
      } else if Identifier.isValid(element.bytes), !Identifier.reserved.contains(element.text) {
        findings.raise(.unknownName(element, .regionGroup, among: groups.names))
      }
    }
    return members
  }

  private mutating func decodeTransfers(_ node: Node?, into catalogue: inout Catalogue) {
    guard let node, let elements = elements(of: node, expected: "a list of transfers") else {
      return
    }
    let decoded = elements.compactMap { element -> (DecodedKeys, Located<String>, Node)? in
      guard let keys = keys(of: element, as: Shapes.transfer),
        let basis = keys["basis"].flatMap({ newName($0, of: .basis) })
      else { return nil }
      return (keys, basis, element)
    }
    let names = Dictionary(
      decoded.map { ($0.1.value, $0.1) }, uniquingKeysWith: { first, _ in first })
    catalogue.bases = NameTable(sorting: names.values.map { PlainName($0.value, at: $0.span) })
    for (keys, basis, element) in decoded {
      guard let from = keys["from"].flatMap({ reference($0, to: .regionGroup, in: catalogue) }),
        let to = keys["to"].flatMap({ reference($0, to: .regionGroup, in: catalogue) }),
        let until = keys["until"].flatMap({ notation($0, as: CalendarDate.self) }),
        let index = catalogue.bases.index(of: basis.value)
      else { continue }
      catalogue.transfers.append(
        Transfer(at: element.span, from: from, to: to, basis: index, until: until))
    }
  }
}

extension Finding {
  fileprivate static func unknownLanguage(_ node: Node) -> Finding {
    Finding(
      Rules.shape.unknownLanguage, "this release does not know language `\(node.text)`",
      at: node.span, help: "write `language: \(Catalogue.newestLanguage)`, or use a newer release")
  }
}
