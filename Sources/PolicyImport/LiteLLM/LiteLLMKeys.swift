/// The keys of a LiteLLM configuration by what they do: what is in none of these sets nor read by name is
/// not understood. From its pages "All settings", "Fallbacks" and "Virtual keys", of November 2026.
enum LiteLLMKeys {
  /// Settings that say what is called when a group fails.
  static let fallbacks = ["fallbacks", "context_window_fallbacks", "content_policy_fallbacks"]

  /// Settings that name where requests and answers are sent beside the model.
  static let callbacks = [
    "callbacks", "success_callback", "failure_callback", "audit_log_callbacks",
  ]

  /// Callbacks that send nothing anywhere.
  static let localCallbacks: Set<String> = [
    "prometheus", "dynamic_rate_limiter", "dynamic_rate_limiter_v2", "dynamic_rate_limiter_v3",
    "parallel_request_limiter", "max_budget_limiter", "detect_prompt_injection",
    "hide_secrets", "litellm_content_filter", "tool_permission",
  ]

  /// The variables of the environment that say where callbacks send to.
  static let sinkVariables: [String: String] = [
    "langfuse": "LANGFUSE_HOST", "langfuse_otel": "LANGFUSE_OTEL_HOST",
    "langsmith":
      "LANGSMITH_BASE_URL", "datadog": "DD_SITE", "datadog_llm_observability": "DD_SITE",
    "otel": "OTEL_EXPORTER_OTLP_ENDPOINT", "sentry": "SENTRY_DSN", "s3": "AWS_REGION",
    "s3_v2": "AWS_REGION", "helicone": "HELICONE_API_BASE", "braintrust": "BRAINTRUST_API_BASE",
    "arize": "ARIZE_ENDPOINT", "arize_phoenix": "PHOENIX_COLLECTOR_ENDPOINT",
    "generic_api": "GENERIC_LOGGER_ENDPOINT", "gcs_bucket": "GCS_BUCKET_NAME",
    "azure_storage": "AZURE_STORAGE_ACCOUNT_NAME", "opik": "OPIK_URL_OVERRIDE",
  ]

  /// How a model is asked, and with which secrets. `api_base` and what else decides where a deployment
  /// runs is read by `LiteLLMPlace`.
  static let parameters: Set<String> = [
    "additional_drop_params", "allowed_openai_params", "api_base", "api_key", "api_version",
    "aws_access_key_id", "aws_bedrock_runtime_endpoint", "aws_external_id", "aws_profile_name",
    "aws_region_name", "aws_role_name", "aws_secret_access_key", "aws_session_name",
    "aws_session_token", "aws_sts_endpoint", "aws_web_identity_token", "azure_ad_token",
    "azure_password", "azure_scope", "azure_username", "base_model", "base_url",
    "budget_duration", "cache_control_injection_points", "client_id", "client_secret",
    "configurable_clientside_auth_params", "cooldown_time", "custom_llm_provider", "dimensions",
    "drop_params", "encoding_format", "endpoint", "extra_body", "extra_headers",
    "frequency_penalty", "guardrails", "headers", "hf_model_name", "initial_prompt_value",
    "input_cost_per_second", "input_cost_per_token", "keepalive_timeout", "logit_bias",
    "logprobs", "max_budget", "max_completion_tokens", "max_file_size_mb",
    "max_parallel_requests", "max_retries", "max_tokens",
    "merge_reasoning_content_in_choices", "metadata", "mock_response", "mode", "modify_params",
    "n", "num_retries", "order", "organization", "output_cost_per_second",
    "output_cost_per_token", "parallel_tool_calls", "presence_penalty", "project", "prompt",
    "reasoning_effort", "repetition_penalty", "response_format", "roles", "safety_settings",
    "seed", "service_tier", "ssl_verify", "stop", "stream", "stream_options",
    "stream_timeout", "supports_system_message", "tags", "temperature", "tenant_id", "thinking",
    "timeout", "tool_choice", "tools", "top_k", "top_logprobs", "top_p", "tpm",
    "use_in_pass_through", "user", "vertex_ai_location", "vertex_ai_project",
    "vertex_credentials", "vertex_location", "vertex_project", "verbosity", "voice", "weight",
  ]

  static let router: Set<String> = [
    "allowed_fails", "allowed_fails_policy", "cache_kwargs", "cache_responses", "caching_groups",
    "client_ttl", "cooldown_time", "debug_level", "default_max_parallel_requests",
    "default_priority", "disable_cooldowns", "enable_tag_filtering", "max_fallbacks",
    "model_group_retry_policy", "num_retries", "polling_interval", "redis_db", "redis_host",
    "redis_password", "redis_port", "redis_url", "retry_after", "retry_policy",
    "routing_strategy", "routing_strategy_args", "set_verbose", "stream_timeout",
    "tag_filtering_match_any", "timeout",
  ]

  static let library: Set<String> = [
    "allowed_fails", "cooldown_time", "default_internal_user_params",
    "disable_copilot_system_to_assistant",
    "disable_end_user_cost_tracking", "disable_end_user_cost_tracking_prometheus_only",
    "drop_params", "enable_json_schema_validation", "enable_preview_features", "force_ipv4",
    "json_logs", "key_generation_settings", "langfuse_default_tags", "modify_params",
    "num_retries", "num_retries_per_request", "prometheus_initialize_budget_metrics",
    "redact_user_api_key_info", "request_timeout", "return_response_headers",
    "service_callback", "service_callbacks", "set_verbose", "ssl_verify", "timeout",
    "turn_off_message_logging", "upperbound_key_generate_params",
  ]

  static let general: Set<String> = [
    "admin_only_routes", "alert_types", "alerting", "alerting_args", "alerting_threshold",
    "allow_requests_on_db_unavailable", "allow_user_auth", "allowed_ips", "allowed_routes",
    "background_health_checks", "custom_auth", "custom_sso", "database_connection_pool_limit",
    "database_connection_timeout", "database_url", "default_team_disabled",
    "disable_adding_master_key_hash_to_db", "disable_master_key_return", "disable_reset_budget",
    "disable_retry_on_max_parallel_request_limit_error", "disable_spend_logs",
    "disable_spend_updates", "enable_jwt_auth", "enforce_user_param", "enforced_params",
    "forward_client_headers_to_llm_api", "forward_openai_org_id", "global_max_parallel_requests",
    "health_check_details", "health_check_interval", "infer_model_from_keys",
    "key_management_settings", "key_management_system", "litellm_jwtauth",
    "litellm_key_header_name", "litellm_license", "master_key", "max_parallel_requests",
    "max_request_size_mb", "max_response_size_mb", "maximum_spend_logs_retention_interval",
    "maximum_spend_logs_retention_period", "proxy_batch_polling_interval",
    "proxy_batch_write_at", "proxy_budget_rescheduler_max_time",
    "proxy_budget_rescheduler_min_time", "public_routes", "reject_clientside_metadata_tags",
    "service_account_settings", "spend_report_frequency", "ui_access_mode", "use_x_forwarded_for",
    "user_api_key_cache_ttl", "user_mcp_management_mode",
  ]

  /// What the settings of one team hold beside its callbacks.
  static let team: Set<String> = [
    "langfuse_host", "langfuse_public_key", "langfuse_secret", "team_id",
  ]

  /// What a team or key has beside what decides its calls.
  static let caller: Set<String> = [
    "admins", "budget_id", "budget_reset_at", "config", "created_at", "created_by", "duration",
    "expires", "key", "key_alias", "key_name", "litellm_budget_table", "members",
    "members_with_roles", "metadata", "model_max_budget", "model_rpm_limit", "model_spend",
    "model_tpm_limit", "org_id", "organization_id", "permissions", "soft_budget", "spend", "tags",
    "team_alias", "team_id", "token", "updated_at", "updated_by", "user_id",
  ]
}
