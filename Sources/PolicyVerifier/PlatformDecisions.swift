package import PolicyModel

/// What a platform does with the steps of a plan, whatever the tenant: how it decides, what tools make
/// of data, and what it stores.
package struct PlatformDecisions: Sendable {
  package let catalogue: Catalogue
  let decisions: DecisionTable
  let served: Set<Storage>

  package init(_ catalogue: Catalogue, _ routes: NameTable<Route>) {
    self.catalogue = catalogue
    decisions = DecisionTable(catalogue, routes)
    served = Set(
      catalogue.endpoints.elements.flatMap(\.serves).compactMap { capability in
        if case .storage(let storage) = capability { storage } else { nil }
      })
  }

  func serves(_ storage: Storage) -> Bool { served.contains(storage) }

  /// The classes of what a tool or model makes of data.
  func result(of capability: Capability, _ label: UInt64) -> UInt64 {
    let tool: Tool
    switch capability {
    case .tool(let index): tool = catalogue.tools[index]
    case .model(let index): tool = catalogue.models[index]
    case .storage: return label
    }
    return (label | tool.adds.word(0)) & ~tool.removes.word(0)
  }
}
