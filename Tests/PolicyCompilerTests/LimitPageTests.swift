import PolicyCheck
import PolicyModel
import PolicySyntax
import PolicyVerifier
import TenantPolicy
import TestSupport
import Testing

/// The limits that `docs/hardening.md` states are those of the code.
@Suite struct LimitPageTests {
  static let limits: [(name: String, value: Int)] = [
    ("`SyntaxLimits.fileBytes`", SyntaxLimits.standard.fileBytes),
    ("`SyntaxLimits.nestingDepth`", SyntaxLimits.standard.nestingDepth),
    ("`SyntaxLimits.scalarBytes`", SyntaxLimits.standard.scalarBytes),
    ("`SyntaxLimits.keyBytes`", SyntaxLimits.standard.keyBytes),
    ("`SyntaxLimits.documentNodes`", SyntaxLimits.standard.documentNodes),
    ("`SyntaxLimits.fileDocuments`", SyntaxLimits.standard.fileDocuments),
    ("`SyntaxLimits.fileFindings`", SyntaxLimits.standard.fileFindings),
    ("`Identifier.mostBytes`", Identifier.mostBytes),
    ("data classes", Catalogue.most(of: .dataClass)), ("regions", Catalogue.most(of: .region)),
    ("tools", Catalogue.most(of: .tool)), ("endpoints", Catalogue.most(of: .endpoint)),
    ("`Condition.mostBytes`", Condition.mostBytes), ("`Condition.mostDepth`", Condition.mostDepth),
    ("`GuardCases.most`", GuardCases.most), ("`Plan.mostSteps`", Plan.mostSteps),
    ("`Plan.mostVariables`", Plan.mostVariables), ("`Plan.mostFacts`", Plan.mostFacts),
    ("`PlanGraph.mostStates`", PlanGraph.mostStates),
    ("`PlanGraph.mostStateBytes`", PlanGraph.mostStateBytes),
    ("`PlanGraph.mostCasesOfStep`", PlanGraph.mostCasesOfStep),
    ("`PlanGraph.mostCases`", PlanGraph.mostCases),
    ("`PlanGraph.mostCasesOfRoutes`", PlanGraph.mostCasesOfRoutes),
    ("`PlanGraph.mostQuestions`", PlanGraph.mostQuestions),
    ("`PlanGraph.mostStatesOfAll`", PlanGraph.mostStatesOfAll),
    ("`PlanGraph.mostQuestionsOfAll`", PlanGraph.mostQuestionsOfAll),
    ("`AnyTenantVerification.mostPolicies`", AnyTenantVerification.mostPolicies),
    ("`Rate.mostCalls`", Int(Rate.mostCalls)), ("`Waiver.mostDays`", Int(Waiver.mostDays)),
    ("`TableLayout.maximumTables`", TableLayout.maximumTables),
    ("`TableLayout.maximumColumns`", TableLayout.maximumColumns),
    ("`TableLayout.maximumIDLength`", TableLayout.maximumIDLength),
  ]

  @Test(arguments: limits.indices) func aLimitIsStatedAsItIs(index: Int) throws {
    let (name, value) = Self.limits[index]
    let page = String(
      decoding: try #require(readFile(testsFolder + "/../docs/hardening.md")), as: UTF8.self)
    let row = page.split(separator: "\n").first { $0.hasPrefix("|") && $0.contains(name) }
    #expect(row?.contains("| \(value) |") == true, "\(name) is \(value)")
  }
}
