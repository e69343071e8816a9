package import PolicyDiagnostics

/// A workflow: steps, the variables they read and write, and the facts that its branches ask for.
///
/// INVARIANT: there is a step, and every index points into the plan's own tables or the catalogue's.
package struct Plan: Declared {
  package static let mostSteps = 1_000
  package static let mostVariables = 256
  package static let mostFacts = 256
  /// Further attempts that a step may be given.
  package static let retries: ClosedRange<Int64> = 0...20
  /// How often a run may be let come to one step.
  package static let visits: ClosedRange<Int64> = 1...1_000

  package let name: String
  package let span: SourceSpan
  /// The line of the name, from 1.
  package let line: Int
  package let facts: NameTable<Fact>
  package let variables: NameTable<Variable>
  /// In the order they are written; a run begins with the first.
  package let steps: NameTable<Step>
  package let checkpoint: Located<Checkpoint>

  package init(
    _ name: Located<String>, facts: NameTable<Fact>, variables: NameTable<Variable>,
    steps: NameTable<Step>, checkpoint: Located<Checkpoint>
  ) {
    self.name = name.value
    span = name.span
    line = name.line
    self.facts = facts
    self.variables = variables
    self.steps = steps
    self.checkpoint = checkpoint
  }

  /// Tools that it may call, by index.
  package var tools: Bitset {
    steps.elements.reduce(Bitset()) { tools, step in
      switch step.action.value {
      case .tool(let tool): tools.union(Bitset([tool]))
      case .choose(let choices): tools.union(choices)
      case .model, .branch, .review, .unknown: tools
      }
    }
  }

  /// Data that a run carries.
  package struct Variable: Declared {
    package let name: String
    /// Where it is first declared or written.
    package let span: SourceSpan
    /// The line of the name there, from 1.
    package let line: Int
    /// The data classes it begins with; `nil` for a variable that only steps write.
    package let input: Bitset?

    package init(_ name: Located<String>, input: Bitset?) {
      self.name = name.value
      span = name.span
      line = name.line
      self.input = input
    }
  }

  /// After which steps all live variables are stored.
  package enum Checkpoint: Hashable, Sendable {
    case everyStep
    case never
    /// Steps by index.
    case after(Bitset)

    package static let words = ["every step", "none"]

    /// Whether live variables are stored after a step, by its index.
    package func includes(_ step: Int) -> Bool {
      switch self {
      case .everyStep: true
      case .never: false
      case .after(let steps): steps.contains(step)
      }
    }
  }

  /// The kinds of steps, by the key that says which.
  package enum Kind: String, CaseIterable, Sendable {
    case tool, model, choose, branch, review, unknown

    package var shape: Shape {
      switch self {
      case .tool: Shapes.toolStep
      case .model: Shapes.modelStep
      case .choose: Shapes.chooseStep
      case .branch: Shapes.branchStep
      case .review: Shapes.reviewStep
      case .unknown: Shapes.unknownStep
      }
    }
  }
}

/// One step of a plan.
package struct Step: Declared {
  package let name: String
  package let span: SourceSpan
  /// The line of the name, from 1.
  package let line: Int
  package let action: Located<Action>
  /// Variables that it is shown, by index.
  package let reads: [Located<Int>]
  /// The variable that holds its result once it succeeded, by index.
  package let writes: Located<Int>?
  /// Further attempts after one that failed.
  package let retry: Int64
  package let timeout: Duration?
  /// How often a run may come here; `nil`: without bound.
  package let atMost: Int64?
  /// All ways on. A step that calls has exactly one for success and one for failure; a branch has its
  /// arms in order, then `otherwise`.
  package let exits: [Exit]

  package init(
    _ name: Located<String>, action: Located<Action>, reads: [Located<Int>], writes: Located<Int>?,
    retry: Int64, timeout: Duration?, atMost: Int64?, exits: [Exit]
  ) {
    self.name = name.value
    span = name.span
    line = name.line
    self.action = action
    self.reads = reads
    self.writes = writes
    self.retry = retry
    self.timeout = timeout
    self.atMost = atMost
    self.exits = exits
  }

  /// What a step does. Indices are those of the catalogue.
  package enum Action: Hashable, Sendable {
    case tool(Int)
    case model(Int)
    /// Calls one of these tools; which, the plan cannot see.
    case choose(Bitset)
    case branch
    case review(Reviewers)
    /// What it does is not known: it may reach anything. Runs go on from it either way.
    case unknown
  }

  /// One way on from a step.
  package struct Exit: Sendable {
    package enum Occasion: Hashable, Sendable {
      case success
      case failure
      /// The guard holds, and no earlier one does.
      case arm(Guard)
      case otherwise
    }

    package let occasion: Occasion
    package let target: Target
    /// Where the target is written; the step's name for a failure that nothing says.
    package let span: SourceSpan
    package let line: Int

    package init(_ occasion: Occasion, to target: Located<Target>) {
      self.occasion = occasion
      self.target = target.value
      span = target.span
      line = target.line
    }
  }

  /// Where a way on leads.
  package enum Target: Hashable, Sendable {
    /// A step by index.
    case step(Int)
    /// The run has ended well.
    case end
    /// The run has failed.
    case failed
  }

  /// The steps that can come next, by index.
  package var successors: Bitset {
    Bitset(
      exits.compactMap { exit in
        if case .step(let step) = exit.target { step } else { nil }
      })
  }
}
