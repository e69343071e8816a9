import PolicyCatalogue
import PolicyCheck
import PolicyDiagnostics
import PolicyImport
import PolicyModel
import PolicySyntax

/// The catalogues that platforms use, and the records of those that ship with the program.
struct UsedCatalogues {
  private(set) var findings = Findings()
  private(set) var shipped: [SourceRecord] = []

  mutating func add(to scope: inout PlatformScope) {
    let declared = scope.documents.filter { $0.kind == .catalogue && !$0.isImplied }
    let names = names(of: scope)
    reportNames(declared, used: Set(names.map(\.text)))
    for name in names {
      if let document = declared.first(where: { $0.root.entries.first?.value.text == name.text }) {
        scope.catalogues.append(UsedCatalogue(document.root))
      } else if let catalogue = ShippedCatalogue(rawValue: name.text) {
        record(catalogue)
        scope.catalogues += trees(of: catalogue, at: name).map { UsedCatalogue($0.root) }
      } else {
        let known =
          declared.compactMap { $0.root.entries.first?.value.text }
          + ShippedCatalogue.allCases.map(\.rawValue)
        findings.raise(.unknownCatalogue(name, among: known))
      }
    }
    for document in scope.documents where document.kind == .catalogue && document.isImplied {
      scope.catalogues.append(UsedCatalogue(document.root, isImplied: true))
    }
  }

  /// A catalogue has one name, and one that does not ship.
  private mutating func reportNames(_ declared: [Document], used: Set<String>) {
    var first: [String: SourceSpan] = [:]
    for name in declared.compactMap({ $0.root.entries.first?.value }) {
      if let earlier = first[name.text] {
        findings.raise(.declaredTwice(.catalogue, name.text, at: name.span, first: earlier))
      } else if ShippedCatalogue(rawValue: name.text) != nil {
        findings.raise(.reservedName(name, .catalogue))
      } else if !used.contains(name.text) {
        findings.raise(
          Finding(
            Rules.catalogues.unusedCatalogue, "no platform uses catalogue `\(name.text)`",
            at: name.span, help: "add it to `use:` of the platform, or take it out"))
      }
      first[name.text] = first[name.text] ?? name.span
    }
  }

  private func names(of scope: PlatformScope) -> [Node] {
    guard let use = scope.platform.root.entries.first(where: { $0.key.text == "use" })?.value else {
      return []
    }
    return use.kind == .sequence ? use.elements : [use]
  }

  private mutating func record(_ catalogue: ShippedCatalogue) {
    let name = "catalogue:\(catalogue.rawValue)"
    guard !shipped.contains(where: { $0.name == name }) else { return }
    shipped.append(SourceRecord(name: name, digest: digest(of: Array(catalogue.text.utf8))))
  }

  /// What the catalogue declares is shown where the platform says that it uses it.
  private mutating func trees(of catalogue: ShippedCatalogue, at use: Node) -> [Tree] {
    let record = use.record
    return parseTrees(
      of: Array(catalogue.text.utf8), source: use.tree.source, into: &findings
    ).map { tree in
      Tree(
        source: tree.source,
        nodes: tree.nodes.map { node in
          var node = node
          (node.start, node.end) = (record.start, record.end)
          (node.line, node.column) = (record.line, record.column)
          return node
        }, text: tree.text)
    }
  }
}

extension Finding {
  fileprivate static func unknownCatalogue(_ node: Node, among names: [String]) -> Finding {
    let nearest = nearestName(to: node.text, among: names)
    return Finding(
      Rules.catalogues.unknownCatalogue, "there is no catalogue `\(node.text)`", at: node.span,
      help: nearest.map { "did you mean `\($0)`?" } ?? "there are \(list(of: names))",
      fix: nearest.map { Fix(replacing: node.span, with: $0) })
  }
}
