package import PolicyDiagnostics
package import PolicyModel
package import PolicySyntax

/// One layer of a policy: what it limits for all below, and what holds where nobody below speaks.
///
/// A class, since every combination of values that tenants write goes through the same few layers.
package final class Layer: Sendable {
  package let kind: LayerKind
  package let name: String
  package let span: SourceSpan
  /// By position of the field. A tenant's own values are its defaults: nobody is below it.
  package let limits: [LayerValue?]
  package let defaults: [LayerValue?]

  package init(
    _ kind: LayerKind, _ name: String, at span: SourceSpan, limits: [LayerValue?],
    defaults: [LayerValue?]
  ) {
    self.kind = kind
    self.name = name
    self.span = span
    self.limits = limits
    self.defaults = defaults
  }

  /// The layer as messages call it: "policy tier `gold`".
  package var title: String { "\(kind.title) `\(name)`" }

  /// What waivers call it; `nil` for a layer that they cannot name.
  package var subject: Finding.Subject? {
    switch kind {
    case .org: Finding.Subject(org: name)
    case .tier: Finding.Subject(tier: name)
    case .language, .platform, .budgetClass, .tenant: nil
    }
  }

  /// No field stated.
  static let nothing = [LayerValue?](repeating: nil, count: PolicyFields.all.count)
}

/// A value of a field and the node that states it.
package struct LayerValue: Sendable {
  package let value: FieldValue
  package let node: Node
  /// The key of the tenant's document below which the node is; `nil` for other layers.
  package let slot: UInt8?

  package init(_ value: FieldValue, at node: Node, slot: UInt8? = nil) {
    self.value = value
    self.node = node
    self.slot = slot
  }
}

extension Layer: Declared {}

extension Decoder {
  /// The layer of a platform document, whose keys were checked when its catalogue was decoded.
  package mutating func platformLayer(_ document: Document, in catalogue: Catalogue) -> Layer {
    layer(.platform, catalogue.name, of: document.root, in: catalogue)
  }

  /// The layer that a tier or org document declares.
  package mutating func layer(
    _ document: Document, _ kind: LayerKind, in catalogue: Catalogue
  ) -> Layer? {
    let nameKind: NameKind = kind == .tier ? .policyTier : .org
    guard let keys = keys(of: document.root, as: document.kind.shape),
      let name = keys[document.kind.rawValue].flatMap({ newName($0, of: nameKind) })
    else { return nil }
    return layer(kind, name, of: document.root, in: catalogue)
  }

  private mutating func layer(
    _ kind: LayerKind, _ name: Located<String>, of root: Node, in catalogue: Catalogue
  ) -> Layer {
    var limits = Layer.nothing
    var defaults = Layer.nothing
    for (key, value) in root.entries where !value.isNothing {
      switch key.text {
      case "limit": limits = values(value, Shapes.limits, in: catalogue, true)
      case "default": defaults = values(value, Shapes.defaults, in: catalogue, false)
      default: break
      }
    }
    return Layer(kind, name.value, at: name.span, limits: limits, defaults: defaults)
  }

  /// The fields that a mapping states, by position.
  package mutating func values(
    _ node: Node, _ shape: Shape, in catalogue: Catalogue, _ isLimit: Bool, slot: UInt8? = nil
  ) -> [LayerValue?] {
    guard let keys = keys(of: node, as: shape) else {
      return Array(repeating: nil, count: PolicyFields.all.count)
    }
    return PolicyFields.all.map { field in
      keys[field.name].flatMap { node in
        value(of: field, at: node, in: catalogue, isLimit: isLimit).map {
          LayerValue($0, at: node, slot: slot)
        }
      }
    }
  }

  /// The platform's budget classes: layers whose values are limits and defaults at once.
  package mutating func budgetClasses(_ root: Node, in catalogue: Catalogue) -> NameTable<Layer> {
    let node = root.entries.first { $0.key.text == "budget_classes" && !$0.value.isNothing }?.value
    var layers: [Layer] = []
    for (name, value) in declarations(node, of: .budgetClass) {
      let values = values(value, Shapes.budgetClass, in: catalogue, true)
      layers.append(
        Layer(.budgetClass, name.value, at: name.span, limits: values, defaults: values))
    }
    return NameTable(sorting: layers)
  }
}
