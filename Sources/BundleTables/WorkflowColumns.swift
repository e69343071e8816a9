import PolicyModel

/// The columns of routes and plans.
extension CatalogueTable {
  var routeColumns: [ColumnDeclaration] {
    [
      ("tool", .index(of: "tools"), "the tool that it picks endpoints for, or none"),
      ("model", .index(of: "models"), "the model, or none"),
      ("storage", .integer, "the kind of storage: \(Storage.numbers), or 0"),
      ("on_unavailable", .integer, FallbackNumber.numbers),
      ("pool", .index(of: "reviewer_pools"), "who reviews; none for the tenant's own pool"),
      ("on_unavailable_line", .integer, "where that is stated"),
    ] + Self.place
  }

  var candidateColumns: [ColumnDeclaration] {
    [
      ("route", .index(of: "routes"), "whose candidate it is; in the order they are tried"),
      ("endpoint", .index(of: "endpoints"), "what is tried"),
      ("condition", .list, "when it may be tried, as a condition"),
      ("condition_line", .integer, "where that is stated"),
    ] + Self.place
  }

  var planColumns: [ColumnDeclaration] {
    [
      ("checkpoint", .integer, CheckpointNumber.numbers),
      ("checkpoint_line", .integer, "where that is stated"),
    ] + Self.place + [("tools", .mask(of: "tools"), "the tools that it names")]
  }

  var ofPlan: [ColumnDeclaration] {
    [
      ("plan", .index(of: "plans"), "plan that declares it"),
      ("name", .string, "unique in its plan"),
    ]
  }

  var factColumns: [ColumnDeclaration] {
    [
      ("type", .integer, FactTypeNumber.numbers),
      ("least", .integer, "the least value: see the values of facts"),
      ("greatest", .integer, "the greatest value"), ("known", .integer, Fact.Stability.numbers),
    ]
  }

  var wordColumn: ColumnDeclaration {
    ("name", .string, "unique among the words of its fact; in the order of their values, from 0")
  }

  var variableColumns: [ColumnDeclaration] {
    [
      ("is_input", .integer, "1 if a run begins with it, else 0"),
      ("input", .mask(of: "data_classes"), "the data classes that it then has"),
    ] + Self.place
  }

  var stepColumns: [ColumnDeclaration] {
    [
      ("kind", .integer, Plan.Kind.numbers),
      ("tool", .index(of: "tools"), "of kind \(Plan.Kind.tool.number): the tool, else none"),
      ("model", .index(of: "models"), "of kind \(Plan.Kind.model.number): the model, else none"),
      ("choose", .mask(of: "tools"), "of kind \(Plan.Kind.choose.number): one of these tools"),
      (
        "pool", .index(of: "reviewer_pools"),
        "of kind \(Plan.Kind.review.number): the pool, or none for the tenant's own"
      ),
      ("action_line", .integer, "where tool, model, choice, branch or pool are stated"),
      ("reads", .list, "for each variable that it reads: its row, and the line that says so"),
      ("writes", .index(of: "plan_variables"), "what holds its result, or none"),
      ("writes_line", .integer, "where that is stated, or 0"),
      ("retry", .integer, "attempts after the first"),
      ("timeout", .integer, "milliseconds, or -1 where not stated"),
      ("at_most", .integer, "how often a run may come here, or -1 for any number"),
      ("checkpoint", .integer, "1 if live data is stored after it, else 0"),
    ] + Self.place + [
      (
        "asks", .list,
        "what runs can ask here, whatever the tenant, as pairs of a number and the label of the data, "
          + "ascending: \(AskNumber.numbers)"
      )
    ]
  }

  var exitColumns: [ColumnDeclaration] {
    [
      ("step", .index(of: "steps"), "from which it leads on; arms in the order they are tried"),
      ("occasion", .integer, "when it is taken: \(OccasionNumber.numbers)"),
      (
        "condition", .list,
        "of occasion \(OccasionNumber.arm.rawValue), as a condition; else empty"
      ),
      ("target", .integer, TargetNumber.numbers),
      ("next", .index(of: "steps"), "of target \(TargetNumber.step.rawValue): the step, else none"),
    ] + Self.place
  }
}
