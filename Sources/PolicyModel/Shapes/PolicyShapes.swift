extension Shapes {
  package static let tier = Shape(
    "a policy tier",
    [.required("policy_tier", .declares(.policyTier), "Name of the tier.")] + limitAndDefault)

  package static let org = Shape(
    "an org",
    [.required("org_id", .declares(.org), "Id of the organisation.")] + limitAndDefault)

  package static let tenant = Shape(
    "a tenant",
    [
      .required("tenant_id", .declares(.tenant), "Id of the tenant, unique in a bundle."),
      .required("org_id", .refers(.org), "Organisation that the tenant belongs to."),
      .required("policy_tier", .refers(.policyTier), "Tier that the tenant is in."),
    ] + policyKeys(PolicyFields.all) + limitAndDefault)

  /// The mapping form of `data_residency`.
  package static let residency = Shape(
    "a data residency",
    [
      .required("process", .regions, "Where data may be processed."),
      .required("store", .regions, "Where data may be stored."),
      .optional("log", .regions, "Where data may be logged; as `store` where not stated."),
      .optional(
        "by_class", .map(keys: .refer(.dataClass), .anyOf([.regions, .shape(regionUse)])),
        "Regions for single data classes, instead of the general ones."),
      .optional(
        "accepts", .list(.refers(.basis)),
        "Transfer grounds on which data may leave those regions."),
    ])

  package static let regionUse = Shape(
    "regions of a data class",
    [
      .required("process", .regions, "Where data of the class may be processed."),
      .required("store", .regions, "Where data of the class may be stored."),
      .optional("log", .regions, "Where it may be logged; as `store` where not stated."),
    ])

  /// The mapping form of `burst`; the other is `none`.
  package static let burst = Shape(
    "a burst",
    [
      .required("to", .count(1...1_000_000, word: nil), "Workflows at once, above the cap."),
      .required("for", .duration, "How long the cap may be exceeded."),
    ])
}
