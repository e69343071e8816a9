/// How a sample's platform document ends, and one tenant below it: `euro-bank` of `euro-holding`.
///
/// - Parameters:
///   - tools: Those that everybody may use.
///   - modelTier: The highest that everybody has.
///   - limit: What the tier limits, as entries of `data_residency`; empty for nothing.
///   - residency: The tenant's, likewise.
/// - Returns: lines from `budget_classes:` on.
package func sampleTenant(
  tools: String, modelTier: String = "small", limit: String = "", residency: String
) -> String {
  """
  budget_classes: { normal: { per_workflow: 2 USD, per_month: 100 USD } }
  default:
    budget_class: normal
    allowed_tools: [\(tools)]
    model_tier: \(modelTier)
    concurrency_cap: 5
    reviewer_pool: none
    audit_retention: 1 year
    data_retention: 30 days
  ---
  policy_tier: standard\(limit.isEmpty ? "" : "\nlimit: { data_residency: { \(limit) } }")
  ---
  org_id: euro-holding
  ---
  tenant_id: euro-bank
  org_id: euro-holding
  policy_tier: standard
  data_residency: { \(residency) }
  """
}
