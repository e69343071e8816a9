extension Shapes {
  package static let route = Shape(
    "a route",
    [
      .required(
        "route",
        .anyOf([.refers(.model), .refers(.tool), .word(Storage.allCases.map(\.rawValue))]),
        "Model, tool or kind of storage that the route picks an endpoint for."),
      .required(
        "try", .list(.shape(candidate)),
        "Endpoints in order: the first that fits and is up is used."),
      .required(
        "on_unavailable", .anyOf([.word(Route.Fallback.words), .shape(reviewFallback)]),
        "What becomes of the step when no endpoint is left."),
    ])

  package static let candidate = Shape(
    "a candidate",
    [
      .required("use", .refers(.endpoint), "Endpoint that serves the route's capability."),
      .optional("when", .condition, "Condition under which it is tried; always where not stated."),
      .optional(
        "as", .refers(.tool),
        "Tool that a gateway calls here in the route's place; who calls must be allowed it too."),
    ])

  /// The mapping form of `on_unavailable`.
  package static let reviewFallback = Shape(
    "a review",
    [.required("review", reviewers, "Pool of people that the workflow is handed to.")])

  package static let plan = Shape(
    "a plan",
    [
      .required(
        "plan", .anyOf([.declares(.plan), .shape(importedPlan)]),
        "Name of the plan, or the workflow that it is made from."),
      .optional(
        "facts", .map(keys: .declare(.fact), .shape(fact)), "What conditions may ask about a run."),
      .optional(
        "input",
        .map(
          keys: .declare(.variable), .anyOf([.list(.refers(.dataClass)), .word(["any"])])),
        "Variables that a run begins with, and the data classes of each; `any` for all there are."),
      .optional(
        "steps", .map(keys: .declare(.step), .anyOf(Plan.Kind.allCases.map { .shape($0.shape) })),
        "Steps by name; a run begins with the first. Must be stated, but for a plan from a workflow."
      ),
      .optional(
        "checkpoint", .anyOf([.word(Plan.Checkpoint.words), .shape(checkpoint)]),
        "After which steps the run's variables are stored. Must be stated, but for a plan from a "
          + "workflow."),
    ])

  package static let fact = Shape(
    "a fact",
    [
      .required("type", .anyOf([.factType, .list(.text)]), "Type of its value, or its words."),
      .required(
        "known", .word(Fact.Stability.allCases.map(\.rawValue)),
        "Whether it is fixed for the run or may differ at each decision."),
    ])

  /// The mapping form of `checkpoint`.
  package static let checkpoint = Shape(
    "a checkpoint",
    [.required("after", .list(.refers(.step)), "Steps after which the run is stored.")])

  package static let toolStep = Shape(
    "a tool step", [.required("tool", .refers(.tool), "Tool that the step calls.")] + callKeys)

  package static let modelStep = Shape(
    "a model step", [.required("model", .refers(.model), "Model that the step asks.")] + callKeys)

  package static let chooseStep = Shape(
    "a choose step",
    [
      .required(
        "choose", .anyOf([.list(.refers(.tool)), .word(["any"])]),
        "Tools of which the run calls one, by a choice that the plan cannot see.")
    ] + callKeys)

  package static let branchStep = Shape(
    "a branch step",
    [
      .required("branch", .list(.shape(arm)), "Ways on; the first whose condition holds is taken."),
      .required(
        "else", .refers(.step), "Step to take where no condition holds, or `end` or `fail`."),
      .optional(
        "reads", .list(.refers(.variable)), "Variables whose data classes `label` asks about."),
      atMost,
    ])

  package static let arm = Shape(
    "a way on",
    [
      .required("when", .condition, "Condition under which it is taken."),
      .required("then", .refers(.step), "Step to take, or `end` or `fail`."),
    ])

  package static let reviewStep = Shape(
    "a review step",
    [
      .required("review", reviewers, "Pool that reviews; `default` is the tenant's own."),
      .optional("reads", .list(.refers(.variable)), "Variables that the reviewer is shown."),
      .optional("writes", .declares(.variable), "Variable that holds the reviewer's answer."),
      .optional("timeout", .duration, "How long the run waits for an answer; must be stated."),
      .required("then", .refers(.step), "Step to take after the answer, or `end` or `fail`."),
      .optional(
        "on_fail", .refers(.step),
        "Step to take when nobody answers; the run fails where not stated."),
      atMost,
    ])

  package static let unknownStep = Shape(
    "an unknown step",
    [
      .required("unknown", .text, "Why it is not known what the step does: it may reach anything.")
    ] + callKeys)

  private static let reviewers = ValueType.anyOf([.refers(.reviewerPool), .word(["default"])])

  private static let atMost = Shape.Key.optional(
    "at_most", .count(Plan.visits, word: nil),
    "How often a run may come to the step; once more, and the step fails.")

  /// What the steps that call something have in common.
  private static let callKeys: [Shape.Key] = [
    .optional("reads", .list(.refers(.variable)), "Variables that the call is shown."),
    .optional("writes", .declares(.variable), "Variable that holds the result."),
    .optional("retry", .count(Plan.retries, word: nil), "Further attempts after one that failed."),
    .optional("timeout", .duration, "How long one attempt may take."),
    .required("then", .refers(.step), "Step to take on success, or `end` or `fail`."),
    .optional(
      "on_fail", .refers(.step), "Step to take on failure; the run fails where not stated."),
    atMost,
  ]
}
