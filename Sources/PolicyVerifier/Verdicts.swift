package import PolicyModel

/// What is verified: one platform, its plans, and the policies of its tenants, on one day.
package struct VerifiedPlatform: Sendable {
  package let catalogue: Catalogue
  package let routes: NameTable<Route>
  package let plans: NameTable<Plan>
  /// Each policy once.
  package let tenants: [TenantGroup]
  package let isGated: Bool
  package let day: CalendarDate

  package init(
    catalogue: Catalogue, routes: NameTable<Route>, plans: NameTable<Plan>,
    tenants: [TenantGroup], isGated: Bool, day: CalendarDate
  ) {
    self.catalogue = catalogue
    self.routes = routes
    self.plans = plans
    self.tenants = tenants
    self.isGated = isGated
    self.day = day
  }
}

/// The tenants that have one policy, as far as the verifier is concerned.
package struct TenantGroup: Sendable {
  package let policy: RoutingPolicy
  package let count: Int
  /// The first of them in order of the bytes of their ids.
  package let first: String
  /// Its row of the table `classes`.
  package let classRow: Int

  package init(_ policy: RoutingPolicy, count: Int, first: String, classRow: Int) {
    self.policy = policy
    self.count = count
    self.first = first
    self.classRow = classRow
  }
}

/// What came of the verification of one plan.
package struct PlanResult: Sendable {
  /// Index of the plan.
  package internal(set) var plan: Int
  /// Why nothing could be decided, where that is so.
  package let obstacle: Obstacle?
  let prepared: PreparedPlan
  /// All that a tenant who may run it may use.
  let tools: Bitset
  /// Tenants that may run the plan, and as how many groups.
  package let admittedTenants: Int
  package let admittedGroups: Int
  /// What holds for them: those with equal verdicts together.
  package let cases: [PlanCase]
  /// The first end of a transfer ground that a case relies on.
  package let validUntil: CalendarDate?

  package var graph: PlanGraph { prepared.graph }

  /// Whether there is nothing to prove: no tenant may run the plan, or it touches nothing.
  package var isVacuous: Bool {
    obstacle == nil && (admittedTenants == 0 || graph.questions.isEmpty)
  }
}

/// The tenants for which a plan has one verdict.
package struct PlanCase: Sendable {
  package let verdict: CaseVerdict
  package internal(set) var tenants: Int
  /// Of one of the groups: the one whose first tenant's id is the smallest.
  package internal(set) var example: Int
  /// By block of rows of answers, those that have the verdict; some of them may be nobody's any more.
  var rows: [RowSet]

  func rows(inBlock block: Int) -> RowSet { block < rows.count ? rows[block] : .zero }

  func contains(row: Int) -> Bool {
    let (block, position) = row.quotientAndRemainder(dividingBy: RowSet.count)
    return rows(inBlock: block).contains(position)
  }
}

extension Verification {
  /// The groups that have the verdict of a case, by index, ascending; worked out anew each time.
  package func groups(of one: PlanCase, inPlan plan: Int) -> [Int] {
    let admitting = cells.admitting(results[plan].tools)
    return cells.groups { admitting[Int($0.tools)] && one.contains(row: Int($0.row)) }
  }

  /// Domains that, down together, keep runs of a case's example from going on: one more than its
  /// resilience, the first that do. None where runs do not go on at all, or without any two.
  package func weakest(of one: PlanCase, inPlan plan: Int) -> [FailureDomain] {
    let row = Int(table.rowOfGroup[one.example])
    return block(ofPlan: plan).weakest(row: row, resilience: one.verdict.resilience)
      .map { domains.all[$0] }
  }

  /// The groups that have a verdict at all, case after case.
  package func decidedGroups(ofPlan plan: Int) -> [Int] {
    results[plan].cases.flatMap { groups(of: $0, inPlan: plan) }
  }
}

package struct CaseVerdict: Hashable, Sendable {
  package let safety: Safety
  /// Whether the gate keeps something from happening; not where there is none.
  package let isGateNeeded: Bool
  package let progress: ProgressVerdict
  /// Most domains of which any that many may be down with progress still made, counted up to 2; `nil`
  /// without progress.
  package let resilience: Int?
}

package enum Safety: Hashable, Sendable {
  case proved
  /// Some run has a forbidden event.
  case violated
  /// Whether one has depends on what is not known.
  case unknown(Obstacle)
}

package enum ProgressVerdict: Hashable, Sendable {
  case proved
  case violated(Obstruction)
}

/// A forbidden event: a candidate of a question (for a review, 0) that is asked at a state.
package struct Violation: Hashable, Sendable {
  package let node: Int
  package let question: Int
  /// Position of the call among those that a step may make.
  package let call: Int?
  package let candidate: Int
}

/// What keeps a run from going on.
package struct Obstruction: Hashable, Sendable {
  package let node: Int
  package let question: Int
  /// Whether the run ends as failed, rather than waiting for ever.
  package let hasFailed: Bool
}
