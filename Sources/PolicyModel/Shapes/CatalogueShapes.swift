extension Shapes {
  package static let catalogue = Shape(
    "a catalogue",
    [
      .required("catalogue", .declares(.catalogue), "Name that platforms use it under."),
      .required("source", .text, "Where its facts are from."),
      .optional("as_of", .date, "Day on which they were so."),
      .optional(
        "regions", .map(keys: .declare(.region), .shape(region)),
        "Places where data can be, with the groups that they are in."),
      .optional(
        "endpoint_classes", .map(keys: .declare(.endpoint), .shape(endpointClass)),
        "Where endpoints of a kind are, wherever a platform has one."),
      .optional("tools", .map(keys: .declare(.tool), .shape(tool)), "Tools that platforms get."),
      .optional("models", .map(keys: .declare(.model), .shape(tool)), "Models that they get."),
      .optional(
        "endpoints", .map(keys: .declare(.endpoint), .shape(endpoint)),
        "Where these tools and models run."),
    ])

  package static let endpointClass = Shape(
    "an endpoint class",
    [
      .optional("process", .regions, "Where it processes; every region where not stated."),
      .optional("store", .regions, "Where it stores; every region where not stated."),
      .optional("log", .regions, "Where it logs; every region where not stated."),
      .optional(
        "retains", .duration, "How long it keeps data, whatever its customers want."),
      .optional(
        "offered", .word(["true", "false"]),
        "Whether calls of it can succeed; they can where not stated."),
      .optional("source", .text, "Where this is from, if not from the source of the catalogue."),
    ])

  /// What stands behind `plan:` where a plan is made from the workflow of another tool.
  package static let importedPlan = Shape(
    "a plan from a workflow",
    [
      .required("from", .text, "File of the workflow, seen from the file of the plan."),
      .optional("name", .declares(.plan), "Name of the plan; that of the file where not stated."),
      .optional(
        "deploy_region", .refers(.region), "Region that it runs in; every region where not stated."),
      .optional("bind", .map(keys: .declare(.variable), .text), "What it leaves open, by name."),
      .optional(
        "data", .anyOf([.list(.refers(.dataClass)), .word(["any"])]),
        "Data classes that anything in it may have; all there are where not stated."),
      .optional(
        "retains", .duration,
        "How long services that it stores with keep data; for ever where not stated."),
    ])
}
