import PolicyDiagnostics
import PolicyModel
import PolicyVerifier
import TenantPolicy
import VerificationFindings

/// Tells why expectations do not hold: what is so instead, the run that shows it, and the lines that
/// made it so.
struct TestWords {
  let bed: TestBed
  let places: WrittenPlaces
  let words: RunWords
  let lines: PolicyLines

  init(_ bed: TestBed, _ places: WrittenPlaces, _ bundle: PolicyBundle) {
    self.bed = bed
    self.places = places
    words = RunWords(bed.platform)
    lines = PolicyLines(bundle)
  }

  private var catalogue: Catalogue { bed.platform.catalogue }

  func finding(
    _ failure: TestExecution.Failure, of expectation: Located<Expectation>, _ chosen: ChosenCase,
    _ subject: TestExecution.Subject
  ) -> Finding {
    let told = TestTelling(self, failure, expectation.value, chosen, subject)
    var finding = places.finding(
      failure.shortfall.rule, told.message, at: Written(expectation), label: "expected here",
      others: told.others, notes: told.notes + whom(failure, chosen, subject), help: told.help)
    let plan = subject.plan.map { places.plans[$0].name }
    finding.subjects = Set(failure.groups.map { bed.subject(ofGroup: $0, plan: plan) })
    return finding
  }

  private func whom(
    _ failure: TestExecution.Failure, _ chosen: ChosenCase, _ subject: TestExecution.Subject
  ) -> [String] {
    var notes = ["in test `\(chosen.fullTitle)`"]
    let all = bed.tenants(of: subject.groups)
    if let group = failure.group, all > 1 {
      notes.append(
        "this hits \(failure.tenants) of \(counted(all, "tenant")), "
          + "`\(bed.platform.tenants[group].first)` first")
    }
    return notes
  }

  // MARK: Names

  func name(of place: Expectation.Place, _ plan: Plan) -> String {
    switch place {
    case .region(let region): "region `\(catalogue.regions[region].name)`"
    case .endpoint(let endpoint): "`\(catalogue.endpoints[endpoint].name)`"
    case .tool(let tool): "tool `\(catalogue.tools[tool].name)`"
    case .model(let model): "model `\(catalogue.models[model].name)`"
    case .reviewerPool(let pool): "`\(catalogue.reviewerPools[pool].name)`"
    case .step(let step): "step `\(plan.steps[step].name)`"
    }
  }

  func tools(_ tools: Bitset) -> String {
    let names = tools.members.map { "`\(catalogue.tools[$0].name)`" }
    return (names.count == 1 ? "tool " : "tools ") + names.joined(separator: ", ")
  }

  func amount(_ micros: Int64) -> String {
    catalogue.currency.map { Money(micros: micros, currency: $0).description } ?? "\(micros)"
  }
}

extension CaseCheck.Shortfall {
  var rule: Rule {
    switch self {
    case .toolNotAllowed, .toolAllowed, .exceeds, .admitted, .reached, .notReached, .course,
      .ending, .costs:
      Rules.tests.failed
    case .refused, .notComeTo, .nothingHappens: Rules.tests.aboutNothing
    case .undecided: Rules.tests.undecided
    }
  }
}
