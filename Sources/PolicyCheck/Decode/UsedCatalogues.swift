import PolicyDiagnostics
import PolicyModel
package import PolicySyntax

/// A catalogue that a platform uses: it says so, or a plan of it is made from a workflow that needs it.
package struct UsedCatalogue: Sendable {
  package let root: Node
  /// Whether the platform's own declarations stand before those of the catalogue: what a workflow needs
  /// is only there as far as nobody says where it is.
  package let isImplied: Bool

  package init(_ root: Node, isImplied: Bool = false) {
    self.root = root
    self.isImplied = isImplied
  }
}

/// Where the declarations of a platform stand: in its own document, and in those of its catalogues.
struct CatalogueParts {
  typealias Entry = (name: Located<String>, value: Node, isOwn: Bool)

  let own: DecodedKeys
  let used: [(keys: DecodedKeys, isImplied: Bool)]
}

extension Decoder {
  mutating func used(_ catalogues: [UsedCatalogue]) -> [(keys: DecodedKeys, isImplied: Bool)] {
    catalogues.compactMap { catalogue in
      keys(of: catalogue.root, as: Shapes.catalogue).map { ($0, catalogue.isImplied) }
    }
  }

  /// The declarations of a kind, the platform's own first, each name once.
  mutating func declarations(
    _ key: String, of kind: NameKind, in parts: CatalogueParts
  ) -> [CatalogueParts.Entry] {
    var entries: [CatalogueParts.Entry] = declarations(parts.own[key], of: kind)
      .map { ($0.name, $0.value, true) }
    var first = Dictionary(
      entries.enumerated().map { ($1.name.value, $0) }, uniquingKeysWith: { first, _ in first })
    for part in parts.used {
      for (name, value) in declarations(part.keys[key], of: kind) {
        if let earlier = first[name.value].map({ entries[$0] }) {
          // What the platform says itself stands; two workflows must agree.
          let isSettled = part.isImplied && (earlier.isOwn || saysTheSame(earlier.value, value))
          if !isSettled {
            findings.raise(
              .declaredTwice(kind, name.value, at: name.span, first: earlier.name.span))
          }
          continue
        }
        first[name.value] = entries.count
        entries.append((name, value, false))
      }
    }
    return entries
  }

  /// Whether two values are written with the same words.
  private func saysTheSame(_ left: Node, _ right: Node) -> Bool {
    let (leftNodes, rightNodes) = (
      left.tree.nodes[left.index..<Int(left.record.next)],
      right.tree.nodes[right.index..<Int(right.record.next)]
    )
    return leftNodes.count == rightNodes.count
      && zip(leftNodes.indices, rightNodes.indices).allSatisfy { leftIndex, rightIndex in
        let (one, other) = (
          Node(tree: left.tree, index: leftIndex), Node(tree: right.tree, index: rightIndex)
        )
        return one.kind == other.kind && one.bytes == other.bytes
          && one.record.count == other.record.count
      }
  }

  // MARK: Endpoint classes

  mutating func endpointClasses(
    _ parts: CatalogueParts, in catalogue: Catalogue
  ) -> [String: EndpointClass] {
    var classes: [String: EndpointClass] = [:]
    for (name, value, _) in declarations("endpoint_classes", of: .endpoint, in: parts) {
      guard let keys = keys(of: value, as: Shapes.endpointClass) else { continue }
      classes[name.value] = endpointClass(keys, in: catalogue)
    }
    return classes
  }

  private mutating func endpointClass(
    _ keys: DecodedKeys, in catalogue: Catalogue
  ) -> EndpointClass {
    let every = catalogue.everyRegion
    let retains = keys["retains"].flatMap { notation($0, as: Duration.self) }
    let offered = keys["offered"].flatMap { word($0, of: ["true", "false"]) }
    let use = RegionUse(
      process: keys["process"].flatMap { regions($0, in: catalogue) } ?? every,
      store: keys["store"].flatMap { regions($0, in: catalogue) } ?? every,
      log: keys["log"].flatMap { regions($0, in: catalogue) } ?? every)
    return offered == 1
      ? .notOffered : EndpointClass(regions: use, retains: retains, isOffered: true)
  }

  /// The class that an endpoint is said to be of; one that no catalogue knows is everywhere.
  mutating func endpointClass(_ node: Node, in catalogue: Catalogue) -> EndpointClass? {
    guard let name = scalar(node, expected: "the name of an endpoint class") else { return nil }
    if let known = catalogue.endpointClasses[name] {
      if !known.isOffered { findings.raise(.canOnlyFail(node, name, [])) }
      return known
    }
    if let sources = sources(of: name, in: catalogue) {
      findings.raise(.canOnlyFail(node, name, sources))
      return EndpointClass.notOffered
    }
    findings.raise(.unknownClass(node, name, among: catalogue.endpointClasses.keys.sorted()))
    return EndpointClass(regions: nil, retains: nil, isOffered: true)
  }

  /// Of a class that is known by the region that it is called from, and not from this one: those from
  /// which it is.
  private func sources(of name: String, in catalogue: Catalogue) -> [String]? {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard let from = parts.lastIndex(of: "from"), from + 2 == parts.count else { return nil }
    let stem = parts[...from].joined(separator: ".") + "."
    let known = catalogue.endpointClasses.keys.filter { $0.hasPrefix(stem) }
    return known.isEmpty ? nil : known.map { String($0.dropFirst(stem.count)) }.sorted()
  }
}

extension EndpointClass {
  /// What no call comes to sees no data.
  fileprivate static let notOffered = EndpointClass(
    regions: RegionUse(Bitset()), retains: Duration(milliseconds: 0), isOffered: false)
}

extension Finding {
  fileprivate static func canOnlyFail(_ node: Node, _ name: String, _ sources: [String]) -> Finding
  {
    Finding(
      Rules.catalogues.canOnlyFail, "calls of `\(name)` can only fail: it is not offered there",
      at: node.span, label: "nothing leaves, and nothing comes back",
      help: sources.isEmpty
        ? "call something that is offered" : "it is offered from \(list(of: sources))")
  }

  fileprivate static func unknownClass(
    _ node: Node, _ name: String, among names: [String]
  ) -> Finding {
    Finding(
      Rules.catalogues.unknownClass, "no catalogue knows endpoints of class `\(name)`",
      at: node.span, label: "taken as every region",
      help: nearestName(to: name, among: names).map { "did you mean `\($0)`?" }
        ?? "import the class with `tenantpolicy catalogue import`, or state its regions")
  }
}
