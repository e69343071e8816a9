/// Policies of one tenant, whose data must stay in the EU, on a platform that declares nothing itself: what it
/// has is in the catalogues that it uses, and in the documents that a test adds.
package func platform(using catalogues: String) -> String {
  """
  platform: small
  use: [\(catalogues)]
  language: 1
  regions: {}
  data_classes: [pii]
  model_tiers: [small]
  tools: {}
  endpoints: {}
  budget_classes: { normal: { per_workflow: 1 USD, per_month: 9 USD } }
  default:
    budget_class: normal
    allowed_tools: any
    denied_tools: []
    model_tier: small
    concurrency_cap: 1
    reviewer_pool: none
    audit_retention: 1 year
    data_retention: 90 days
  ---
  policy_tier: standard
  ---
  org_id: owner
  ---
  tenant_id: bank
  org_id: owner
  policy_tier: standard
  data_residency: eu27

  """
}
