import PolicyDiagnostics
import PolicyImport
import Testing

@Suite struct LiteLLMTests {
  private func imported(_ text: String, bindings: [String: String] = [:]) -> ImportedText {
    var settings = ImportSettings(name: "gateway")
    settings.bindings = Bindings(bindings)
    return ImportedText(text, as: .litellm, settings)
  }

  /// Deployments of one model in the regions of their groups' names.
  private func deployments(_ groups: String...) -> String {
    "model_list:\n"
      + groups.map { group in
        """
          - model_name: "\(group)"
            litellm_params: { model: bedrock/amazon.nova-lite-v1:0, aws_region_name: eu-west-1 }

        """
      }.joined()
  }

  // MARK: Groups

  @Test func `any deployment of a group may answer`() {
    let result = imported(deployments("a", "b", "a"))
    #expect(result.found.isEmpty)
    #expect(result.candidates(of: "a") == ["a.1", "a.1-2"])
    #expect(result.candidates(of: "b") == ["b.1"])
  }

  @Test(arguments: ["fallbacks", "context_window_fallbacks", "content_policy_fallbacks"])
  func `what fallbacks lead to is followed to its end`(setting: String) {
    let result = imported(
      deployments("a", "b", "c", "d") + """
        litellm_settings: { \(setting): [{ a: [b] }, { b: [c] }, { c: [a] }] }
        """)
    #expect(result.candidates(of: "a") == ["a.1", "b.1", "c.1"])
    #expect(result.candidates(of: "c") == ["c.1", "a.1", "b.1"])
    #expect(result.candidates(of: "d") == ["d.1"])
  }

  @Test func `default fallbacks hold where a group has none of its own`() {
    let result = imported(
      deployments("a", "b", "c") + """
        router_settings: { fallbacks: [{ a: [b] }], default_fallbacks: [c] }
        """)
    #expect(result.candidates(of: "b") == ["b.1", "c.1"])
    // `a` falls back to `b`, and `b` to the default.
    #expect(result.candidates(of: "a") == ["a.1", "b.1", "c.1"])
    let own = imported(
      deployments("a", "b", "c") + """
        router_settings: { fallbacks: [{ a: [b] }, { b: [a] }], default_fallbacks: [c] }
        """)
    #expect(own.candidates(of: "a") == ["a.1", "b.1"])
  }

  @Test func `a star among the fallbacks is every group`() {
    let result = imported(
      deployments("a", "b") + "router_settings: { fallbacks: [{ \"*\": [b] }] }")
    #expect(result.candidates(of: "a") == ["a.1", "b.1"])
  }

  @Test func `a fallback may name an alias, a deployment, or a model with parameters`() {
    let result = imported(
      """
      model_list:
        - model_name: a
          litellm_params: { model: bedrock/amazon.nova-lite-v1:0, aws_region_name: eu-west-1 }
        - model_name: b
          litellm_params: { model: bedrock/amazon.nova-pro-v1:0, aws_region_name: eu-west-1 }
        - model_name: b
          litellm_params: { model: bedrock/amazon.nova-pro-v1:0, aws_region_name: eu-west-3 }
          model_info: { id: paris }
        - model_name: c
          litellm_params: { model: bedrock/amazon.nova-pro-v1:0, aws_region_name: eu-north-1 }
      router_settings:
        model_group_alias: { other: { model: c, hidden: true } }
        fallbacks:
          - a: [paris, other]
          - b: [{ model: c, temperature: 0 }]
      """)
    #expect(result.found.isEmpty)
    // `paris` is one deployment of `b`, whose fallbacks hold for it.
    #expect(result.candidates(of: "a") == ["a.1", "paris", "c.1"])
    #expect(result.candidates(of: "b") == ["b.1", "paris", "c.1"])
  }

  @Test func `the longest wildcard that matches a name is meant`() {
    let result = imported(
      deployments("a", "*", "openai/*") + """
        router_settings: { fallbacks: [{ a: [openai/gpt-5] }] }
        """)
    #expect(result.candidates(of: "a") == ["a.1", "openai-.1"])
    // Whoever asks for any name may ask for one that has fallbacks.
    #expect(result.candidates(of: "unnamed").contains("openai-.1"))
  }

  @Test func `names that policies cannot have are told apart`() {
    let result = imported(deployments("a/b", "a b", "any", "é"))
    #expect(result.entries(below: "tools:").map { $0.prefix { $0 != ":" } }.count == 4)
    #expect(Set(result.entries(below: "tools:")).count == 4)
    #expect(result.found.isEmpty)
  }

  // MARK: Places

  @Test(arguments: [
    ("model: bedrock/amazon.nova-lite-v1:0, aws_region_name: eu-west-1", "process: [eu-west-1]"),
    (
      "model: bedrock/eu.amazon.nova-lite-v1:0, aws_region_name: eu-west-1",
      "class: bedrock.eu.amazon.nova-lite-v1-0.from.eu-west-1"
    ),
    (
      "model: bedrock/converse/global.anthropic.x, aws_region_name: eu-west-1",
      "class: bedrock.global"
    ),
    ("model: bedrock/us-west-2/anthropic.claude-v2", "process: [us-west-2]"),
    (
      "model: \"bedrock/arn:aws:bedrock:eu-west-3:1:inference-profile/eu.meta.llama\"",
      "class: bedrock.eu.meta.llama.from.eu-west-3"
    ),
    ("model: vertex_ai/gemini-2, vertex_location: europe-west1", "process: [europe-west1]"),
    ("model: vertex_ai/gemini-2, vertex_location: eu", "class: vertex.eu"),
    ("model: openai/gpt-5", "class: direct.api.openai.com"),
    ("model: gpt-5", "class: direct.api.openai.com"),
    ("model: azure/gpt-5, api_base: https://eu-1.openai.azure.com", "process: any"),
    ("model: bedrock/amazon.nova-lite-v1:0, aws_region_name: os.environ/R", "process: any"),
    (
      "model: \"bedrock/arn:aws:bedrock:eu-west-3:1:application-inference-profile/x\"",
      "process: any"
    ),
    ("model: vertex_ai/gemini-2", "process: any"),
    ("model: azure/gpt-5, region_name: eu", "process: any"),
  ])
  func `only what decides where a deployment runs is believed`(parameters: String, place: String) {
    let result = imported("model_list: [{ model_name: a, litellm_params: { \(parameters) } }]")
    #expect(!result.isRefused)
    #expect(result.entries(below: "  a.1:").contains(place))
    #expect(result.found.contains("1: TP1013") == (place == "process: any"))
  }

  @Test func `a host, a variable or a provider can be bound`() {
    let text = """
      model_list:
        - { model_name: a, litellm_params: { model: azure/x, api_base: "https://h.openai.azure.com/" } }
        - { model_name: b, litellm_params: { model: bedrock/amazon.x, aws_region_name: os.environ/R } }
        - { model_name: c, litellm_params: { model: together_ai/x } }
      """
    let result = imported(
      text,
      bindings: [
        "h.openai.azure.com": "francecentral", "R": "eu-west-1", "together_ai": "class:own.class",
      ])
    #expect(result.found.isEmpty)
    #expect(result.entries(below: "  a.1:").contains("process: [francecentral]"))
    #expect(result.entries(below: "  b.1:").contains("process: [eu-west-1]"))
    #expect(result.entries(below: "  c.1:").contains("class: own.class"))
    #expect(imported(text, bindings: ["h.openai.azure.org": "x"]).found.contains("0: TP1011"))
  }

  @Test func `how long a class keeps data is not talked into less`() {
    var settings = ImportSettings(name: "gateway")
    settings.retains = "1 day"
    let text = """
      model_list:
        - { model_name: a, litellm_params: { model: gemini/x } }
        - { model_name: b, litellm_params: { model: azure/x, api_base: "https://h.example" } }
        - { model_name: c, litellm_params: { model: bedrock/amazon.x, aws_region_name: eu-west-1 } }
      """
    let result = ImportedText(text, as: .litellm, settings)
    #expect(!result.entries(below: "  a.1:").contains { $0.hasPrefix("retains") })
    #expect(result.entries(below: "  b.1:").contains("retains: 1 day"))
    #expect(result.entries(below: "  c.1:").contains("retains: 0 days"))
    let workflow = ImportedText(
      """
      name: w
      tasks:
        - name: a
          taskReferenceName: a
          type: LLM_CHAT_COMPLETE
          inputParameters: { llmProvider: google_gemini, model: m }
        - { name: b, taskReferenceName: b, type: SIMPLE }
      """, as: .conductor, settings)
    #expect(
      !workflow.entries(below: "  google_gemini.m:").contains { $0.hasPrefix("retains") })
    #expect(workflow.entries(below: "  worker.b:").contains("retains: 1 day"))
  }

  @Test func `variables, credentials and defaults of the file count`() {
    let result = imported(
      """
      environment_variables: { REGION: eu-west-1 }
      credential_list:
        - { credential_name: aws, credential_values: { aws_region_name: os.environ/REGION } }
      router_settings: { default_litellm_params: { aws_region_name: eu-north-1 } }
      model_list:
        - { model_name: a, litellm_params: { model: bedrock/amazon.x, litellm_credential_name: aws } }
        - { model_name: b, litellm_params: { model: bedrock/amazon.x } }
        - { model_name: c, litellm_params: { model: bedrock/amazon.x, litellm_credential_name: ws } }
      """)
    #expect(result.entries(below: "  a.1:").contains("process: [eu-west-1]"))
    #expect(result.entries(below: "  b.1:").contains("process: [eu-north-1]"))
    #expect(result.found == ["8: TP1060"])
  }

  @Test func `callbacks, caches and guardrails are sinks`() {
    let result = imported(
      deployments("a") + """
        litellm_settings:
          success_callback: [langfuse, prometheus]
          cache: true
          cache_params: { type: s3, s3_region_name: us-west-2 }
        guardrails:
          - { guardrail_name: check, litellm_params: { guardrail: lakera_v2, mode: pre_call } }
        environment_variables: { LANGFUSE_HOST: https://us.cloud.langfuse.com }
        general_settings: { store_prompts_in_spend_logs: true }
        """)
    for sink in ["langfuse", "cache-s3", "check", "database"] {
      #expect(result.entries(below: "  \(sink):").contains("serves: trace"), "\(sink)")
    }
    #expect(result.entries(below: "  cache-s3:").contains("store: [us-west-2]"))
    #expect(!result.text.contains("prometheus"))
  }

  // MARK: Teams and keys

  @Test func `a key may call what it and its team may`() {
    let result = imported(
      deployments("a", "b", "c") + """
        teams:
          - { team_id: t-1, team_alias: lending, models: [a, b], max_parallel_requests: 8 }
          - { team_id: t-2, models: [c], blocked: true }
        keys:
          - { key_alias: bot, team_id: t-1, models: [b, c], max_parallel_requests: 20 }
          - { key_alias: wide, team_id: t-1, models: [all-team-models] }
        """)
    let lines = result.lines
    let start = lines.firstIndex(of: "tenant_id: bot") ?? 0
    #expect(
      Array(lines[start..<(start + 5)]) == [
        "tenant_id: bot", "org_id: lending", "policy_tier: gateway", "allowed_tools: [b]",
        "concurrency_cap: 8",
      ])
    let all = lines.firstIndex(of: "tenant_id: wide") ?? 0
    #expect(lines[all + 3] == "allowed_tools: [a, b]")
    let blocked = lines.firstIndex(of: "tenant_id: t-2") ?? 0
    #expect(lines[blocked + 3] == "allowed_tools: []")
    // The team with keys is an org, and no tenant of its own.
    #expect(!lines.contains("tenant_id: lending"))
  }

  @Test func `access groups and wildcards in lists stand for groups`() {
    let result = imported(
      """
      model_list:
        - model_name: a
          litellm_params: { model: bedrock/amazon.x, aws_region_name: eu-west-1 }
          model_info: { access_groups: [small] }
        - { model_name: b-1, litellm_params: { model: bedrock/amazon.x, aws_region_name: eu-west-1 } }
        - { model_name: b-2, litellm_params: { model: bedrock/amazon.x, aws_region_name: eu-west-1 } }
      teams: [{ team_id: t, models: [small, b-*, nothing] }]
      """)
    let lines = result.lines
    let start = lines.firstIndex(of: "tenant_id: t") ?? 0
    #expect(lines[start + 3] == "allowed_tools: [a, b-1, b-2]")
    #expect(result.found.contains("7: TP1060"))
  }

  @Test(arguments: [
    ("max_budget: 12.5, budget_duration: 1mo", "12.50 USD"),
    ("max_budget: 100, budget_duration: 30d", "100.00 USD"),
    ("max_budget: 1, budget_duration: 1d", "32.00 USD"),
    ("max_budget: 10", "10.00 USD"),
  ])
  func `a budget is the most that a calendar month may cost`(budget: String, month: String) {
    let result = imported(
      deployments("a") + "teams: [{ team_id: t, models: [a], \(budget), max_parallel_requests: 1 }]"
    )
    #expect(result.lines.contains("per_month: \(month)"))
    #expect(result.found.isEmpty)
  }

  @Test func `rates are stated where a group has one for all`() {
    let text = """
      model_list:
        - model_name: a
          litellm_params:
            { model: bedrock/amazon.x, aws_region_name: eu-west-1, rpm: 60 }
        - { model_name: b, litellm_params: { model: bedrock/amazon.x, aws_region_name: eu-west-1 } }
      teams:
        - { team_id: t, models: [MODELS], rpm_limit: 30, max_budget: 1, max_parallel_requests: 1 }
      """
    let metered = imported(text.replacing("MODELS", with: "a"))
    #expect(metered.found.isEmpty)
    #expect(metered.lines.contains("    quota: 60/minute"))
    #expect(metered.entries(below: "rate_limits:") == ["a: 30/minute"])
    #expect(imported(text.replacing("MODELS", with: "a, b")).found == ["7: TP1064"])
  }

  @Test func `a fallback beyond a list is told with its way`() throws {
    let result = imported(
      deployments("a", "b", "c") + """
        router_settings: { fallbacks: [{ a: [b] }, { b: [c] }] }
        teams: [{ team_id: t, models: [a, b], max_budget: 1, max_parallel_requests: 1 }]
        """)
    #expect(result.found == ["8: TP1061", "8: TP1061"])
    let finding = try #require(result.findings.first { $0.others.count == 2 })
    #expect(finding.message == "`t` may not call `c`, but its calls of `a` come to it")
    #expect(finding.notes == ["the way: `a`, by `fallbacks` `b`, by `fallbacks` `c`"])
  }

  @Test func `a candidate of another group says which, unless LiteLLM sees to it`() {
    let text = deployments("a", "b") + "router_settings: { fallbacks: [{ a: [b] }] }\n"
    #expect(imported(text).lines.contains("  - { use: b.1, as: b }"))
    let enforced = imported(text + "general_settings: { enforce_fallback_model_access: true }")
    #expect(enforced.lines.contains("  - { use: b.1 }"))
    #expect(!enforced.text.contains("as: b"))
  }

  @Test func `in place no tenants are written`() {
    var settings = ImportSettings(name: "gateway")
    settings.isInPlace = true
    let result = ImportedText(
      deployments("a") + "teams: [{ team_id: t, models: [a] }]", as: .litellm, settings)
    #expect(!result.text.contains("tenant_id"))
    #expect(result.lines.contains("plan: gateway.a"))
  }

  // MARK: What is refused

  @Test(arguments: [
    ("{}", "1: TP1003"), ("[]", "1: TP1003"), ("model_list: {}", "1: TP1003"),
    ("model_list: [{ model_name: a }]", "1: TP1003"),
    ("model_list: [{ litellm_params: { model: x } }]", "1: TP1003"),
    ("model_list: []\nrouter_settings: { fallbacks: {} }", "2: TP1003"),
    ("model_list: [{ model_name: a, litellm_params: x }]", "1: TP1003"),
  ])
  func `what LiteLLM would not read is refused with its place`(text: String, finding: String) {
    let result = imported(text)
    #expect(result.isRefused)
    #expect(result.found.contains(finding))
  }

  @Test func `more than a platform can hold is refused`() {
    let groups = (0..<1_025).map {
      "  - { model_name: g\($0), litellm_params: { model: openai/x } }\n"
    }
    let result = imported("model_list:\n" + groups.joined())
    #expect(result.isRefused)
    #expect(result.found == ["1026: TP1003"])
  }
}
