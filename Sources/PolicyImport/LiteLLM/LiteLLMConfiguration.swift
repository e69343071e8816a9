import PolicyDiagnostics
import PolicyModel

/// What a configuration of the LiteLLM proxy says of where data goes and who may send it.
struct LiteLLMConfiguration {
  var deployments: [LiteLLMDeployment] = []
  var aliases: [LiteLLMAlias] = []
  var fallbacks: [LiteLLMFallback] = []
  /// Teams and virtual keys, as the proxy's interface lists them.
  var teams: [LiteLLMCaller] = []
  var keys: [LiteLLMCaller] = []
  var sinks: [LiteLLMSink] = []
  /// Whether the router looks at regions before it calls (`enable_pre_call_checks`).
  var checksRegions = false
  /// Whether a fallback is offered only to those who may use it (`enforce_fallback_model_access`).
  var checksFallbackAccess = false
}

/// One entry of `model_list`: one of the places that may answer for a group.
struct LiteLLMDeployment {
  /// `model_name`: what is asked for. Deployments of one name are one group; `*` stands for any run of
  /// characters.
  let group: Written<String>
  /// `litellm_params.model`: provider and model.
  let model: Written<String>
  /// `model_info.id`, by which fallbacks may name it.
  let id: Written<String>?
  let place: LiteLLMPlace
  /// `model_info.access_groups`, by which teams and keys may name it.
  let accessGroups: [Written<String>]
  /// `model_info.team_id`: the one team that it is for.
  let team: Written<String>?
  /// `litellm_params.region_name`, which only the region filter reads.
  let regionName: Written<String>?
  /// Requests a minute.
  let requestsPerMinute: Int?
}

/// Where a deployment or a sink is, as far as the configuration says.
struct LiteLLMPlace: Hashable {
  enum Region: Hashable {
    /// A region by the provider's name for it.
    case named(String)
    /// An inference profile of Bedrock, called in a region where that is known.
    case profile(String, calledIn: String?)
    /// Nothing in the configuration says it.
    case unknown
  }

  let region: Region
  /// What has to be bound where the region is unknown: a host, a variable of the environment, or the
  /// name of a provider.
  let key: String
  /// Whose endpoints fail together.
  let provider: String
}

/// `model_group_alias`: another name for a group.
struct LiteLLMAlias {
  let name: Written<String>
  let target: Written<String>
}

/// A group, or `*` for any, and what is called when it fails.
struct LiteLLMFallback {
  /// The setting, such as `context_window_fallbacks`.
  let setting: String
  let group: Written<String>
  let targets: [Written<String>]
}

/// A team or a virtual key.
struct LiteLLMCaller {
  let name: Written<String>
  /// By which keys and deployments name a team.
  let id: String
  /// The team of a key, by its id.
  let team: Written<String>?
  /// `models`; an empty list is every model.
  let models: [Written<String>]
  let aliases: [LiteLLMAlias]
  let isBlocked: Bool
  let budget: LiteLLMBudget?
  let requestsPerMinute: Written<Int>?
  let parallelRequests: Written<Int>?
  /// `allowed_model_region`.
  let region: Written<String>?
}

/// What a team or key may spend in a span of time; for ever where there is none.
struct LiteLLMBudget {
  let amount: Written<String>
  let duration: Written<String>?
}

/// Where requests and answers are sent beside the model: callbacks, guardrails, caches.
struct LiteLLMSink {
  let name: Written<String>
  /// The setting that names it, such as `success_callback`.
  let setting: String
  let place: LiteLLMPlace
}
