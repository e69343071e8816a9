internal import TenantPolicy

/// The columns of the table `classes` that come before those of the fields, with what each means.
package let decisionColumns: [(column: ColumnContents, meaning: String)] = [
  (ColumnContents(.platform, "platform", .index(of: "platforms")), "platform of the tenant"),
  (
    ColumnContents(.permittedTools, "permitted_tools", .mask(of: "tools")),
    "tools that are allowed and not denied"
  ),
  (
    ColumnContents(.processRegions, "process_regions", .mask(of: "regions")),
    "where data may be processed, of data classes without regions of their own"
  ),
  (ColumnContents(.org, "org_id", .index(of: "orgs")), "org of the tenant"),
  (
    ColumnContents(.policyTier, "policy_tier", .index(of: "policy_tiers")),
    "policy tier of the tenant"
  ),
  (ColumnContents(.rights, "rights", .index(of: "rights")), "where its data may go"),
]
