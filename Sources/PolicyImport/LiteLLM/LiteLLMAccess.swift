import PolicyDiagnostics
import PolicyModel

/// Which groups each team and key may call, and what leads them past that.
struct LiteLLMAccess {
  private let groups: LiteLLMGroups
  private let all: Bitset
  private let accessGroups: [String: Bitset]
  private let teams: [String: LiteLLMCaller]
  /// Groups all of whose deployments are for a team, and these teams.
  private let owners: [(group: Int, teams: Set<String>)]
  private(set) var findings = Findings()
  /// What the calls of each group may come to, by group; made when it is first asked for.
  private var reaches: [Int: (groups: Bitset, reach: [LiteLLMReach])] = [:]
  /// Of each list of groups that was looked at: what leads beyond it.
  private var beyond: [Bitset: [(group: Int, position: Int)]] = [:]

  init(_ groups: LiteLLMGroups) {
    self.groups = groups
    all = Bitset(all: groups.names.count)
    var accessGroups: [String: Bitset] = [:]
    for (group, members) in groups.members.enumerated() {
      for member in members {
        for name in groups.configuration.deployments[member].accessGroups {
          accessGroups[name.value, default: Bitset()].insert(group)
        }
      }
    }
    self.accessGroups = accessGroups
    owners = groups.members.enumerated().compactMap { group, members in
      let teams = members.compactMap { groups.configuration.deployments[$0].team?.value }
      return teams.count == members.count ? (group, Set(teams)) : nil
    }
    teams = Dictionary(
      groups.configuration.teams.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The groups that a team or key may call: of a key those of its team only.
  mutating func allowed(_ caller: LiteLLMCaller) -> Bitset {
    guard !caller.isBlocked else { return Bitset() }
    let team = caller.team.flatMap { teams[$0.value] }
    if let team, team.isBlocked { return Bitset() }
    let own = listed(caller)
    guard let team else { return own.subtracting(ofOtherTeams(than: caller)) }
    return own.intersection(listed(team)).subtracting(ofOtherTeams(than: team))
  }

  private func listed(_ caller: LiteLLMCaller) -> Bitset {
    var allowed = caller.models.isEmpty ? all : Bitset()
    for name in caller.models { allowed = allowed.union(groups(of: name.value) ?? Bitset()) }
    for alias in caller.aliases {
      if let target = groups.target(of: alias.target.value) {
        allowed.insert(groups.group(of: target))
      }
    }
    return allowed
  }

  /// What an entry of `models` stands for; `nil` for nothing.
  private func groups(of name: String) -> Bitset? {
    switch name {
    case "*", "all-proxy-models", "all-team-models": return all
    case "no-default-models": return Bitset()
    default: break
    }
    if let members = accessGroups[name] { return members }
    if let target = groups.target(of: name) { return Bitset([groups.group(of: target)]) }
    guard name.contains("*") else { return nil }
    let matching = groups.names.indices.filter {
      NamePatterns.matches(name, groups.names[$0].value)
    }
    return matching.isEmpty ? nil : Bitset(matching)
  }

  /// Groups all of whose deployments are another team's.
  private func ofOtherTeams(than caller: LiteLLMCaller) -> Bitset {
    Bitset(owners.filter { !$0.teams.contains(caller.id) }.map(\.group))
  }
}

// MARK: Findings

extension LiteLLMAccess {
  /// Findings of one rule beyond which the rest of a file is not told.
  private static let mostFindings = 100

  mutating func check() {
    checkNames()
    let configuration = groups.configuration
    for caller in configuration.teams + configuration.keys { checkModels(caller) }
    checkRegions()
    guard !configuration.checksFallbackAccess else { return }
    for caller in configuration.callers {
      guard findings.all.count < LiteLLMAccess.mostFindings else { return }
      checkFallbacks(caller)
    }
  }

  private mutating func checkNames() {
    for alias in groups.configuration.aliases where groups.target(of: alias.target.value) == nil {
      findings.raise(.namesNothing(alias.target.value, "group", at: alias.target.span))
    }
    for fallback in groups.configuration.fallbacks {
      for target in fallback.targets where groups.target(of: target.value) == nil {
        findings.raise(.namesNothing(target.value, "group", at: target.span))
      }
      let group = fallback.group
      if group.value != "*" && groups.target(of: group.value) == nil {
        findings.raise(.namesNothing(group.value, "group", at: group.span))
      }
    }
  }

  private mutating func checkModels(_ caller: LiteLLMCaller) {
    for name in caller.models where groups(of: name.value) == nil {
      findings.raise(.namesNothing(name.value, "group", at: name.span))
    }
    let every = caller.models.first { ["*", "all-proxy-models"].contains($0.value) }
    if let every {
      findings.raise(.everyModel(caller.name, at: every.span))
    } else if caller.models.isEmpty && caller.team == nil && !caller.isBlocked {
      findings.raise(.everyModel(caller.name, at: caller.name.span))
    }
  }

  private mutating func checkFallbacks(_ caller: LiteLLMCaller) {
    let allowed = allowed(caller)
    for (group, position) in ways(beyond: allowed) {
      let reach = reaches[group]?.reach ?? []
      let path = groups.path(to: position, in: reach)
      findings.raise(
        .beyondAllowList(
          caller.name, from: groups.names[group].value, by: path,
          to: groups.names[groups.group(of: reach[position].target)].value))
    }
  }

  /// For each group of a list the first target beyond the list that its calls may come to.
  private mutating func ways(beyond allowed: Bitset) -> [(group: Int, position: Int)] {
    if let known = beyond[allowed] { return known }
    var ways: [(group: Int, position: Int)] = []
    for group in allowed.members {
      let reached = reached(from: group)
      guard !reached.groups.isSubset(of: allowed) else { continue }
      let position = reached.reach.firstIndex { !allowed.contains(groups.group(of: $0.target)) }
      if let position { ways.append((group, position)) }
    }
    beyond[allowed] = ways
    return ways
  }

  private mutating func reached(from group: Int) -> (groups: Bitset, reach: [LiteLLMReach]) {
    if let known = reaches[group] { return known }
    let reach = groups.reach(from: group)
    let result = (Bitset(reach.map { groups.group(of: $0.target) }), reach)
    reaches[group] = result
    return result
  }

  private mutating func checkRegions() {
    let configuration = groups.configuration
    let callers = (configuration.teams + configuration.keys).compactMap(\.region)
    if !configuration.checksRegions {
      let named = configuration.deployments.compactMap(\.regionName)
      for region in callers.prefix(LiteLLMAccess.mostFindings) {
        findings.raise(.filterNotEnforced(region, "`enable_pre_call_checks` is not set"))
      }
      if callers.isEmpty, let region = named.first {
        findings.raise(
          .filterNotEnforced(
            region, "`enable_pre_call_checks` is not set",
            others: named.dropFirst().prefix(3).map { .init($0.span, "nor does this one") }))
      }
    } else if let region = callers.first,
      let unnamed = configuration.deployments.first(where: { $0.regionName == nil })
    {
      findings.raise(
        .filterNotEnforced(
          region, "the deployment of `\(unnamed.group.value)` has no `region_name`",
          others: [.init(unnamed.group.span, "this deployment")]))
    }
  }
}

extension LiteLLMConfiguration {
  /// Whoever calls: the keys, and the teams of which none is listed.
  var callers: [LiteLLMCaller] {
    let withKeys = Set(keys.compactMap { $0.team?.value })
    return teams.filter { !withKeys.contains($0.id) } + keys
  }
}
