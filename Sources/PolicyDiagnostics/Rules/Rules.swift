/// Every rule, by subject. A rule is a stored property of its subject's struct and nothing else: the
/// list is read off the declarations, so that no second list can fall behind.
package enum Rules {
  package static let text = TextRules()
  package static let yaml = YAMLRules()
  package static let json = JSONRules()
  package static let shape = ShapeRules()
  package static let names = NameRules()
  package static let layers = LayerRules()
  package static let tools = ToolRules()
  package static let places = PlaceRules()
  package static let retention = RetentionRules()
  package static let capacity = CapacityRules()
  package static let unused = UnusedRules()
  package static let plans = PlanRules()
  package static let routes = RouteRules()
  package static let reviews = ReviewRules()
  package static let tests = TestRules()
  package static let proofs = ProofRules()
  package static let changes = ChangeRules()
  package static let imports = ImportRules()
  package static let statesLanguage = StatesLanguageRules()
  package static let catalogues = CatalogueRules()
  package static let litellm = LiteLLMRules()
  package static let conductor = ConductorRules()
  package static let serverlessWorkflow = ServerlessWorkflowRules()

  private static let subjects: [any Sendable] = [
    text, yaml, json, shape, names, layers, tools, places, retention, capacity, unused, plans,
    routes, reviews, tests, proofs, changes, imports, statesLanguage, catalogues,
    litellm, conductor, serverlessWorkflow,
  ]

  package static let all: [Rule] =
    subjects
    .flatMap { Mirror(reflecting: $0).children.compactMap { $0.value as? Rule } }
    .sorted { $0.code < $1.code }

  /// The rule with that code, in any case of letters.
  package static func rule(code: String) -> Rule? {
    let wanted = code.uppercased()
    return all.first { $0.code == wanted }
  }
}
