extension Shapes {
  package static let test = Shape(
    "a test",
    [
      .required("test", .text, "What the test shows, in a sentence."),
      .required("given", .shape(given), "Whose run it is, of which plan, and what is the case."),
      .required(
        "expect", .list(.anyOf(Expectation.Kind.allCases.map { .shape($0.shape) })),
        "What must be so, all of it."),
    ])

  package static let given = Shape(
    "a situation",
    [
      .optional("tenant", .refers(.tenant), "Tenant whose run it is."),
      .optional("every", .refers(.policyTier), "Tier all of whose tenants the test is about."),
      .optional("plan", .refers(.plan), "Plan that is run."),
      .optional(
        "facts", .map(keys: .refer(.fact), .literal),
        "Values of the plan's facts; one that is not stated may be anything."),
      .optional(
        "down", .list(.anyOf([.refers(.endpoint), .refers(.region), .text])),
        "Endpoints, regions and providers that do not answer."),
      .optional("now", .date, "Day of the run; that of the check where not stated."),
    ])

  package static let allowed = Shape(
    "an expectation", [.required("allowed", .refers(.tool), "Tool that may be called.")])

  package static let denied = Shape(
    "an expectation", [.required("denied", .refers(.tool), "Tool that may not be called.")])

  package static let never = Shape(
    "an expectation",
    [
      .required(
        "never", .anyOf([.shape(neverRegion), .shape(neverEndpoint)]),
        "What no run of the plan reaches.")
    ])

  package static let neverRegion = Shape(
    "a place", [.required("region", .refers(.region), "Region that is never reached.")])

  package static let neverEndpoint = Shape(
    "a place", [.required("endpoint", .refers(.endpoint), "Endpoint that is never reached.")])

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
