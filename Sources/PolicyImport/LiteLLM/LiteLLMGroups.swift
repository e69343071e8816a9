import PolicyDiagnostics
import PolicyModel
import PolicySyntax

/// The groups of a configuration, and where a call of each may end.
///
/// Deployments of one `model_name` are one group, of which any may answer. When a group fails, what its
/// fallbacks name is called in its place, whose own fallbacks hold in turn. More is followed here than
/// LiteLLM follows: it ends after `max_fallbacks` of them.
struct LiteLLMGroups {
  let configuration: LiteLLMConfiguration
  /// The groups by index, in the order in which they are first written.
  let names: [Written<String>]
  /// The deployments of each group, by index.
  let members: [[Int]]
  private let indices: [String: Int]
  private let groupOfDeployment: [Int]
  private let deploymentsByID: [String: Int]
  private let aliases: [String: String]
  private let patterns: NamePatterns
  private let fallbacks: [String: [Int]]
  /// Where the fallbacks of each group lead.
  private var ways: [[(target: Target, hop: LiteLLMHop)]] = []

  init(_ configuration: LiteLLMConfiguration) {
    self.configuration = configuration
    var names: [Written<String>] = []
    var members: [[Int]] = []
    var indices: [String: Int] = [:]
    var groupOfDeployment: [Int] = []
    for (position, deployment) in configuration.deployments.enumerated() {
      let group = indices[deployment.group.value] ?? names.count
      if group == names.count {
        indices[deployment.group.value] = group
        names.append(deployment.group)
        members.append([])
      }
      members[group].append(position)
      groupOfDeployment.append(group)
    }
    self.names = names
    self.members = members
    self.indices = indices
    self.groupOfDeployment = groupOfDeployment
    deploymentsByID = Dictionary(
      configuration.deployments.enumerated().compactMap { position, deployment in
        deployment.id.map { ($0.value, position) }
      }, uniquingKeysWith: { first, _ in first })
    aliases = Dictionary(
      configuration.aliases.map { ($0.name.value, $0.target.value) },
      uniquingKeysWith: { first, _ in first })
    patterns = NamePatterns(names.map(\.value))
    fallbacks = Dictionary(
      grouping: configuration.fallbacks.indices, by: { configuration.fallbacks[$0].group.value })
    ways = names.map { ways(from: $0.value) }
  }

  /// What a name stands for when it is called.
  enum Target: Hashable {
    case group(Int)
    /// One deployment, by its id.
    case deployment(Int)
  }

  /// - Returns: `nil` for a name that nothing has.
  func target(of name: String) -> Target? {
    var name = name
    // An alias of an alias is not followed for ever.
    for _ in 0..<8 {
      if let group = indices[name] { return .group(group) }
      if let deployment = deploymentsByID[name] { return .deployment(deployment) }
      guard let next = aliases[name] else { break }
      name = next
    }
    return patterns.mostSpecific(matching: name).map { .group($0) }
  }

  /// The group that a target is, or is of.
  func group(of target: Target) -> Int {
    switch target {
    case .group(let group): group
    case .deployment(let deployment): groupOfDeployment[deployment]
    }
  }

  /// Deployments that a target stands for, by index.
  func deployments(of target: Target) -> [Int] {
    switch target {
    case .group(let group): members[group]
    case .deployment(let deployment): [deployment]
    }
  }
}

// MARK: Fallbacks

/// One step of a way along fallbacks.
struct LiteLLMHop {
  let setting: String
  let target: String
  /// What names the target.
  let node: Node

  /// Where the fallback is written.
  var place: SourceSpan { node.span }
}

/// Where a call of a group may come, and from where.
struct LiteLLMReach {
  let target: LiteLLMGroups.Target
  /// The position in the reach from which a fallback leads here, and that fallback; `nil` for the group
  /// itself.
  let cause: (from: Int, hop: LiteLLMHop)?
}

/// A deployment that a call of a group may come to.
struct LiteLLMCandidate {
  let deployment: Int
  /// The group that it answers for.
  let group: Int
  /// The fallback that leads to it; `nil` for the group's own.
  let fallback: Node?
}

extension LiteLLMGroups {
  /// Everything that a call of a group may come to, nearest first.
  func reach(from group: Int) -> [LiteLLMReach] {
    var reached = [LiteLLMReach(target: .group(group), cause: nil)]
    var seen: Set<Target> = [.group(group)]
    var position = 0
    while position < reached.count {
      for (target, hop) in ways[self.group(of: reached[position].target)]
      where seen.insert(target).inserted {
        reached.append(LiteLLMReach(target: target, cause: (position, hop)))
      }
      position += 1
    }
    return reached
  }

  /// Candidates of all groups together beyond which a configuration is not read.
  private static let mostCandidates = 262_144

  /// What a call of each group may come to, in the order in which it is tried; the group with which it was
  /// too much otherwise.
  func candidates() -> Result<[[LiteLLMCandidate]], TooManyCandidates> {
    var candidates: [[LiteLLMCandidate]] = []
    var count = 0
    for group in names.indices {
      let found = self.candidates(of: group)
      count += found.count
      guard count <= Self.mostCandidates else { return .failure(TooManyCandidates(group: group)) }
      candidates.append(found)
    }
    return .success(candidates)
  }

  private func candidates(of group: Int) -> [LiteLLMCandidate] {
    var seen: Set<Int> = []
    return reach(from: group).flatMap { reached in
      deployments(of: reached.target).filter { seen.insert($0).inserted }.map { deployment in
        LiteLLMCandidate(
          deployment: deployment, group: self.group(of: reached.target),
          fallback: reached.cause?.hop.node)
      }
    }
  }

  struct TooManyCandidates: Error {
    let group: Int

    static var most: Int { LiteLLMGroups.mostCandidates }
  }

  /// The fallbacks that lead to a position of a reach, in order.
  func path(to position: Int, in reach: [LiteLLMReach]) -> [LiteLLMHop] {
    var hops: [LiteLLMHop] = []
    var position = position
    while let cause = reach[position].cause {
      hops.append(cause.hop)
      position = cause.from
    }
    return hops.reversed()
  }

  private func ways(from group: String) -> [(target: Target, hop: LiteLLMHop)] {
    rules(of: group).flatMap { index in
      let rule = configuration.fallbacks[index]
      return rule.targets.compactMap { name in
        self.target(of: name.value).map {
          ($0, LiteLLMHop(setting: rule.setting, target: name.value, node: name.node))
        }
      }
    }
  }

  /// The fallbacks of a group, by index. For each setting those that name the group hold, or, where none
  /// does, those for any. Whoever calls a wildcard may mean any name that it matches.
  private func rules(of group: String) -> [Int] {
    var own = fallbacks[group] ?? []
    if let slash = group.firstIndex(of: "/") {
      own += fallbacks[String(group[group.index(after: slash)...])] ?? []
    }
    if group.contains("*") && group != "*" {
      own += fallbacks.filter { $0.key != group && NamePatterns.matches(group, $0.key) }.values
        .flatMap { $0 }
    } else if group == "*" {
      return Array(configuration.fallbacks.indices)
    }
    let settled = Set(own.map { configuration.fallbacks[$0].setting })
    let general = (fallbacks["*"] ?? []).filter { index in
      let setting = configuration.fallbacks[index].setting
      return group.contains("*")
        || !settled.contains(setting == "default_fallbacks" ? "fallbacks" : setting)
    }
    return (own + general).sorted()
  }
}

// MARK: Wildcards

/// Names in which `*` stands for any run of characters.
struct NamePatterns {
  /// Bytes of the longest name that a wildcard is compared with.
  static let longestName = 512

  /// Bytes before the first star, of the pattern with most of them.
  private var longestPrefix = 0
  private var byPrefix: [ArraySlice<UInt8>: [(pattern: [UInt8], index: Int)]] = [:]

  /// - Parameter names: Those without `*` match nothing here.
  init(_ names: [String]) {
    for (index, name) in names.enumerated() {
      let bytes = Array(name.utf8)
      guard let star = bytes.firstIndex(of: 0x2A), bytes.count <= NamePatterns.longestName else {
        continue
      }
      byPrefix[bytes[..<star], default: []].append((bytes, index))
      longestPrefix = max(longestPrefix, star)
    }
  }

  /// The longest pattern that matches; of equally long ones the first.
  func mostSpecific(matching name: String) -> Int? {
    let bytes = Array(name.utf8)
    guard !byPrefix.isEmpty, bytes.count <= NamePatterns.longestName else { return nil }
    var best: (length: Int, index: Int)?
    for end in 0...min(bytes.count, longestPrefix) {
      for (pattern, index) in byPrefix[bytes[..<end]] ?? []
      where (best.map { pattern.count > $0.length } ?? true) && bytes.matches(wildcards: pattern) {
        best = (pattern.count, index)
      }
    }
    return best?.index
  }

  static func matches(_ pattern: String, _ name: String) -> Bool {
    Array(name.utf8).matches(wildcards: Array(pattern.utf8))
  }
}
