package import PolicyDiagnostics
package import PolicyModel
import PolicySyntax

/// Whether a slip itself says what it permits, so that who reads the changed line sees it.
///
/// A *statement* is what one key of a layer says of a field (`denied_tools: [a, b]`, on however many
/// lines), at one of the layers of the tenant: its own document, its budget class, org, tier or
/// platform. A slip says that something is permitted in exactly these cases:
///
/// 1. It changed a statement of the field that permits it, or the key above that statement, and the
///    statement is still there.
/// 2. It changed the name of the tenant's org, tier or budget class, and the layer that it names now
///    states the field.
/// 3. It changed a declaration of the catalogue whose text names what became permitted.
/// 4. It took a statement away as a whole, and another layer states the field: what holds then is
///    written there. Tools that nothing denies any more must be named by the allowance itself, unless a
///    layer states its denials; a tool that has no rate any more is never said to have none.
package struct StatedChange {
  /// Where a layer is declared.
  private struct LayerName: Hashable {
    let kind: DocumentKind
    let name: String
  }

  private let mutant: Mutant
  private let trees: [String: [Tree]]
  private let platform: CheckedPlatform

  /// - Parameters:
  ///   - sources: the sources with the slip.
  ///   - platform: what they check to.
  package init(_ mutant: Mutant, in sources: SourceMap, checkedAs platform: CheckedPlatform) {
    self.mutant = mutant
    self.platform = platform
    var trees: [String: [Tree]] = [:]
    var findings = Findings()
    for (index, entry) in sources.entries.enumerated() {
      let id = SourceID(index)
      guard let bytes = try? sources.bytes(of: id).get() else { continue }
      trees[entry.name] = parseTrees(of: bytes, source: id, into: &findings)
    }
    self.trees = trees
  }

  package func says(_ widening: Widening, for tenant: CheckedTenants.Tenant) -> Bool {
    guard !widening.isUnbounded else { return false }
    return mutant.changes.contains { change in
      changesStatement(change, widening, tenant) || choosesLayer(change, widening, tenant)
        || declares(change, widening) || fallsBack(change, widening, tenant)
    }
  }

  // MARK: The four cases

  private func changesStatement(
    _ change: Mutant.Change, _ widening: Widening, _ tenant: CheckedTenants.Tenant
  ) -> Bool {
    widening.fields.contains { changes($0.name, change, tenant) }
  }

  private func choosesLayer(
    _ change: Mutant.Change, _ widening: Widening, _ tenant: CheckedTenants.Tenant
  ) -> Bool {
    let isOwn = layer(of: change) == LayerName(kind: .tenant, name: id(of: tenant))
    let choices: [(isChosen: Bool, layer: LayerKind)] = [
      (isOwn && change.keys == ["org_id"], .org),
      (isOwn && change.keys == ["policy_tier"], .tier),
      (
        changes("budget_class", change, tenant) || takesAway("budget_class", change, tenant),
        .budgetClass
      ),
    ]
    return choices.contains { choice in
      choice.isChosen && widening.fields.contains { states($0.name, choice.layer, tenant) }
    }
  }

  private func declares(_ change: Mutant.Change, _ widening: Widening) -> Bool {
    guard layer(of: change)?.kind == .platform, let section = change.keys.first,
      !["limit", "default", "budget_classes"].contains(section)
    else { return false }
    let words = Set(words(in: change.declaration))
    return widening.names.contains { words.contains($0) }
  }

  private func fallsBack(
    _ change: Mutant.Change, _ widening: Widening, _ tenant: CheckedTenants.Tenant
  ) -> Bool {
    guard widening.fields.contains(where: { takesAway($0.name, change, tenant) }) else {
      return false
    }
    if widening.fields.allSatisfy({ isStated($0.name, tenant) }) { return true }
    let allowance = policyFields.allowedTools.declaration.name
    let named = statements(of: allowance, tenant).flatMap { words(in: $0) }
    return widening.fields.contains { $0.name == allowance }
      && widening.names.allSatisfy { named.contains($0) }
  }

  // MARK: Statements

  /// The paths below which a layer of the tenant may state a field.
  private func paths(
    to field: String, _ layer: LayerKind, _ tenant: CheckedTenants.Tenant
  ) -> [[String]] {
    let bounds = [["limit", field], ["default", field]]
    switch layer {
    case .language: return []
    case .platform, .tier, .org: return bounds
    case .tenant: return [[field]] + bounds
    case .budgetClass: return [["budget_classes", name(of: .budgetClass, tenant), field]]
    }
  }

  /// Whether the slip changed a statement of the field that is still there.
  private func changes(
    _ field: String, _ change: Mutant.Change, _ tenant: CheckedTenants.Tenant
  ) -> Bool {
    touched(change, tenant).contains { layer, document in
      paths(to: field, layer, tenant).contains { path in
        let isInside = change.keys.starts(with: path) && (change.keys != path || !change.isGone)
        let isAbove = path.starts(with: change.keys) && !change.isGone
        return (isInside || isAbove) && document.root.value(at: path) != nil
      }
    }
  }

  /// Whether the slip took a statement of the field away.
  private func takesAway(
    _ field: String, _ change: Mutant.Change, _ tenant: CheckedTenants.Tenant
  ) -> Bool {
    guard change.isGone else { return false }
    return touched(change, tenant).contains { layer, document in
      paths(to: field, layer, tenant).contains { path in
        path.starts(with: change.keys) && document.root.value(at: path) == nil
      }
    }
  }

  private func isStated(_ field: String, _ tenant: CheckedTenants.Tenant) -> Bool {
    LayerKind.allCases.contains { states(field, $0, tenant) }
  }

  private func states(
    _ field: String, _ layer: LayerKind, _ tenant: CheckedTenants.Tenant
  ) -> Bool {
    !nodes(of: field, layer, tenant).isEmpty
  }

  /// The texts of everything that the tenant's layers say of a field.
  private func statements(of field: String, _ tenant: CheckedTenants.Tenant) -> [String] {
    LayerKind.allCases.flatMap { nodes(of: field, $0, tenant) }.flatMap { $0.scalars }
  }

  private func nodes(
    of field: String, _ layer: LayerKind, _ tenant: CheckedTenants.Tenant
  ) -> [Node] {
    let documents = trees.values.joined().filter { isLayer(layer, $0, tenant) }
    return documents.flatMap { document in
      paths(to: field, layer, tenant).compactMap { document.root.value(at: $0) }
    }
  }

  // MARK: Layers

  /// The changed document, for each layer of the tenant that it is.
  private func touched(
    _ change: Mutant.Change, _ tenant: CheckedTenants.Tenant
  ) -> [(LayerKind, Tree)] {
    guard let document = document(of: change) else { return [] }
    return LayerKind.allCases.filter { isLayer($0, document, tenant) }.map { ($0, document) }
  }

  private func isLayer(
    _ layer: LayerKind, _ document: Tree, _ tenant: CheckedTenants.Tenant
  ) -> Bool {
    let kind: DocumentKind? =
      switch layer {
      case .language: nil
      case .platform, .budgetClass: .platform
      case .tier: .tier
      case .org: .org
      case .tenant: .tenant
      }
    guard let kind else { return false }
    let name = name(of: layer == .budgetClass ? .platform : layer, tenant)
    return layerName(of: document) == LayerName(kind: kind, name: name)
  }

  private func name(of layer: LayerKind, _ tenant: CheckedTenants.Tenant) -> String {
    let policy = platform.classes[Int(tenant.policyClass)]
    switch layer {
    case .language: return ""
    case .platform: return platform.catalogue.name.value
    case .tier: return platform.tiers[policy.tier].name
    case .org: return platform.orgs[policy.org].name
    case .budgetClass:
      let choice = policy[policyFields.budgetClass].members.first
      return choice.map { platform.catalogue.budgetClasses[$0].name } ?? ""
    case .tenant: return id(of: tenant)
    }
  }

  private func id(of tenant: CheckedTenants.Tenant) -> String {
    String(decoding: platform.tenants.id(of: tenant), as: UTF8.self)
  }

  private func layer(of change: Mutant.Change) -> LayerName? {
    document(of: change).flatMap { layerName(of: $0) }
  }

  private func layerName(of document: Tree) -> LayerName? {
    guard let (key, value) = document.root.entries.first,
      let kind = DocumentKind(firstKey: key.text)
    else { return nil }
    return LayerName(kind: kind, name: value.text)
  }

  private func document(of change: Mutant.Change) -> Tree? {
    guard let documents = trees[mutant.path], change.document < documents.count else { return nil }
    return documents[change.document]
  }

  /// The names in a text: runs of the bytes that a name may have.
  private func words(in text: String) -> [String] {
    text.utf8.split { !$0.isNameByte }.map { String(decoding: $0, as: UTF8.self) }
  }
}

extension Node {
  /// The value that a path of keys leads to.
  fileprivate func value(at path: [String]) -> Node? {
    guard let first = path.first else { return self }
    let entry = entries.first { $0.key.text == first }
    return entry?.value.value(at: Array(path.dropFirst()))
  }

  /// The texts of all scalars in it.
  fileprivate var scalars: [String] {
    (index..<Int(record.next)).map { Node(tree: tree, index: $0) }
      .filter { $0.kind == .scalar }.map(\.text)
  }
}
