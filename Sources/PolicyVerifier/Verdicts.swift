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
  package let plan: Int
  /// Why nothing could be decided, where that is so.
  package let obstacle: Obstacle?
  package let graph: PlanGraph
  /// All that a tenant who may run it may use.
  let tools: Bitset
  /// Tenants that may run the plan, and as how many groups.
  package let admittedTenants: Int
  package let admittedGroups: Int
  /// What holds for them: those with equal verdicts together.
  package let cases: [PlanCase]
  /// The first end of a transfer ground that a case relies on.
  package let validUntil: CalendarDate?

  /// Whether there is nothing to prove: no tenant may run the plan, or it touches nothing.
  package var isVacuous: Bool {
    obstacle == nil && (admittedTenants == 0 || graph.questions.isEmpty)
  }
}

/// The tenants for which a plan has one verdict.
package struct PlanCase: Sendable {
  package let verdict: CaseVerdict
  package let tenants: Int
  /// Of one of the groups: the one whose first tenant's id is the smallest.
  package let example: Int
  let members: CaseMembers

  /// The groups, by index, ascending; worked out anew each time.
  package var groups: [Int] { members.groups }
}

/// Whose case it is.
struct CaseMembers: Sendable {
  /// By block of rows of answers.
  let rows: [RowSet]
  /// That of the example.
  let exampleRow: Int
  let plan: Plan
  let cells: PolicyCells

  var groups: [Int] {
    let admitting = cells.admitting(plan)
    return cells.groups { cell in
      let row = Int(cell.row)
      return admitting[Int(cell.tools)] && rows[row / RowSet.count].contains(row % RowSet.count)
    }
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
  /// Domains that, down together, keep runs from going on: one more than the resilience. For a case,
  /// those of its example.
  package let weakest: [FailureDomain]
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
