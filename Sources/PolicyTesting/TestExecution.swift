import PolicyDiagnostics
import PolicyModel
import PolicyVerifier
import Threads

extension TestBed {
  /// Runs the cases whose full titles are wanted, in their order.
  ///
  /// - Parameter coverage: `nil` where it is not wanted, which takes most of the time.
  func run(
    threads: Int, where isWanted: (String) -> Bool, words: TestWords,
    _ coverage: inout CoverageCollection?
  ) -> [TestRun.CaseResult] {
    let chosen = chosenCases(isWanted)
    let rehearsal = Rehearsal(
      platform, chosen.compactMap { situation(of: $0.tested) }, threads: threads)
    var execution = TestExecution(CaseCheck(bed: self, rehearsal: rehearsal))
    return chosen.map { execution.result(of: $0, words, &coverage) }
  }

  /// Whether any of the cases fails; none is looked at after one that does.
  func anyFails(_ chosen: [ChosenCase]) -> Bool {
    let rehearsal = Rehearsal(platform, chosen.compactMap { situation(of: $0.tested) })
    var execution = TestExecution(CaseCheck(bed: self, rehearsal: rehearsal))
    return chosen.contains { execution.fails($0) }
  }

  func chosenCases(_ isWanted: (String) -> Bool) -> [ChosenCase] {
    tests.flatMap { test in
      test.cases.indices.compactMap { number in
        let chosen = ChosenCase(
          title: test.title.value, name: test.name(ofCase: number), tested: test.cases[number])
        return isWanted(chosen.fullTitle) ? chosen : nil
      }
    }
  }
}

/// A case that is to be run.
struct ChosenCase {
  let title: String
  let name: String?
  let tested: PolicyTest.Case

  var fullTitle: String { name.map { "\(title) [\($0)]" } ?? title }
}

/// Runs cases one after the other; runs that cases share are looked at once.
struct TestExecution {
  let check: CaseCheck
  private var known: [Rehearsal.RunsKey: CaseCheck.Runs] = [:]

  init(_ check: CaseCheck) {
    self.check = check
  }

  private var bed: TestBed { check.bed }

  mutating func result(
    of chosen: ChosenCase, _ words: TestWords, _ coverage: inout CoverageCollection?
  ) -> TestRun.CaseResult {
    let tested = chosen.tested
    let subject = Subject(of: tested, bed)
    let results = tested.expectations.map { expectation in
      TestRun.ExpectationResult(
        span: expectation.span, line: expectation.line,
        finding: failure(of: expectation.value, subject, tested).map {
          words.finding($0, of: expectation, chosen, subject)
        })
    }
    if coverage != nil { note(tested, subject, &coverage) }
    return TestRun.CaseResult(
      platform: bed.platform.catalogue.name.value, title: chosen.title, caseName: chosen.name,
      span: tested.span, line: tested.line, tenants: bed.tenants(of: subject.groups),
      admitted: bed.tenants(of: subject.admitted), expectations: results)
  }

  private mutating func note(
    _ tested: PolicyTest.Case, _ subject: Subject, _ coverage: inout CoverageCollection?
  ) {
    var found: [Int: SituationRuns] = [:]
    if tested.expectations.contains(where: \.value.isAboutRuns) {
      for group in subject.admitted { found[group] = try? runs(of: tested, group)?.get() }
    }
    coverage?.add(tested, subject.groups, found, bed)
  }

  mutating func fails(_ chosen: ChosenCase) -> Bool {
    let subject = Subject(of: chosen.tested, bed)
    return chosen.tested.expectations.contains {
      failure(of: $0.value, subject, chosen.tested) != nil
    }
  }

  /// Whom a case is about.
  struct Subject {
    let plan: Int?
    let groups: [Int]
    /// Those that may run the plan.
    let admitted: [Int]

    init(of tested: PolicyTest.Case, _ bed: TestBed) {
      let plan = tested.plan.flatMap { bed.platform.plans.index(of: $0.value) }
      let groups = bed.groups(of: tested.subject.value)
      self.plan = plan
      self.groups = groups
      admitted = plan.map { plan in groups.filter { bed.missingTools($0, plan).isEmpty } } ?? groups
    }
  }

  /// An expectation that does not hold.
  struct Failure {
    let shortfall: CaseCheck.Shortfall
    /// The first group of tenants for which it does not, its runs, and how many tenants there are.
    let group: Int?
    let runs: SituationRuns?
    let tenants: Int
    /// All of them.
    var groups: [Int] = []
  }

  private mutating func failure(
    of expectation: Expectation, _ subject: Subject, _ tested: PolicyTest.Case
  ) -> Failure? {
    let isAboutRuns = expectation.isAboutRuns
    let groups = isAboutRuns ? subject.admitted : subject.groups
    guard let example = groups.first else { return nobody(subject) }
    var first: Failure?
    var failing: [Int] = []
    for group in groups {
      let runs = isAboutRuns ? runs(of: tested, group) : nil
      guard let shortfall = check.shortfall(of: expectation, group, subject.plan, runs) else {
        continue
      }
      failing.append(group)
      if first == nil {
        first = Failure(
          shortfall: shortfall, group: group, runs: try? runs?.get(), tenants: 0)
      }
    }
    return first.map {
      Failure(
        shortfall: $0.shortfall, group: $0.group ?? example, runs: $0.runs,
        tenants: bed.tenants(of: failing), groups: failing)
    }
  }

  /// There is no tenant, or none that may run the plan.
  private func nobody(_ subject: Subject) -> Failure {
    guard let group = subject.groups.first, let plan = subject.plan else {
      return Failure(shortfall: .nothingHappens, group: nil, runs: nil, tenants: 0)
    }
    return Failure(
      shortfall: .refused(bed.missingTools(group, plan)), group: group, runs: nil,
      tenants: bed.tenants(of: subject.groups))
  }

  private mutating func runs(of tested: PolicyTest.Case, _ group: Int) -> CaseCheck.Runs? {
    guard let situation = bed.situation(of: tested),
      let key = check.rehearsal.key(of: situation, forGroup: group)
    else { return nil }
    if let runs = known[key] { return runs }
    let runs: CaseCheck.Runs
    do throws(Obstacle) {
      runs = .success(try check.rehearsal.runs(in: situation, forGroup: group))
    } catch {
      runs = .failure(error)
    }
    known[key] = runs
    return runs
  }
}

extension TestBed {
  func tenants(of groups: [Int]) -> Int { groups.reduce(0) { $0 + platform.tenants[$1].count } }
}

extension Expectation {
  /// Whether it is about what happens in runs, which only tenants have that may run the plan.
  var isAboutRuns: Bool {
    switch self {
    case .allowed, .denied, .within, .admission: false
    case .never, .reaches, .outcome, .routed, .runEnds, .costsAtMost: true
    }
  }
}
