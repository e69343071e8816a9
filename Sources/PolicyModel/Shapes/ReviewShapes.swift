extension Shapes {
  package static let test = Shape(
    "a test",
    [
      .required("test", .text, "What the test shows, in a sentence."),
      .required("given", .shape(given), "Whose run it is, of which plan, and what is the case."),
      .optional(
        "cases", .list(.shape(testCase)),
        "A table of situations, each tested: a key of a row replaces that of `given`."),
      .optional("expect", expectations, "What must be so, all of it, in every case."),
    ])

  package static let given = Shape("a situation", situation)

  package static let testCase = Shape(
    "a case",
    [.optional("case", .text, "What the report calls the case.")] + situation + [
      .optional("expect", expectations, "What must be so in this case, beyond the rest.")
    ])

  private static let situation: [Shape.Key] = [
    .optional("tenant", .refers(.tenant), "Tenant whose run it is."),
    .optional("every", .refers(.policyTier), "Tier all of whose tenants the test is about."),
    .optional("plan", .refers(.plan), "Plan that is run."),
    .optional(
      "facts", .map(keys: .refer(.fact), .literal),
      "Values of the plan's facts; one that is not stated may be anything."),
    .optional(
      "latency", .map(keys: .refer(.endpoint), .duration),
      "How long endpoints took of late; one that is not stated may be anything."),
    .optional(
      "down", .list(.anyOf([.refers(.endpoint), .refers(.region), .text])),
      "Endpoints, regions and providers that do not answer."),
    .optional(
      "fails", .list(.refers(.step)), "Steps whose calls and reviews come to nothing, once made."),
    .optional("now", .date, "Day of the run; that of the check where not stated."),
  ]

  private static let expectations: ValueType = .list(
    .anyOf(Expectation.Kind.allCases.map { .shape($0.shape) }))

  package static let allowed = Shape(
    "an expectation", [.required("allowed", .refers(.tool), "Tool that may be called.")])

  package static let denied = Shape(
    "an expectation", [.required("denied", .refers(.tool), "Tool that may not be called.")])

  package static let within = Shape(
    "an expectation",
    [
      .required(
        "within", .shape(limits), "Fields of the tenant's policy, and the most that they permit.")
    ])

  package static let admission = Shape(
    "an expectation",
    [
      .required(
        "admission", .word(Expectation.Admission.allCases.map(\.rawValue)),
        "Whether the tenant may run the plan at all.")
    ])

  package static let never = Shape(
    "an expectation",
    [.required("never", .shape(place), "What no run of the plan comes to, whatever else fails.")])

  package static let reaches = Shape(
    "an expectation",
    [.required("reaches", .shape(place), "What some run of the plan comes to.")])

  package static let place = Shape(
    "a place",
    [
      .optional(
        "region", .refers(.region), "Region in which an endpoint may work, or reviewers sit."),
      .optional("endpoint", .refers(.endpoint), "Endpoint that is called or written to."),
      .optional("tool", .refers(.tool), "Tool that is called."),
      .optional("model", .refers(.model), "Model that is called."),
      .optional("reviewer_pool", .refers(.reviewerPool), "Reviewers who are shown data."),
      .optional("step", .refers(.step), "Step of the plan."),
    ])

  package static let outcome = Shape(
    "an expectation",
    [
      .required("step", .refers(.step), "Step of the plan."),
      .required("is", .word(Expectation.Outcome.allCases.map(\.rawValue)), "What becomes of it."),
    ])

  package static let routed = Shape(
    "an expectation",
    [
      .required("step", .refers(.step), "Step of the plan."),
      .required("routed_to", .refers(.endpoint), "Endpoint that it is sent to."),
    ])

  package static let runEnds = Shape(
    "an expectation",
    [
      .required(
        "run_is", .word(Expectation.Outcome.allCases.map(\.rawValue)),
        "What becomes of every run of the plan.")
    ])

  package static let costs = Shape(
    "an expectation",
    [.required("costs_at_most", .money, "Most that a run of the plan may cost.")])

  package static let waiver = Shape(
    "a waiver",
    [
      .required("waiver", .text, "Id of the waiver."),
      .required("of", .refers(.rule), "Code of the rule whose findings it accepts."),
      .required("for", .shape(waiverScope), "What it is limited to."),
      .required("reason", .text, "Why the finding is accepted."),
      .required("owner", .text, "Who answers for it."),
      .required("until", .date, "Day on which it ends."),
    ])

  package static let waiverScope = Shape(
    "a waiver's scope",
    [
      .optional("tenant", .refers(.tenant), "Tenant that it is limited to."),
      .optional("org", .refers(.org), "Org that it is limited to."),
      .optional("tier", .refers(.policyTier), "Tier that it is limited to."),
      .optional("plan", .refers(.plan), "Plan that it is limited to."),
      .optional("route", .refers(.route), "Route that it is limited to."),
    ])
}
