package import PolicyModel

/// A run, from its beginning to what is wrong with it.
package struct Witness: Sendable {
  package let plan: Int
  /// Index of the group whose first tenant's run it is.
  package let group: Int
  /// Values of the facts that are known at the start, as far as anything asks for them.
  package let facts: [FactValue]
  package let passages: [Passage]
  /// What happens at the end.
  package let last: Last

  package init(plan: Int, group: Int, facts: [FactValue], passages: [Passage], last: Last) {
    self.plan = plan
    self.group = group
    self.facts = facts
    self.passages = passages
    self.last = last
  }

  package struct FactValue: Hashable, Sendable {
    package let term: Guard.Term
    package let value: Int64
  }

  /// A step that the run came through.
  package struct Passage: Sendable {
    package let step: Int
    package let course: Course
    /// Facts and latencies that were as they had to be for this, beyond those known at the start.
    package let facts: [FactValue]
    /// Endpoints that did not answer.
    package let down: [Int]

    package init(step: Int, course: Course, facts: [FactValue], down: [Int]) {
      self.step = step
      self.course = course
      self.facts = facts
      self.down = down
    }
  }

  package enum Course: Hashable, Sendable {
    /// `endpoint`: the last that was tried; `nil` where none could be.
    case called(Capability, endpoint: Int?, hasFailed: Bool)
    case reviewed(Reviewers, hasFailed: Bool)
    /// Position of the exit that was taken.
    case branched(exit: Int)
  }

  package enum Last: Sendable {
    case forbidden(Violation, Passage)
    case obstructed(Obstruction, down: [FailureDomain])
  }

  /// Every endpoint that must be down.
  package var down: [Int] {
    var all = passages.flatMap(\.down)
    if case .forbidden(_, let passage) = last { all += passage.down }
    return Set(all).sorted()
  }
}

extension Verification {
  /// The shortest run that has a forbidden event, for the tenants of a group.
  package func witness(
    of violation: Violation, inPlan plan: Int, forGroup group: Int, isGated: Bool
  ) -> Witness {
    let view = view(ofPlan: plan, group, isGated: isGated)
    let tracer = WitnessTracer(platform.plans[plan], view)
    let step = view.graph.nodes[violation.node].step
    let trial = tracer.trial(of: violation)
    let course = tracer.course(of: violation, trial)
    return Witness(
      plan: plan, group: group, facts: tracer.facts(endingIn: violation),
      passages: tracer.passages(to: violation.node),
      last: .forbidden(
        violation,
        Witness.Passage(step: step, course: course, facts: trial.facts, down: trial.down)))
  }

  /// The shortest run that comes to where it cannot go on, for the tenants of a group.
  package func witness(
    of obstruction: Obstruction, down: [FailureDomain], inPlan plan: Int, forGroup group: Int
  ) -> Witness {
    let view = view(ofPlan: plan, group, isGated: platform.isGated)
    let tracer = WitnessTracer(platform.plans[plan], view)
    return Witness(
      plan: plan, group: group, facts: tracer.facts(until: obstruction.node),
      passages: tracer.passages(to: obstruction.node),
      last: .obstructed(obstruction, down: down))
  }
}

extension Witness.FactValue: Comparable {
  package static func < (left: Witness.FactValue, right: Witness.FactValue) -> Bool {
    (left.term.order, left.value) < (right.term.order, right.value)
  }
}

extension Step {
  /// Who is asked by a review.
  var reviewers: Reviewers? {
    if case .review(let reviewers) = action.value { reviewers } else { nil }
  }
}
