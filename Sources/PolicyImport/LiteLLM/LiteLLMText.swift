import PolicyDiagnostics
import PolicyModel

/// Writes a configuration as documents: a catalogue, routes, tenants, and a plan for each group that asks
/// it once.
struct LiteLLMText {
  private let groups: LiteLLMGroups
  private var access: LiteLLMAccess
  private let workflow: WorkflowSource
  private var settings: ImportSettings
  private(set) var findings = Findings()
  /// Names in the policies: of groups as tools, of deployments and sinks as endpoints.
  private var tools: [String] = []
  private var endpoints: [String] = []
  private var sinks: [String] = []
  /// What a call of each group may come to, by deployment, in the order in which it is tried.
  private let candidates: [[LiteLLMCandidate]]
  /// What each caller may call.
  private var allowed: [Bitset] = []
  private let teams: [String: LiteLLMCaller]
  /// Calls a minute that a group grants all together, by group, where all of its deployments and callers
  /// are bounded.
  private var quotas: [Int: Int] = [:]
  private var placed: [LiteLLMPlace: WorkflowDraft.Service.Place] = [:]
  private var places = ServicePlaces()

  private var configuration: LiteLLMConfiguration { groups.configuration }

  init(
    _ groups: LiteLLMGroups, _ candidates: [[LiteLLMCandidate]], _ access: LiteLLMAccess,
    _ workflow: WorkflowSource, _ settings: ImportSettings
  ) {
    self.groups = groups
    self.candidates = candidates
    self.access = access
    self.workflow = workflow
    self.settings = settings
    teams = Dictionary(
      groups.configuration.teams.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var names = PolicyNames()
    tools = groups.names.map { names.unique($0.value) }
    var endpointNames = PolicyNames()
    endpoints = configuration.deployments.map { deployment in
      endpointNames.unique(deployment.id?.value ?? deployment.group.value + ".1")
    }
    sinks = configuration.sinks.map { endpointNames.unique($0.name.value) }
    for caller in configuration.callers { allowed.append(self.access.allowed(caller)) }
    countQuotas()
  }

  private mutating func countQuotas() {
    var bounded = Bitset(all: tools.count)
    for (caller, groups) in zip(configuration.callers, allowed) where rate(of: caller) == nil {
      bounded = bounded.subtracting(groups)
    }
    for group in bounded.members {
      let rates = groups.members[group].map { configuration.deployments[$0].requestsPerMinute }
      let sum = rates.reduce(0) { $0 + min($1 ?? 0, 1_000_000) }
      if rates.allSatisfy({ $0 != nil }), sum > 0 { quotas[group] = sum }
    }
  }

  private func rate(of caller: LiteLLMCaller) -> Written<Int>? {
    let team = caller.team.flatMap { teams[$0.value] }
    return [caller.requestsPerMinute, team?.requestsPerMinute].compactMap { $0 }
      .min { $0.value < $1.value }
  }

  mutating func write(to text: inout PolicyText) {
    writeCatalogue(to: &text)
    writeRoutes(to: &text)
    if !settings.isInPlace { writeTenants(to: &text) }
    writePlans(to: &text)
    findings.append(places.findings)
    for finding in settings.bindings.unused { findings.raise(finding) }
  }
}

// MARK: Catalogue and routes

extension LiteLLMText {
  private mutating func writeCatalogue(to text: inout PolicyText) {
    let origin = workflow.origin(workflow.root)
    var serving = [[Int]](repeating: [], count: configuration.deployments.count)
    for (group, candidates) in candidates.enumerated() {
      for candidate in candidates { serving[candidate.deployment].append(group) }
    }
    text.document(saying: "The groups of \(workflow.file) as tools, and their deployments.") {
      document in
      document.entry("catalogue", PolicyNames.name(settings.name), from: origin)
      document.entry("source", workflow.file)
      document.mapping("tools") { mapping in
        for (group, name) in tools.enumerated() {
          mapping.mapping(name, from: workflow.origin(groups.names[group].node)) { tool in
            if let quota = quotas[group] { tool.entry("quota", "\(quota)/minute") }
          }
        }
      }
      document.mapping("endpoints") { mapping in
        for index in configuration.deployments.indices {
          writeEndpoint(index, serving[index].map { tools[$0] }, to: &mapping)
        }
        for index in configuration.sinks.indices { writeSink(index, to: &mapping) }
      }
    }
  }

  private mutating func writeEndpoint(
    _ index: Int, _ serves: [String], to text: inout PolicyText
  ) {
    let deployment = configuration.deployments[index]
    let place = place(of: deployment.place, deployment.model)
    let origin = workflow.origin(deployment.model.node)
    text.mapping(endpoints[index], from: workflow.origin(deployment.group.node)) { endpoint in
      endpoint.entry("serves", serves)
      write(place, uses: ["process", "store", "log"], origin, to: &endpoint)
      if place.isClass {
        // The class says it itself, and may not be talked into less.
      } else if deployment.place.provider == "bedrock" {
        endpoint.entry("retains", "0 days")
      } else if let retains = settings.retains {
        endpoint.entry("retains", retains)
      }
      endpoint.entry("provider", PolicyNames.name(deployment.place.provider))
    }
  }

  private mutating func writeSink(_ index: Int, to text: inout PolicyText) {
    let sink = configuration.sinks[index]
    let place = place(of: sink.place, sink.name)
    let origin = workflow.origin(sink.name.node)
    text.mapping(sinks[index], from: origin) { endpoint in
      endpoint.comment("Named by `\(sink.setting)`: it is shown requests and answers.")
      endpoint.entry("serves", "trace")
      write(place, uses: ["store", "log"], origin, to: &endpoint)
      if let retains = settings.retains, !place.isClass { endpoint.entry("retains", retains) }
    }
  }

  private func write(
    _ place: WorkflowDraft.Service.Place, uses: [String], _ origin: Origin,
    to text: inout PolicyText
  ) {
    switch place {
    case .regions(let regions): for use in uses { text.entry(use, regions, from: origin) }
    case .endpointClass(let name): text.entry("class", name, from: origin)
    case .everywhere, .declared: for use in uses { text.entry(use, "any", from: origin) }
    }
  }

  /// Where something is: as the configuration says, or as its binding says.
  private mutating func place(
    of place: LiteLLMPlace, _ what: Written<String>
  ) -> WorkflowDraft.Service.Place {
    if let known = placed[place] { return known }
    let result = resolved(place, what)
    placed[place] = result
    return result
  }

  private mutating func resolved(
    _ place: LiteLLMPlace, _ what: Written<String>
  ) -> WorkflowDraft.Service.Place {
    switch place.region {
    case .named(let region):
      let isWide = place.provider == "vertex_ai" && ["eu", "us", "global"].contains(region)
      return isWide ? .endpointClass("vertex.\(region)") : .regions([region])
    case .profile(let model, let region):
      guard let source = region ?? settings.bindings.value(of: PolicyNames.name(place.key)) else {
        return places.place(of: place.key, at: what.node, &settings)
      }
      return .endpointClass(BedrockIdentifier.endpointClass(of: model, from: source))
    case .unknown: return places.place(of: place.key, at: what.node, &settings)
    }
  }

  private func writeRoutes(to text: inout PolicyText) {
    for (group, name) in tools.enumerated() {
      text.document { document in
        document.entry("route", name, from: workflow.origin(groups.names[group].node))
        document.list("try") { list in
          for candidate in candidates[group] { write(candidate, of: group, to: &list) }
        }
        document.entry("on_unavailable", "fail")
      }
    }
  }

  /// Whoever is led on to another group must be allowed that one too, unless LiteLLM sees to it.
  private func write(_ candidate: LiteLLMCandidate, of group: Int, to list: inout PolicyText) {
    let endpoint = endpoints[candidate.deployment]
    let node =
      candidate.fallback ?? configuration.deployments[candidate.deployment].group.node
    if candidate.group == group || configuration.checksFallbackAccess {
      list.element(["use": endpoint], from: workflow.origin(node))
    } else {
      list.element(
        ["use": endpoint, "as": tools[candidate.group]], from: workflow.origin(node))
    }
  }

  private func writePlans(to text: inout PolicyText) {
    for (group, name) in tools.enumerated() {
      let origin = workflow.origin(groups.names[group].node)
      text.document { document in
        document.entry("plan", PolicyNames.name(settings.name + "." + name), from: origin)
        document.writeInput(settings)
        document.mapping("steps", from: origin) { steps in
          steps.mapping("ask", from: origin) { step in
            step.entry("tool", name)
            step.entry("reads", ["data"])
            step.entry("then", "end")
          }
        }
        document.entry("checkpoint", "none")
      }
    }
  }
}

// MARK: Tenants

extension LiteLLMText {
  private mutating func writeTenants(to text: inout PolicyText) {
    let callers = configuration.callers
    guard !callers.isEmpty else { return }
    var orgs = PolicyNames()
    var orgOfTeam: [String: String] = [:]
    for team in configuration.teams { orgOfTeam[team.id] = orgs.unique(team.name.value) }
    let own = orgs.unique("without-team")
    let tier = PolicyNames.name(settings.name)
    let origin = workflow.origin(workflow.root)
    text.document { $0.entry("policy_tier", tier, from: origin) }
    writeOrgs(callers, orgOfTeam, own, to: &text)
    var tenants = PolicyNames()
    for (caller, allowed) in zip(callers, allowed) {
      let team = caller.team.map(\.value) ?? caller.id
      let name = tenants.unique(caller.name.value)
      text.document { document in
        document.entry("tenant_id", name, from: workflow.origin(caller.name.node))
        document.entry("org_id", orgOfTeam[team] ?? own)
        document.entry("policy_tier", tier)
        writeFields(of: caller, allowed, to: &document)
      }
    }
  }

  private func writeOrgs(
    _ callers: [LiteLLMCaller], _ orgOfTeam: [String: String], _ own: String,
    to text: inout PolicyText
  ) {
    let used = Set(callers.map { $0.team?.value ?? $0.id })
    for team in configuration.teams where used.contains(team.id) {
      let name = orgOfTeam[team.id] ?? own
      text.document { $0.entry("org_id", name, from: workflow.origin(team.name.node)) }
    }
    guard let other = callers.first(where: { orgOfTeam[$0.team?.value ?? $0.id] == nil }) else {
      return
    }
    text.document { $0.entry("org_id", own, from: workflow.origin(other.name.node)) }
  }

  private mutating func writeFields(
    of caller: LiteLLMCaller, _ allowed: Bitset, to text: inout PolicyText
  ) {
    let team = caller.team.flatMap { teams[$0.value] }
    let models = caller.models.first ?? team?.models.first
    text.entry(
      "allowed_tools", allowed.members.map { tools[$0] },
      from: workflow.origin((models ?? caller.name).node))
    let caps = [caller.parallelRequests, team?.parallelRequests].compactMap { $0 }
    if let cap = caps.min(by: { $0.value < $1.value }) {
      text.entry("concurrency_cap", "\(max(cap.value, 1))", from: workflow.origin(cap.node))
    } else {
      findings.raise(.limitMissing("max_parallel_requests", "concurrency_cap", of: caller.name))
    }
    writeBudget(caller.budget ?? team?.budget, of: caller, to: &text)
    if let rate = rate(of: caller) { writeRates(rate, of: caller, allowed, to: &text) }
  }

  /// The limit is one for all models together; each alone has no more.
  private mutating func writeRates(
    _ rate: Written<Int>, of caller: LiteLLMCaller, _ allowed: Bitset, to text: inout PolicyText
  ) {
    let metered = allowed.members.filter { quotas[$0] != nil }
    if metered.count < allowed.count {
      findings.raise(.limitNotExpressed("rpm_limit", of: caller.name.value, at: rate.span))
    }
    guard !metered.isEmpty else { return }
    text.mapping("rate_limits", from: workflow.origin(rate.node)) { rates in
      for group in metered { rates.entry(tools[group], "\(rate.value)/minute") }
    }
  }

  private mutating func writeBudget(
    _ budget: LiteLLMBudget?, of caller: LiteLLMCaller, to text: inout PolicyText
  ) {
    guard let budget else {
      return findings.raise(.limitMissing("max_budget", "per_month", of: caller.name))
    }
    guard let month = budget.perMonth else {
      return findings.raise(.wrongForm(budget.amount.node, "a budget that is no amount"))
    }
    let origin = workflow.origin(budget.amount.node)
    text.entry("per_month", month, from: origin)
    text.entry("per_workflow", month, from: origin)
  }
}

extension LiteLLMBudget {
  /// The most that may be spent in a calendar month, in dollars as LiteLLM counts, where its budget begins
  /// anew with each span that touches the month; `nil` where the budget is no amount or the span no span.
  var perMonth: String? {
    guard let value = Double(amount.value), value >= 0, value < 1e9, let spans = spansPerMonth
    else {
      return nil
    }
    let cents = (value * 100).rounded(.up) * Double(spans)
    guard cents < 1e14 else { return nil }
    let whole = Int(cents)
    let rest = whole % 100
    return "\(whole / 100).\(rest < 10 ? "0" : "")\(rest) USD"
  }

  private var spansPerMonth: Int? {
    guard let duration else { return 1 }
    let digits = duration.value.prefix { $0.isNumber }
    guard let count = Int(digits), count > 0, count < 1_000_000 else { return nil }
    switch duration.value.dropFirst(digits.count) {
    case "mo": return 1
    case "w": return count >= 5 ? 2 : 6
    case "d": return count >= 30 ? 1 : 30 / count + 2
    case "h": return 31 * 24 / count + 2
    case "m": return 31 * 24 * 60 / count + 2
    case "s": return 31 * 24 * 3_600 / count + 2
    default: return nil
    }
  }
}
