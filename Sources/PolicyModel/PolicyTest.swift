package import PolicyDiagnostics

/// What a policy's author expects of it: situations, and what must be so in each.
package struct PolicyTest: Sendable {
  package let title: Located<String>
  /// In the order in which they are written; one where the test has no table of them.
  package let cases: [Case]

  package init(_ title: Located<String>, cases: [Case]) {
    self.title = title
    self.cases = cases
  }

  /// One situation, and what must be so in it. What a row of a table does not say is as `given` of the
  /// test says.
  package struct Case: Sendable {
    /// What the row calls itself; `nil` where it has no name, or the test no table.
    package let name: String?
    /// The row of the table, or the title of a test without one.
    package let span: SourceSpan
    package let line: Int
    package let subject: Located<Subject>
    package let plan: Located<String>?
    package let conditions: Conditions
    /// The day of the run; `nil` for the day of the check.
    package let now: CalendarDate?
    package let expectations: [Located<Expectation>]

    package init(
      _ name: String?, at span: SourceSpan, line: Int, subject: Located<Subject>,
      plan: Located<String>?, conditions: Conditions, now: CalendarDate?,
      expectations: [Located<Expectation>]
    ) {
      self.name = name
      self.span = span
      self.line = line
      self.subject = subject
      self.plan = plan
      self.conditions = conditions
      self.now = now
      self.expectations = expectations
    }
  }

  /// What is the case while a plan runs; what is not stated may be anything.
  package struct Conditions: Hashable, Sendable {
    /// Values of the plan's facts by the fact's index, as `FactType` encodes them.
    package var facts: [Int: Int64] = [:]
    /// Milliseconds by endpoint.
    package var latencies: [Int: Int64] = [:]
    package var down: [Failure] = []
    /// Steps of the plan whose calls and reviews come to nothing.
    package var fails = Bitset()

    package init() {}
  }

  /// Whose run a test is about.
  package enum Subject: Hashable, Sendable {
    case tenant(String)
    /// Every tenant of a tier.
    case tier(String)
  }

  /// What does not answer.
  package enum Failure: Hashable, Sendable {
    case endpoint(Int)
    case region(Int)
    case provider(String)
  }
}

/// What must be so. Indices of tools, regions and endpoints are the catalogue's, those of steps the
/// plan's.
package enum Expectation: Hashable, Sendable {
  case allowed(tool: Int)
  case denied(tool: Int)
  /// The tenant's value of each field, by position, permits no more than that.
  case within([Int: FieldValue])
  case admission(Admission)
  case never(Place)
  case reaches(Place)
  case outcome(step: Int, Outcome)
  case routed(step: Int, endpoint: Int)
  case runEnds(Outcome)
  case costsAtMost(Money)

  /// Whether runs of a plan begin for a tenant.
  package enum Admission: String, CaseIterable, Sendable {
    case granted, refused
  }

  /// What becomes of a step, or of a run, in the situation.
  package enum Outcome: String, CaseIterable, Sendable {
    case done, held, queued, reviewed, failed
    /// It cannot store what it must, or nobody is left to take it over: it waits for ever.
    case stuck
  }

  /// What runs may come to.
  package enum Place: Hashable, Sendable {
    case region(Int)
    case endpoint(Int)
    case tool(Int)
    case model(Int)
    case reviewerPool(Int)
    case step(Int)

    /// The kinds of places, by the key that says which.
    package enum Kind: String, CaseIterable, Sendable {
      case region, endpoint, tool, model
      case reviewerPool = "reviewer_pool"
      case step
    }
  }

  /// The forms of an expectation, by the key that says which.
  package enum Kind: String, CaseIterable, Sendable {
    case allowed, denied, within, admission, never, reaches
    case outcome = "is"
    case routed = "routed_to"
    case runEnds = "run_is"
    case costs = "costs_at_most"

    package var shape: Shape {
      switch self {
      case .allowed: Shapes.allowed
      case .denied: Shapes.denied
      case .within: Shapes.within
      case .admission: Shapes.admission
      case .never: Shapes.never
      case .reaches: Shapes.reaches
      case .outcome: Shapes.outcome
      case .routed: Shapes.routed
      case .runEnds: Shapes.runEnds
      case .costs: Shapes.costs
      }
    }

    /// Whether it is about a plan rather than about the tenant's policy alone.
    package var needsPlan: Bool {
      switch self {
      case .allowed, .denied, .within: false
      case .admission, .never, .reaches, .outcome, .routed, .runEnds, .costs: true
      }
    }
  }
}
