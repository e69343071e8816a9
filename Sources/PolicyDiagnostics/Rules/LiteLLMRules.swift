/// TP1060 to TP1065: configurations of the LiteLLM proxy.
///
/// Their samples would be files of another format: each rule has its own under `Tests/PolicyImportTests`.
package struct LiteLLMRules: Sendable {
  package let namesNothing = Rule(
    "TP1060", "litellm-names-nothing", .warning,
    what: "A fallback, an alias, a list of models or a credential names what there is not.",
    why: """
      A call that comes there fails when it is needed most, or goes wherever `default_fallbacks` and \
      a wildcard lead.
      """, bad: "", good: "")

  package let beyondAllowList = Rule(
    "TP1061", "litellm-fallback-beyond-allow-list",
    what: "A fallback leads a team, a key or a tenant to a model that it may not call.",
    why: """
      LiteLLM compares the list of models with the model that is asked for, and not with those that \
      fallbacks lead to, unless `enforce_fallback_model_access` is set. Whoever is kept from a model \
      comes to it by a call that fails. Routes say `as:` where a gateway calls another tool.
      """, bad: "", good: "")

  package let filterNotEnforced = Rule(
    "TP1062", "litellm-region-filter-not-enforced", .warning,
    what: "A region is configured that keeps no call out of another.",
    why: """
      `allowed_model_region` and `region_name` are looked at only where `enable_pre_call_checks` is \
      set, and a deployment without `region_name` is not kept out. A filter that looks like one and is \
      none is worse than no filter.
      """, bad: "", good: "")

  package let everyModel = Rule(
    "TP1063", "litellm-every-model", .warning,
    what: "A team or key may call every model, since its list is empty or says so.",
    why: "An empty list is every model in LiteLLM, also those that are added later.",
    bad: "", good: "")

  package let limitNotExpressed = Rule(
    "TP1064", "litellm-limit-not-expressed", .warning,
    what: "A limit of LiteLLM has no counterpart in a policy, or LiteLLM sets none.",
    why: "What is left out is told, so that nobody takes the policy for all that holds.",
    bad: "", good: "")

  package let passThrough = Rule(
    "TP1065", "litellm-passes-through", .warning,
    what: "LiteLLM passes requests through to another host.",
    why: "Such requests are under no group, no list of models and no fallback.", bad: "", good: "")
}
