package import PolicyDiagnostics
package import PolicyModel
package import PolicySyntax

/// One layer of a policy: what it limits for all below, and what holds where nobody below speaks.
package struct Layer: Sendable {
  package let kind: LayerKind
  package let name: String
  package let span: SourceSpan
  /// By position of the field.
  package var limits: [LayerValue?]
  package var defaults: [LayerValue?]

  package init(_ kind: LayerKind, _ name: Located<String>) {
    self.kind = kind
    self.name = name.value
    span = name.span
    limits = Array(repeating: nil, count: PolicyFields.all.count)
    defaults = limits
  }

  /// The layer as messages call it: "policy tier `gold`".
  package var title: String { "\(kind.title) `\(name)`" }
}

/// A value of a field and the node that states it.
package struct LayerValue: Sendable {
  package let value: FieldValue
  package let node: Node

  package init(_ value: FieldValue, at node: Node) {
    self.value = value
    self.node = node
  }
}

extension Layer: Declared {}

extension Decoder {
  /// The layer of a platform document, whose keys were checked when its catalogue was decoded.
  package mutating func platformLayer(_ document: Document, in catalogue: Catalogue) -> Layer {
    var layer = Layer(.platform, catalogue.name)
    limitAndDefault(of: document.root, into: &layer, in: catalogue)
    return layer
  }

  /// The layer that a tier or org document declares.
  package mutating func layer(
    _ document: Document, _ kind: LayerKind, in catalogue: Catalogue
  ) -> Layer? {
    let nameKind: NameKind = kind == .tier ? .policyTier : .org
    guard let keys = keys(of: document.root, as: document.kind.shape),
      let name = keys[document.kind.rawValue].flatMap({ newName($0, of: nameKind) })
    else { return nil }
    var layer = Layer(kind, name)
    limitAndDefault(of: document.root, into: &layer, in: catalogue)
    return layer
  }

  private mutating func limitAndDefault(
    of root: Node, into layer: inout Layer, in catalogue: Catalogue
  ) {
    for (key, value) in root.entries where !value.isNothing {
      switch key.text {
      case "limit":
        layer.limits = values(value, Shapes.policyValues("a limit"), in: catalogue, true)
      case "default":
        layer.defaults = values(value, Shapes.policyValues("a default"), in: catalogue, false)
      default: break
      }
    }
  }

  /// The fields that a mapping states, by position.
  package mutating func values(
    _ node: Node, _ shape: Shape, in catalogue: Catalogue, _ isLimit: Bool
  ) -> [LayerValue?] {
    guard let keys = keys(of: node, as: shape) else {
      return Array(repeating: nil, count: PolicyFields.all.count)
    }
    return PolicyFields.all.map { field in
      keys[field.name].flatMap { node in
        value(of: field, at: node, in: catalogue, isLimit: isLimit).map { LayerValue($0, at: node) }
      }
    }
  }

  /// The platform's budget classes: layers whose values are limits and defaults at once.
  package mutating func budgetClasses(_ root: Node, in catalogue: Catalogue) -> NameTable<Layer> {
    let node = root.entries.first { $0.key.text == "budget_classes" && !$0.value.isNothing }?.value
    var layers: [Layer] = []
    for (name, value) in declarations(node, of: .budgetClass) {
      var layer = Layer(.budgetClass, name)
      layer.limits = values(value, Shapes.budgetClass, in: catalogue, true)
      layer.defaults = layer.limits
      layers.append(layer)
    }
    return NameTable(sorting: layers)
  }
}
