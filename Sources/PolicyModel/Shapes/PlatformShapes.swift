extension Shapes {
  package static let platform = Shape(
    "a platform",
    [
      .required("platform", .declares(.platform), "Name of the platform."),
      .required("language", .count(1...1, word: nil), "Language the documents are written in."),
      .optional(
        "use", .anyOf([.text, .list(.text)]),
        "Catalogues whose regions, groups and endpoint classes it has: `aws`, `azure`, `google`, or one "
          + "that a document declares."),
      .required(
        "regions", .map(keys: .declare(.region), .shape(region)), "Places where data can be."),
      .optional(
        "region_groups", .list(.declares(.regionGroup)),
        "Groups that regions may be in; where it is left out, the groups that regions name."),
      .optional("transfers", .list(.shape(transfer)), "Dated grounds for data to leave a group."),
      .optional("data_classes", .list(.declares(.dataClass)), "Classes of data."),
      .required("model_tiers", .list(.declares(.modelTier)), "Tiers of models, lowest first."),
      .required("tools", .map(keys: .declare(.tool), .shape(tool)), "Tools that plans call."),
      .optional(
        "models", .map(keys: .declare(.model), .shape(tool)),
        "What plans ask models for; endpoints serve it."),
      .required(
        "endpoints", .map(keys: .declare(.endpoint), .shape(endpoint)),
        "Where tools, models and stores really run."),
      .optional(
        "reviewer_pools", .map(keys: .declare(.reviewerPool), .shape(reviewerPool)),
        "People who review what a workflow shows them."),
      .optional("currency", .currency, "Currency of all amounts, where no amount says it first."),
      .optional("worker_pool", .shape(workerPool), "Slots that all tenants share."),
      .optional(
        "gate", .word(Gate.allCases.map(\.rawValue)),
        "Whether the runtime asks the bundle before each call; `none` where not stated."),
      .required(
        "budget_classes", .map(keys: .declare(.budgetClass), .shape(budgetClass)),
        "Rates and budgets that tenants take by name."),
    ] + limitAndDefault)

  package static let region = Shape(
    "a region",
    [.optional("in", .list(.refers(.regionGroup)), "Groups that the region is in.")])

  package static let transfer = Shape(
    "a transfer",
    [
      .required("from", .refers(.regionGroup), "Group that data leaves."),
      .required("to", .refers(.regionGroup), "Group that data may go to."),
      .required("basis", .declares(.basis), "Ground, by the name that tenants accept it under."),
      .required("until", .date, "Day on which the ground ends."),
    ])

  package static let tool = Shape(
    "a tool",
    [
      .optional("cost", .money, "Cost of one call."),
      .optional(
        "adds", .list(.refers(.dataClass)), "Data classes its result has beyond its input's."),
      .optional("removes", .list(.refers(.dataClass)), "Data classes its result no longer has."),
      .optional("quota", .rate, "Calls that the service grants the whole platform."),
    ])

  package static let endpoint = Shape(
    "an endpoint",
    [
      .required(
        "serves", .anyOf([capability, .list(capability)]),
        "Tool, model or kind of storage that runs here, or several."),
      .optional("model", .refers(.modelTier), "Tier of the model that runs here."),
      .optional(
        "process", .regions,
        "Where it processes; every region where not stated, none for storage."),
      .optional("store", .regions, "Where it stores; every region where not stated."),
      .optional("log", .regions, "Where it logs; every region where not stated."),
      .optional("retains", .duration, "How long it keeps data; for ever where not stated."),
      .optional("dedicated_to", .refers(.tenant), "Tenant that it serves alone."),
      .optional("provider", .declares(.provider), "Provider whose endpoints fail together."),
      .optional(
        "class", .text,
        "Class of a catalogue that says where it is, as far as it is not stated here."),
    ])

  private static let capability = ValueType.anyOf([
    .refers(.tool), .refers(.model), .word(Storage.allCases.map(\.rawValue)),
  ])

  package static let reviewerPool = Shape(
    "a reviewer pool",
    [
      .required("region", .refers(.region), "Where the reviewers sit."),
      .required("staff", .count(1...ReviewerPool.mostStaff, word: nil), "How many they are."),
      .optional("dedicated_to", .refers(.tenant), "Tenant that they work for alone."),
      .optional("clearance", .list(.refers(.dataClass)), "Data classes that they may see."),
    ])

  package static let workerPool = Shape(
    "a worker pool",
    [
      .required(
        "slots", .count(1...WorkerPool.mostSlots, word: nil), "Workflows that run at once."),
      .optional(
        "reject_above", .count(0...WorkerPool.mostQueued, word: "queued"),
        "Queued workflows above which new ones are rejected."),
      .optional("typical_run", .duration, "How long a workflow holds its slot as a rule."),
      .optional(
        "by_region",
        .map(keys: .refer(.region), .count(1...WorkerPool.mostSlots, word: nil)),
        "Where the slots are; together as many as `slots`."),
    ])

  /// A budget class states fields of the tenant's policy under their own names.
  package static let budgetClass = Shape(
    "a budget class",
    policyKeys(
      PolicyFields.all.filter { ["rate_limits", "per_workflow", "per_month"].contains($0.name) }))
}
