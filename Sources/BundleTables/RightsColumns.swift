import PolicyModel

/// The columns of what is worked out of routes and policies, so that a runtime need not.
extension CatalogueTable {
  var columnsOfDecisions: [ColumnDeclaration] {
    [
      ("platform", .index(of: "platforms"), "platform that decides so"),
      ("tool", .index(of: "tools"), "the tool that an endpoint is picked for, or none"),
      ("model", .index(of: "models"), "the model, or none"),
      ("storage", .integer, "the kind of storage: \(Storage.numbers), or 0"),
      (
        "route", .index(of: "routes"),
        "the route; none where every endpoint that serves it is a candidate, by name"
      ),
    ]
  }

  var rightsColumns: [ColumnDeclaration] {
    [
      ("platform", .index(of: "platforms"), "platform whose endpoints they are about"),
      ("endpoints", .mask(of: "endpoints"), "those of which not everything is forbidden"),
      ("models", .mask(of: "models"), "those for which such an endpoint is a candidate"),
      (
        "reviewers", .list,
        "for each reviewer pool of the platform: data classes that must not be where it sits (a bit "
          + "each), 1 if data without a class must not either, data classes that it may not see"
      ),
      (
        "first_permission", .integer,
        "its first row in `permissions`, which has one for each of the platform's rows of `decisions`"
      ),
    ]
  }

  var permissionColumns: [ColumnDeclaration] {
    [
      ("rights", .index(of: "rights"), "whose they are"),
      ("decision", .index(of: "decisions"), "what is decided"),
      (
        "candidates", .list,
        "in the order they are tried: row of `endpoints`, row of `candidates` or -1, how many bars, "
          + "and so many bars: see below"
      ),
    ]
  }
}
