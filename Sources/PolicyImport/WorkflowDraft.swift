package import PolicySyntax

/// A workflow as all importers see it, before it is a plan: steps that lead to others, and the services
/// that they call.
///
/// One variable, `data`, stands for everything that the workflow carries. Each step is shown all of it,
/// so that nothing depends on how the other tool passes data on.
package struct WorkflowDraft: Sendable {
  package private(set) var steps: [Step] = []
  /// Where runs begin.
  package var start: Target = .end
  package let file: String
  /// The whole workflow.
  package let root: Node

  /// Most steps of a workflow with all that it starts: more are read into no plan anyway.
  static let mostSteps = 100_000

  package init(_ workflow: WorkflowSource) {
    (file, root) = (workflow.file, workflow.root)
  }

  /// Where a step leads.
  package enum Target: Hashable, Sendable {
    /// By number.
    case step(Int)
    case end
    case fail
  }

  package enum Action: Sendable {
    case call(Service)
    /// Why it is not known.
    case unknown(String)
    /// Shows data to the tenant's reviewers.
    case review
    /// Goes on by one of these; which, is not known.
    case anyOf([Target])
    /// Does nothing that leaves the workflow: it is not in the plan.
    case nothing

    /// - Parameter what: In the words of the finding that says so: ``the model of `Ask` ``.
    static func decidedAtRunTime(_ what: String) -> Action {
      .unknown("\(what.filter { $0 != "`" }) is decided at run time")
    }
  }

  package struct Step: Sendable {
    /// As the other tool has it, with the names that it lies in: `Outer.Inner`.
    package let name: String
    /// Its name in the file.
    package let node: Node
    /// What says what it does; its name where nothing does.
    package var actionNode: Node
    package var action: Action
    package var then: Target
    /// Ways on from failures; the run fails where there is none.
    package var onFail: [Target] = []
    /// Further attempts.
    package var retry: Int = 0
    /// As policies write it.
    package var timeout: String?
    /// How often a run comes here at most, where the workflow says so.
    package var atMost: Int?

    package init(_ name: String, _ node: Node, _ action: Action, at actionNode: Node? = nil) {
      (self.name, self.node, self.action) = (name, node, action)
      self.actionNode = actionNode ?? node
      then = .end
    }

    /// Whether it is in the plan as a step that does something.
    var isCall: Bool {
      switch action {
      case .call, .unknown, .review: true
      case .anyOf, .nothing: false
      }
    }
  }

  /// Something that steps call, and where it is.
  package struct Service: Hashable, Sendable {
    package enum Kind: Hashable, Sendable { case tool, model }

    package enum Place: Hashable, Sendable {
      case regions([String])
      /// A class of a catalogue.
      case endpointClass(String)
      case everywhere
      /// The platform says it: the name is one of its own.
      case declared

      var isClass: Bool { if case .endpointClass = self { true } else { false } }
    }

    package let kind: Kind
    /// As policies name it; what is no name is made one.
    package let name: String
    package let place: Place
    /// How long it keeps what it is shown, as policies write it; `nil` for ever.
    package var retains: String?
    package var provider: String?

    package init(
      _ kind: Kind, _ name: String, at place: Place, retains: String? = nil,
      provider: String? = nil
    ) {
      (self.kind, self.name, self.place) = (kind, name, place)
      (self.retains, self.provider) = (retains, provider)
    }
  }

  /// - Returns: the number of the step.
  package mutating func add(_ step: Step) -> Int {
    steps.append(step)
    return steps.count - 1
  }

  package subscript(number: Int) -> Step {
    get { steps[number] }
    set { steps[number] = newValue }
  }
}
