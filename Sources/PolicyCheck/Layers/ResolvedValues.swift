package import PolicyDiagnostics
package import PolicyModel
package import PolicySyntax

/// The distinct written values of a platform's tenants, each decoded once.
package struct ResolvedValues: Sendable {
  /// What a written value turned out to be.
  private enum Resolution {
    case field(LayerValue)
    case org(Int)
    case tier(Int)
    case limit([LayerValue?])
    case standard([LayerValue?])
    case broken
  }

  private let layers: Layers
  private let catalogue: Catalogue
  private let written: WrittenValues
  /// By index of the written value; `nil` for one that no tenant of the platform writes, so far.
  private var resolved: [Resolved?]

  /// A value, decoded.
  private struct Resolved {
    let tree: Tree
    let resolution: Resolution
    let findings: Findings
  }

  package init(_ layers: Layers, _ catalogue: Catalogue, _ written: WrittenValues) {
    self.layers = layers
    self.catalogue = catalogue
    self.written = written
    resolved = Array(repeating: nil, count: written.count)
  }

  /// Whether decoding the value raised an error: a value with a warning is there all the same.
  package func isBroken(_ index: Int) -> Bool {
    guard let value = resolved[index] else { return false }
    return if case .broken = value.resolution { true } else { value.findings.hasErrors }
  }

  /// What is wrong with a value, at the place where a tenant writes it.
  package func findings(of use: WrittenTenant.Use, in tenant: WrittenTenant) -> [Finding] {
    guard let value = resolved[use.value] else { return [] }
    let root = value.tree.root
    return value.findings.all.map { finding in
      var finding = finding
      finding.span = finding.span.map { relocate($0, from: root, to: use, tenant) }
      finding.fix = finding.fix.map {
        Finding.Fix(
          replacing: relocate($0.span, from: root, to: use, tenant), with: $0.replacement)
      }
      return finding
    }
  }

  /// The value of a use, where it was first written.
  package func root(of use: WrittenTenant.Use) -> Node? { resolved[use.value]?.tree.root }

  /// A span of the value where it was first written, at the place where a tenant writes it. Values
  /// that are written alike have equal offsets inside.
  package func relocate(
    _ span: SourceSpan, from root: Node, to use: WrittenTenant.Use, _ tenant: WrittenTenant
  ) -> SourceSpan {
    let first = root.record.start
    guard span.source == root.tree.source, span.start >= first, span.end <= root.record.end else {
      return span
    }
    return SourceSpan(
      tenant.source, from: use.start &+ (span.start &- first),
      to: use.start &+ (span.end &- first))
  }

  /// What a tenant says, its values as a layer of its own.
  package func statement(of tenant: WrittenTenant) -> TenantStatement {
    var org = 0
    var tier = 0
    var values = Layer.nothing
    var defaults = Layer.nothing
    var limits = Layer.nothing
    for use in tenant.uses {
      switch resolved[use.value]?.resolution {
      case .field(let value): values[Int(use.slot)] = value
      case .org(let index): org = index
      case .tier(let index): tier = index
      case .limit(let stated): limits = stated
      case .standard(let stated): defaults = stated
      case .broken, nil: break
      }
    }
    for index in values.indices where values[index] == nil { values[index] = defaults[index] }
    let layer = Layer(.tenant, "", at: tenant.span, limits: limits, defaults: values)
    return TenantStatement(org: org, tier: tier, layer: layer)
  }

  // MARK: Decoding

  /// Decodes a value, unless that is done.
  package mutating func resolve(_ index: Int) {
    guard resolved[index] == nil else { return }
    let tree = written.tree(of: index)
    var decoder = Decoder()
    let resolution = resolution(of: tree.root, written.slot(of: index), &decoder)
    resolved[index] = Resolved(tree: tree, resolution: resolution, findings: decoder.findings)
  }

  private func resolution(of node: Node, _ slot: UInt8, _ decoder: inout Decoder) -> Resolution {
    switch slot {
    case TenantSlot.org:
      decoder.name(node, .org, among: layers.orgs).map { .org($0) } ?? .broken
    case TenantSlot.tier:
      decoder.name(node, .policyTier, among: layers.tiers).map { .tier($0) } ?? .broken
    case TenantSlot.limit:
      .limit(decoder.values(node, Shapes.limits, in: catalogue, true, slot: slot))
    case TenantSlot.standard:
      .standard(decoder.values(node, Shapes.defaults, in: catalogue, false, slot: slot))
    default:
      decoder.value(
        of: PolicyFields.all[Int(slot)], at: node, in: catalogue, isLimit: false
      ).map { .field(LayerValue($0, at: node, slot: slot)) } ?? .broken
    }
  }
}

extension Decoder {
  /// The index of a declared org or tier.
  fileprivate mutating func name(
    _ node: Node, _ kind: NameKind, among layers: NameTable<Layer>
  ) -> Int? {
    guard let text = scalar(node, expected: "the name of a \(kind.title)") else { return nil }
    guard let index = layers.index(of: text) else {
      findings.raise(.unknownName(node, kind, among: layers.names))
      return nil
    }
    return index
  }
}
