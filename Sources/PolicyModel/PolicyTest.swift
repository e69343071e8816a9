/// What a policy's author expects of it: a situation, and what must be so in it.
package struct PolicyTest: Sendable {
  package let title: Located<String>
  package let subject: Located<Subject>
  package let plan: Located<String>?
  /// Values of the plan's facts by the fact's index, as `FactType` encodes them.
  package let facts: [Int: Int64]
  package let down: [Located<Failure>]
  /// The day of the run; `nil` for the day of the check.
  package let now: CalendarDate?
  package let expectations: [Located<Expectation>]

  package init(
    _ title: Located<String>, subject: Located<Subject>, plan: Located<String>?,
    facts: [Int: Int64], down: [Located<Failure>], now: CalendarDate?,
    expectations: [Located<Expectation>]
  ) {
    self.title = title
    self.subject = subject
    self.plan = plan
    self.facts = facts
    self.down = down
    self.now = now
    self.expectations = expectations
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
  case neverRegion(Int)
  case neverEndpoint(Int)
  case outcome(step: Int, Outcome)
  case routed(step: Int, endpoint: Int)
  case costsAtMost(Money)

  /// What becomes of a step in the situation.
  package enum Outcome: String, CaseIterable, Sendable {
    case done, held, queued, reviewed, failed
  }

  /// The forms of an expectation, by the key that says which.
  package enum Kind: String, CaseIterable, Sendable {
    case allowed, denied, never
    case outcome = "is"
    case routed = "routed_to"
    case costs = "costs_at_most"

    package var shape: Shape {
      switch self {
      case .allowed: Shapes.allowed
      case .denied: Shapes.denied
      case .never: Shapes.never
      case .outcome: Shapes.outcome
      case .routed: Shapes.routed
      case .costs: Shapes.costs
      }
    }

    /// Whether it is about a run of a plan rather than about the tenant's policy.
    package var needsPlan: Bool {
      switch self {
      case .allowed, .denied: false
      case .never, .outcome, .routed, .costs: true
      }
    }
  }
}
