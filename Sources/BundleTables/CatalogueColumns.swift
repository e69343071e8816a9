import PolicyModel

/// The columns of what a catalogue declares.
extension CatalogueTable {
  var scoped: [ColumnDeclaration] {
    [
      ("platform", .index(of: "platforms"), "platform that declares it"),
      ("name", .string, "unique on its platform"),
    ]
  }

  var platformColumns: [ColumnDeclaration] {
    [
      ("name", .string, "unique in the bundle"), ("language", .integer, "version of the language"),
      ("currency", .string, "three capital letters; empty where no amount is stated"),
      ("slots", .integer, "of the worker pool, or -1"),
      ("reject_above", .integer, "queued workflows, or -1 where not stated"),
      ("typical_run", .integer, "milliseconds, or -1 where not stated"),
    ] + Self.place + [
      ("pool_line", .integer, "where the worker pool is stated, or 0"),
      ("gate", .integer, Gate.numbers),
      (
        "slots_by_region", .list,
        "region, by its position among the platform's, and slots there, for each; ascending"
      ),
      ("storage_decisions", .list, "rows of `decisions`, one for each kind of storage, in order"),
      ("data_classes", .integer, "how many it declares: the bits of a label"),
      ("first_data_class", .integer, "row of `data_classes` that is bit 0 of a label"),
      ("first_reviewer_pool", .integer, "row of `reviewer_pools` that comes first in `rights`"),
      ("first_decision", .integer, "row of `decisions` that comes first in `permissions`"),
    ]
  }

  var transferColumns: [ColumnDeclaration] {
    [
      ("platform", .index(of: "platforms"), "platform that declares it"),
      ("from", .index(of: "region_groups"), "group that data leaves"),
      ("to", .index(of: "region_groups"), "group that data may go to"),
      ("basis", .index(of: "transfer_bases"), "the ground"),
      ("until", .integer, "seconds from 1970-01-01T00:00:00Z to the end of the ground"),
    ]
  }

  var toolColumns: [ColumnDeclaration] {
    [
      ("cost", .integer, "of a call, in millionths of the currency, or -1 where not stated"),
      ("adds", .mask(of: "data_classes"), "data classes that its result has besides"),
      ("removes", .mask(of: "data_classes"), "data classes that its result no longer has"),
      (
        "quota", .list,
        "empty, or calls, window in milliseconds, and 1 if the window slides, else 0"
      ),
    ] + Self.place + [
      ("quota_line", .integer, "where the quota is stated, or 0"),
      ("decision", .index(of: "decisions"), "how an endpoint is picked for it"),
    ]
  }

  var endpointColumns: [ColumnDeclaration] {
    [
      ("serves_tools", .mask(of: "tools"), "tools that run here"),
      ("serves_models", .mask(of: "models"), "models that run here"),
      ("serves_storage", .integer, "sum of: \(Storage.numbers)"),
      ("model_tier", .index(of: "model_tiers"), "tier of the model, or none"),
      ("process", .mask(of: "regions"), "where it may process"),
      ("store", .mask(of: "regions"), "where it may store"),
      ("log", .mask(of: "regions"), "where it may log"),
      ("retains", .integer, "milliseconds, or -1 for ever"),
      ("dedicated_to", .string, "id of the tenant that it serves alone, or empty"),
      ("provider", .string, "its provider, or empty"),
    ] + Self.place + [("dedicated_line", .integer, "where the tenant is named, or 0")]
  }

  var reviewerPoolColumns: [ColumnDeclaration] {
    [
      ("region", .index(of: "regions"), "where the reviewers sit"),
      ("staff", .integer, "how many they are"),
      ("dedicated_to", .string, "id of the tenant that they work for alone, or empty"),
      ("clearance", .mask(of: "data_classes"), "data classes that they may see"),
    ] + Self.place + [("dedicated_line", .integer, "where the tenant is named, or 0")]
  }
}
