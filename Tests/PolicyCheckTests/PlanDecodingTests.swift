import PolicyDiagnostics
import PolicyModel
import Testing

/// What plans, routes and conditions mean once they are decoded, and where findings point.
@Suite struct PlanDecodingTests {
  @Test func `a plan becomes a table of steps with resolved ways on`() throws {
    let plan = try #require(PlanReading("").plans.first)
    let steps = ["identify", "credit", "comply", "conceal", "size", "review", "tell"]
    #expect(plan.steps.names == steps)
    let credit = try #require(plan.steps["credit"])
    #expect(credit.retry == 2)
    #expect(credit.exits.map(\.target) == [.step(2), .failed])
    #expect(plan.steps["comply"]?.exits.map(\.target) == [.step(4), .step(3)])
    #expect(plan.steps["conceal"]?.atMost == 1)
    #expect(plan.steps["tell"]?.exits.first?.target == .end)
    #expect(plan.steps["review"]?.action.value == .review(.tenantsOwn))
    #expect(plan.variables.names == ["application", "identity", "report", "opinion"])
    #expect(plan.variables["application"]?.input?.count == 2)
    #expect(plan.checkpoint.value == .everyStep)
  }

  @Test func `a comparison becomes a set of values`() throws {
    let plan = try #require(PlanReading("").plans.first)
    let exits = try #require(plan.steps["size"]?.exits)
    let above = IntervalSet([10_000_000_001...Int64.max])
    #expect(exits.map(\.occasion) == [.arm(.inside(.fact(0), above)), .otherwise])
  }

  @Test func `a route keeps the order of its candidates`() throws {
    let reading = PlanReading("")
    let (route, catalogue) = (try #require(reading.routes.first), try #require(reading.catalogue))
    let names = route.candidates.map { catalogue.endpoints[$0.endpoint.value].name }
    #expect(names == ["compliance-eu", "compliance-us"])
    #expect(route.candidates[1].condition.value == .always)
    #expect(route.onUnavailable.value == .hold)
  }

  @Test(arguments: [
    ("amount >= 1 USD", 1_000_000...Int64.max), ("amount < 1 USD", 0...999_999),
    ("amount == 2 USD", 2_000_000...2_000_000), ("amount <= 0 USD", 0...0),
    ("amount in 1 USD..2 USD", 1_000_000...2_000_000),
  ])
  func `edges of comparisons`(_ condition: String, _ range: ClosedRange<Int64>) {
    let occasion = Step.Exit.Occasion.arm(.inside(.fact(0), IntervalSet([range])))
    #expect(self.plan(asking: condition).plans.first?.steps[0].exits.first?.occasion == occasion)
  }

  @Test(arguments: [
    ("amont > 5 USD", "TP0301", "amont"), ("amount > 5", "TP0614", "5"),
    ("amount > 5 EUR", "TP0614", "5 EUR"), ("kind < retail", "TP0614", "kind"),
    ("kind == retial", "TP0614", "retial"), ("amount", "TP0614", "amount"),
    ("score > 900", "TP0615", "900"), ("score in [300, 200]", "TP0615", "200"),
    ("score in 500..400", "TP0614", "400"), ("label has pi", "TP0301", "pi"),
    ("latency(bureau) < 1 s", "TP0301", "bureau"), ("amount >", "TP0205", ""),
    ("amount > 5 USD or", "TP0205", ""), ("amount ! 5 USD", "TP0205", "!"),
    ("urgent and not urgent", "TP0615", "urgent and not urgent"),
    ("score < 400 or score >= 400", "TP0615", "score < 400 or score >= 400"),
  ])
  func `what is wrong with a condition, and where`(
    _ condition: String, _ code: String, _ place: String
  ) {
    for quote in ["", "'", "\""] {
      let reading = plan(asking: quote + condition + quote)
      let found = zip(reading.findings.sorted(), reading.places).filter { $0.0.rule.code == code }
      // A finding on a whole condition that is quoted covers its quotes or not.
      #expect(found.map { $0.1.filter { !"'\"".contains($0) } } == [place], "\(quote)")
    }
  }

  @Test func `a condition with escapes is pointed at as a whole`() {
    let reading = plan(asking: "\"am\\x6Funt > 5\"")
    #expect(reading.places.contains("\"am\\x6Funt > 5\""))
  }

  @Test func `nesting and length of conditions have limits`() {
    let nested = { (depth: Int) in
      String(repeating: "(", count: depth) + "a" + String(repeating: ")", count: depth)
    }
    let parses = { (text: String) in
      (try? Condition(parsing: Array(text.utf8)[...])) != nil
    }
    #expect(parses(nested(Condition.mostDepth - 1)))
    #expect(!parses(nested(Condition.mostDepth)))
    #expect(!parses(nested(500)))
    #expect(parses(String(repeating: "a", count: Condition.mostBytes)))
    #expect(!parses(String(repeating: "a", count: Condition.mostBytes + 1)))
  }

  @Test func `one mistake in a plan gives one finding`() {
    let reading = PlanReading(
      """
      plan: payout
      input: { application: [pii] }
      steps:
        pay: { tool: notify, reads: [aplication], then: ned }
      checkpoint: none
      """)
    #expect(reading.answers == ["TP0301:4", "TP0301:4"])
    #expect(reading.places == ["aplication", "ned"])
  }

  /// A plan whose only branch asks this.
  private func plan(asking condition: String) -> PlanReading {
    PlanReading(
      """
      plan: z-asking
      facts:
        amount: { type: money, known: at start }
        score: { type: integer 300..850, known: at each decision }
        urgent: { type: boolean, known: at start }
        kind: { type: [retail, corporate], known: at start }
      steps:
        ask:
          branch:
            - when: \(condition)
              then: tell
          else: end
        tell: { tool: notify, then: end }
      checkpoint: { after: [tell] }
      """)
  }
}
