import PolicyDiagnostics
import PolicyModel
import PolicySyntax

/// Reads `config.yaml` of the LiteLLM proxy, also where it is written as JSON. What it does not understand
/// is a finding; what only changes how models answer is passed over by name.
struct LiteLLMReader {
  private(set) var configuration = LiteLLMConfiguration()
  private(set) var findings = Findings()
  private var environment: [String: String] = [:]
  private var credentials: [String: [String: Node]] = [:]
  private var defaultParameters: [String: Node] = [:]

  /// - Returns: `nil` where the document is no configuration of LiteLLM at all; a finding says so.
  mutating func read(_ document: Node) -> LiteLLMConfiguration? {
    var root = EntryReader(document)
    guard let models = root.take("model_list"), models.kind == .sequence else {
      findings.raise(
        .importRefused(
          "it has no list `model_list`, so that it is no configuration of LiteLLM",
          at: document.span))
      return nil
    }
    readEnvironment(root.take("environment_variables"))
    readCredentials(root.take("credential_list"))
    let general = root.take("general_settings")
    let library = root.take("litellm_settings")
    readRouter(root.take("router_settings"))
    for model in models.elements { readDeployment(model) }
    readLibrary(library)
    readGeneral(general)
    readSinks(root.take("guardrails"))
    for team in root.take("teams")?.elements ?? [] { readTeam(team) }
    for key in root.take("keys")?.elements ?? [] { readKey(key) }
    leftOver(root)
    return configuration
  }

  private mutating func leftOver(_ entries: EntryReader) {
    for (key, _) in entries.rest {
      findings.raise(
        .notUnderstood(
          "the setting `\(key.text)`", at: key,
          help: "look whether it sends data anywhere, or changes who may call what"))
    }
  }

  private mutating func readEnvironment(_ node: Node?) {
    for (key, value) in node?.entries ?? [] where value.kind == .scalar {
      environment[key.text] = value.text
    }
  }

  private mutating func readCredentials(_ node: Node?) {
    for element in node?.elements ?? [] {
      var entries = EntryReader(element)
      guard let name = entries.take("credential_name") else {
        findings.raise(.wrongForm(element, "a credential without `credential_name`"))
        continue
      }
      credentials[name.text] = values(of: entries.take("credential_values"))
      entries.leave(["credential_info"])
      leftOver(entries)
    }
  }

  private func values(of node: Node?) -> [String: Node] {
    Dictionary(
      (node?.entries ?? []).map { ($0.key.text, $0.value) }, uniquingKeysWith: { first, _ in first }
    )
  }
}

// MARK: Deployments

extension LiteLLMReader {
  private mutating func readDeployment(_ element: Node) {
    var entries = EntryReader(element)
    let written = entries.take("litellm_params")
    var parameters = EntryReader(written)
    guard let group = entries.take("model_name")?.written,
      let model = parameters.take("model")?.written
    else {
      findings.raise(
        .wrongForm(element, "a deployment without `model_name` or `litellm_params.model`"))
      return
    }
    let layers = [
      values(of: written), credential(parameters.take("litellm_credential_name")),
      defaultParameters,
    ]
    var information = EntryReader(entries.take("model_info"))
    configuration.deployments.append(
      LiteLLMDeployment(
        group: group, model: model, id: information.take("id")?.written,
        place: LiteLLMPlace(
          ofModel: model.value, LiteLLMParameters(layers: layers, environment: environment)),
        accessGroups: information.take("access_groups")?.words ?? [],
        team: information.take("team_id")?.written,
        regionName: parameters.take("region_name")?.written,
        requestsPerMinute: (parameters.take("rpm") ?? entries.take("rpm")).flatMap {
          Int($0.text)
        }))
    parameters.leave(LiteLLMKeys.parameters)
    entries.leave(["tpm"])
    leftOver(parameters)
    leftOver(entries)
  }

  private mutating func credential(_ name: Node?) -> [String: Node] {
    guard let name else { return [:] }
    guard let values = credentials[name.text] else {
      findings.raise(.namesNothing(name.text, "credential", at: name.span))
      return [:]
    }
    return values
  }
}

// MARK: Settings

extension LiteLLMReader {
  private mutating func readRouter(_ node: Node?) {
    var entries = EntryReader(node)
    readRouting(&entries)
    defaultParameters = values(of: entries.take("default_litellm_params"))
    configuration.checksRegions = entries.take("enable_pre_call_checks")?.isTrue ?? false
    entries.leave(LiteLLMKeys.router)
    leftOver(entries)
  }

  /// Settings that may stand for the router or for the library.
  private mutating func readRouting(_ entries: inout EntryReader) {
    readAliases(entries.take("model_group_alias"))
    for setting in LiteLLMKeys.fallbacks { readFallbacks(entries.take(setting), setting) }
    guard let defaults = entries.take("default_fallbacks") else { return }
    configuration.fallbacks.append(
      LiteLLMFallback(
        setting: "default_fallbacks", group: Written("*", defaults),
        targets: defaults.words))
  }

  private mutating func readAliases(_ node: Node?) {
    for (key, value) in node?.entries ?? [] {
      var target = value
      if value.kind == .mapping {
        var entries = EntryReader(value)
        target = entries.take("model") ?? value
        entries.leave(["hidden"])
        leftOver(entries)
      }
      guard let name = key.written, let target = target.written else {
        findings.raise(.wrongForm(value, "an alias that names no model"))
        continue
      }
      configuration.aliases.append(LiteLLMAlias(name: name, target: target))
    }
  }

  /// A list of mappings from a group to what is called when it fails; of a group alone or of parameters
  /// with `model` where it holds for any.
  private mutating func readFallbacks(_ node: Node?, _ setting: String) {
    guard let node else { return }
    guard node.kind == .sequence else {
      findings.raise(.wrongForm(node, "`\(setting)` that is no list"))
      return
    }
    for element in node.elements {
      guard element.kind == .mapping else {
        append(setting, element, to: Written("*", element))
        continue
      }
      for (key, value) in element.entries {
        let isParameter = key.text == "model" && value.kind == .scalar
        append(
          setting, value,
          to: isParameter ? Written("*", key) : key.written)
        if isParameter { break }
      }
    }
  }

  private mutating func append(_ setting: String, _ value: Node, to group: Written<String>?) {
    guard let group else { return }
    var targets = value.words
    for element in value.elements where element.kind == .mapping {
      guard let model = element.entries.first(where: { $0.key.text == "model" })?.value.written
      else {
        findings.raise(.wrongForm(element, "a fallback that names no model"))
        continue
      }
      targets.append(model)
    }
    if value.kind == .mapping { findings.raise(.wrongForm(value, "a fallback that is no list")) }
    configuration.fallbacks.append(
      LiteLLMFallback(setting: setting, group: group, targets: targets))
  }

  private mutating func readLibrary(_ node: Node?) {
    var entries = EntryReader(node)
    readRouting(&entries)
    for setting in LiteLLMKeys.callbacks {
      for name in entries.take(setting)?.words ?? [] { addSink(name, setting) }
    }
    for team in entries.take("default_team_settings")?.elements ?? [] { readTeamSinks(team) }
    let isCached = entries.take("cache")?.isTrue ?? false
    let cache = entries.take("cache_params")
    if isCached { readCache(cache, at: node) }
    entries.leave(LiteLLMKeys.library)
    leftOver(entries)
  }

  private mutating func readGeneral(_ node: Node?) {
    var entries = EntryReader(node)
    configuration.checksFallbackAccess =
      entries.take("enforce_fallback_model_access")?.isTrue ?? false
    if let prompts = entries.take("store_prompts_in_spend_logs"), prompts.isTrue {
      addSink(Written("database", prompts), "database_url")
    }
    for endpoint in entries.take("pass_through_endpoints")?.elements ?? [] {
      findings.raise(.passThrough(endpoint))
    }
    entries.leave(LiteLLMKeys.general)
    leftOver(entries)
  }
}

// MARK: Where else data goes

extension LiteLLMReader {
  private mutating func addSink(_ name: Written<String>, _ setting: String) {
    guard !LiteLLMKeys.localCallbacks.contains(name.value) else { return }
    let variable = LiteLLMKeys.sinkVariables[name.value]
    let key = variable.map {
      environment[$0].map(hostOfAddress) ?? $0
    }
    configuration.sinks.append(
      LiteLLMSink(
        name: name, setting: setting,
        place: LiteLLMPlace(region: .unknown, key: key ?? name.value, provider: name.value)))
  }

  /// The callbacks of one team.
  private mutating func readTeamSinks(_ node: Node) {
    var entries = EntryReader(node)
    for setting in LiteLLMKeys.callbacks {
      for name in entries.take(setting)?.words ?? [] { addSink(name, setting) }
    }
    entries.leave(LiteLLMKeys.team)
    leftOver(entries)
  }

  private mutating func readCache(_ node: Node?, at settings: Node?) {
    var entries = EntryReader(node)
    let kind = entries.take("type")
    guard kind?.text != "local", let place = (kind ?? settings) else { return }
    let name = Written("cache-" + (kind?.text ?? "redis"), place)
    let region = entries.takeFirst(of: ["s3_region_name", "region"])?.text
    let address = entries.takeFirst(of: ["host", "s3_endpoint_url", "qdrant_api_base"])?.text
    let sink =
      region.map { LiteLLMPlace(region: $0, provider: "bedrock") }
      ?? LiteLLMPlace(
        region: .unknown, key: address.map(hostOfAddress) ?? name.value, provider: name.value)
    configuration.sinks.append(LiteLLMSink(name: name, setting: "cache_params", place: sink))
  }

  /// Guardrails are shown what is asked.
  private mutating func readSinks(_ node: Node?) {
    for element in node?.elements ?? [] {
      var entries = EntryReader(element)
      var parameters = EntryReader(entries.take("litellm_params"))
      guard let name = (entries.take("guardrail_name") ?? entries.take("guardrail"))?.written else {
        findings.raise(.wrongForm(element, "a guardrail without `guardrail_name`"))
        continue
      }
      let kind = parameters.take("guardrail")?.text ?? name.value
      let region = parameters.take("aws_region_name")?.text
      let key = parameters.take("api_base").map { hostOfAddress($0.text) }
      configuration.sinks.append(
        LiteLLMSink(
          name: name, setting: "guardrails",
          place: region.map { LiteLLMPlace(region: $0, provider: "bedrock") }
            ?? LiteLLMPlace(region: .unknown, key: key ?? kind, provider: kind)))
    }
  }
}

// MARK: Teams and keys

extension LiteLLMReader {
  private mutating func readTeam(_ element: Node) {
    var entries = EntryReader(element)
    let id = entries.take("team_id")?.written
    guard let name = entries.take("team_alias")?.written ?? id else {
      findings.raise(.wrongForm(element, "a team without `team_id`"))
      return
    }
    configuration.teams.append(readCaller(name, id: id?.value ?? name.value, team: nil, entries))
  }

  private mutating func readKey(_ element: Node) {
    var entries = EntryReader(element)
    let names = ["key_alias", "key_name", "token", "key"]
    guard let name = entries.takeFirst(of: names)?.written else {
      findings.raise(.wrongForm(element, "a key without `key_alias`"))
      return
    }
    let team = entries.take("team_id")?.written
    configuration.keys.append(readCaller(name, id: name.value, team: team, entries))
  }

  private mutating func readCaller(
    _ name: Written<String>, id: String, team: Written<String>?, _ entries: EntryReader
  ) -> LiteLLMCaller {
    var entries = entries
    defer {
      entries.leave(LiteLLMKeys.caller)
      leftOver(entries)
    }
    var metadata = EntryReader(entries.take("metadata"))
    let region = entries.take("allowed_model_region") ?? metadata.take("allowed_model_region")
    let aliases = (entries.take("model_aliases") ?? entries.take("aliases"))?.entries ?? []
    let amount = entries.take("max_budget")?.written
    let duration = entries.take("budget_duration")?.written
    for limit in ["tpm_limit", "model_max_budget", "model_rpm_limit", "model_tpm_limit"] {
      if let node = entries.take(limit), node.kind == .scalar || !node.entries.isEmpty {
        findings.raise(.limitNotExpressed(limit, of: name.value, at: node.span))
      }
    }
    return LiteLLMCaller(
      name: name, id: id, team: team,
      models: entries.take("models")?.words ?? [],
      aliases: aliases.compactMap { alias in
        guard let name = alias.key.written, let target = alias.value.written else { return nil }
        return LiteLLMAlias(name: name, target: target)
      }, isBlocked: entries.take("blocked")?.isTrue ?? false,
      budget: amount.map { LiteLLMBudget(amount: $0, duration: duration) },
      requestsPerMinute: number(entries.take("rpm_limit")),
      parallelRequests: number(entries.take("max_parallel_requests")), region: region?.written)
  }

  private mutating func number(_ node: Node?) -> Written<Int>? {
    guard let node else { return nil }
    guard let value = Int(node.text), value >= 0 else {
      findings.raise(.wrongForm(node, "a limit that is no whole number"))
      return nil
    }
    return Written(value, node)
  }
}
