import PolicyModel
import PolicyVerifier
import TenantPolicy
import VerificationFindings

/// Notes what cases look at.
struct CoverageCollection {
  private var exits: [Exit: Int] = [:]
  private var candidates: [Candidate: Int] = [:]
  private var classes: [Int: Int] = [:]
  /// By field and class.
  private var fields: [FieldUse: Int] = [:]

  private struct Exit: Hashable {
    let plan: Int
    let step: Int
    let exit: Int
  }

  private struct Candidate: Hashable {
    let route: Int
    let position: Int
  }

  private struct FieldUse: Hashable {
    let field: Int
    let classRow: Int
  }

  /// What one case has looked at, each thing once.
  private struct Seen {
    var exits: Set<Exit> = []
    var candidates: Set<Candidate> = []
    var classes: Set<Int> = []
    var fields: Set<FieldUse> = []
  }

  /// - Parameter runs: Of each group that may run the plan, by group.
  mutating func add(
    _ tested: PolicyTest.Case, _ groups: [Int], _ runs: [Int: SituationRuns], _ bed: TestBed
  ) {
    var seen = Seen()
    for group in groups {
      let row = bed.platform.tenants[group].classRow
      seen.classes.insert(row)
      var fields = Set(tested.expectations.flatMap { Self.fields(of: $0.value) })
      if let runs = runs[group] {
        fields.formUnion(Self.fieldsAsked(by: runs))
        for course in runs.nominal.courses {
          if let exit = course.exit {
            seen.exits.insert(Exit(plan: runs.plan, step: course.step, exit: exit))
          }
        }
        runs.forEachTaken { route, position in
          seen.candidates.insert(Candidate(route: route, position: position))
        }
      }
      for field in fields { seen.fields.insert(FieldUse(field: field, classRow: row)) }
    }
    for exit in seen.exits { exits[exit, default: 0] += 1 }
    for candidate in seen.candidates { candidates[candidate, default: 0] += 1 }
    for row in seen.classes { classes[row, default: 0] += 1 }
    for field in seen.fields { fields[field, default: 0] += 1 }
  }

  /// Fields of the policy that an expectation names.
  private static func fields(of expectation: Expectation) -> [Int] {
    switch expectation {
    case .allowed, .denied, .admission:
      [policyFields.allowedTools.index, policyFields.deniedTools.index]
    case .within(let limits): Array(limits.keys)
    case .never, .reaches, .outcome, .routed, .runEnds, .costsAtMost: []
    }
  }

  /// Fields that decide what the runs of a plan may do.
  private static func fieldsAsked(by runs: SituationRuns) -> Set<Int> {
    var fields: Set<Int> = [policyFields.allowedTools.index, policyFields.deniedTools.index]
    for asked in runs.asked {
      switch asked.question.subject {
      case .review(let reviewers):
        fields.insert(policyFields.dataResidency.index)
        if reviewers == .tenantsOwn { fields.insert(policyFields.reviewerPool.index) }
      case .store(.audit):
        fields.formUnion([policyFields.dataResidency.index, policyFields.auditRetention.index])
      case .store, .call(.tool), .call(.storage):
        fields.formUnion([policyFields.dataResidency.index, policyFields.dataRetention.index])
      case .call(.model):
        fields.formUnion([
          policyFields.dataResidency.index, policyFields.dataRetention.index,
          policyFields.modelTier.index,
        ])
      }
    }
    return fields
  }

  // MARK: What there is

  func coverage(
    of bed: TestBed, _ bundle: PolicyBundle, _ places: WrittenPlaces
  ) -> Coverage {
    let items =
      bed.stated(in: bundle).map(line) + classItems(bed, bundle)
      + places.routes.elements.enumerated().flatMap { candidateItems(of: $1, $0, places) }
      + places.plans.elements.enumerated().flatMap { exitItems(of: $1, $0) }
    return Coverage(items, shown: places.shown)
  }

  private func line(_ value: StatedValue) -> Coverage.Item {
    let count = value.classes.map { fields[FieldUse(field: value.field, classRow: $0)] ?? 0 }.max()
    return Coverage.Item(
      kind: .policyLines, name: "`\(PolicyFields.all[value.field].name)`",
      place: Written(value.place), count: count ?? 0)
  }

  private func classItems(_ bed: TestBed, _ bundle: PolicyBundle) -> [Coverage.Item] {
    bed.firstTenants(in: bundle).map { row, first in
      Coverage.Item(
        kind: .tenantClasses, name: "the policy of tenant `\(first.id)`",
        place: Written(first.declared), count: classes[row] ?? 0)
    }
  }

  private func candidateItems(
    of route: Route, _ number: Int, _ places: WrittenPlaces
  ) -> [Coverage.Item] {
    route.candidates.enumerated().map { position, candidate in
      let name = places.catalogue.endpoints[candidate.endpoint.value].name
      return Coverage.Item(
        kind: .routeCandidates, name: "candidate `\(name)` of route `\(route.name)`",
        place: Written(candidate.endpoint),
        count: candidates[Candidate(route: number, position: position)] ?? 0)
    }
  }

  /// The ways on that are written; a failure that nobody wrote down is none.
  private func exitItems(of plan: Plan, _ number: Int) -> [Coverage.Item] {
    plan.steps.elements.enumerated().flatMap { index, step in
      step.exits.enumerated().filter { $1.span != step.span }.map { position, exit in
        Coverage.Item(
          kind: .planExits,
          name: "step `\(step.name)` of plan `\(plan.name)`, \(exit.words)",
          place: Written(exit.span, line: exit.line),
          count: exits[Exit(plan: number, step: index, exit: position)] ?? 0)
      }
    }
  }
}

extension Step.Exit {
  fileprivate var words: String {
    switch occasion {
    case .success: "on success"
    case .failure: "on failure"
    case .arm: "where its condition holds"
    case .otherwise: "where no condition holds"
    }
  }
}
