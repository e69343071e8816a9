import BundleTables
import PolicyModel

/// Finds out why things are decided differently, and puts together what has one cause.
struct CauseSearch {
  private let old: ReviewedBundle
  private let new: ReviewedBundle
  private let pairs: [PlatformPair]
  private let groups: [ReviewedTenants]
  private let values: [ValueDifference]
  private let reach: [ReachChange]
  private var drafts: [Draft] = []
  private var numbers: [Key: Int] = [:]
  /// By group, the causes that change how its tenants are routed.
  private var routing: [Int: [Int]] = [:]

  private struct Key: Hashable {
    let origin: ReviewCause.Origin
    let platform: Int
  }

  private struct Draft {
    let key: Key
    var values: [Int: [Int]] = [:]
    var reach: [Int: [Int]] = [:]
    var groups: Set<Int> = []
  }

  init(
    _ old: ReviewedBundle, _ new: ReviewedBundle, _ pairs: [PlatformPair],
    _ groups: [ReviewedTenants], _ values: [ValueDifference], _ reach: [ReachChange]
  ) {
    self.old = old
    self.new = new
    self.pairs = pairs
    self.groups = groups
    self.values = values
    self.reach = reach
    addTenants()
    addEdits()
    addValues()
    addReach()
  }

  /// Those that permit more first, then those that hit most tenants.
  var causes: [ReviewCause] {
    drafts.map(cause).enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      if a.verdict != b.verdict { return a.verdict.position < b.verdict.position }
      return a.tenants == b.tenants ? left.offset < right.offset : a.tenants > b.tenants
    }.map(\.element)
  }

  private func cause(_ draft: Draft) -> ReviewCause {
    var verdicts = draft.values.keys.map { values[$0].change.verdict }
    verdicts += draft.reach.keys.map { reach[$0].verdict }
    switch draft.key.origin {
    case .tenantsAdded: verdicts.append(.widened)
    case .tenantsRemoved: verdicts.append(.narrowed)
    case .value, .membership, .edit: break
    }
    let groups = draft.groups.sorted()
    return ReviewCause(
      origin: draft.key.origin, platform: draft.key.platform,
      verdict: ChangeVerdict(
        gains: verdicts.contains { $0.permitsMore },
        losses: verdicts.contains { $0.permitsLess }),
      values: draft.values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
      reach: draft.reach.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, groups: groups,
      tenants: groups.reduce(0) { $0 + self.groups[$1].count })
  }

  // MARK: Tenants and declarations

  private mutating func addTenants() {
    for (number, group) in groups.enumerated() {
      if group.oldClass == nil { add(.tenantsAdded, group.platform, number) }
      if group.newClass == nil { add(.tenantsRemoved, group.platform, number) }
    }
  }

  private mutating func addEdits() {
    for (platform, pair) in pairs.enumerated() {
      for edit in pair.edits { _ = draft(.edit(edit), platform) }
    }
  }

  // MARK: Values

  private mutating func addValues() {
    var places = ValuePlaces(old, new)
    for (number, difference) in values.enumerated() {
      for group in difference.groups {
        let origin = origin(of: difference, groups[group], &places)
        let cause = draft(origin, difference.platform)
        drafts[cause].values[number, default: []].append(group)
        drafts[cause].groups.insert(group)
        if difference.change.dimension.routes { routing[group, default: []].append(cause) }
      }
    }
  }

  private func origin(
    of difference: ValueDifference, _ group: ReviewedTenants, _ places: inout ValuePlaces
  ) -> ReviewCause.Origin {
    let change = difference.change
    switch change.dimension {
    case .org, .tier, .field(policyFields.budgetClass.index):
      return .membership(change.dimension, old: change.old, new: change.new)
    case .field, .permittedTools, .reach, .tenants, .plans, .catalogue: break
    }
    let (before, after) = places.places(of: change.dimension, group)
    if let moved = move(of: group, difference.platform, before, after) { return moved }
    let pair = pairs[difference.platform]
    if let edit = pair.edit(explaining: change), places.areAlike(before, after, group) {
      return .edit(edit)
    }
    return .value(before, after)
  }

  /// That tenants name another org, tier or budget class, where the value comes from such a layer.
  private func move(
    of group: ReviewedTenants, _ platform: Int, _ before: StatedPlace, _ after: StatedPlace
  ) -> ReviewCause.Origin? {
    let layers: [(StatedPlace.Layer, Dimension)] = [
      (.budgetClass, .field(policyFields.budgetClass.index)), (.org, .org), (.tier, .tier),
    ]
    for (layer, dimension) in layers where before.layer == layer || after.layer == layer {
      guard
        let moved = moves(of: group, platform)[dimension]
      else { continue }
      return .membership(dimension, old: moved.old, new: moved.new)
    }
    return nil
  }

  private func moves(
    of group: ReviewedTenants, _ platform: Int
  ) -> [Dimension: (old: String, new: String)] {
    guard let before = pairs[platform].old?.lifted, let after = pairs[platform].new?.lifted,
      let oldClass = group.oldClass, let newClass = group.newClass
    else { return [:] }
    var moves: [Dimension: (old: String, new: String)] = [:]
    func add(_ dimension: Dimension, _ old: String?, _ new: String?) {
      if let old, let new, old != new { moves[dimension] = (old, new) }
    }
    let field = policyFields.budgetClass.declaration
    add(.org, before.org(ofClass: oldClass), after.org(ofClass: newClass))
    add(.tier, before.tier(ofClass: oldClass), after.tier(ofClass: newClass))
    add(
      .field(policyFields.budgetClass.index),
      before.value(of: field, inClass: oldClass).map { before.catalogue.text(of: $0, field) },
      after.value(of: field, inClass: newClass).map { after.catalogue.text(of: $0, field) })
    return moves
  }

  // MARK: What is reached

  private mutating func addReach() {
    for (number, change) in reach.enumerated() {
      let pair = pairs[change.platform]
      let named = pair.isUnchanged ? [] : pair.causes(of: change)
      let claimed = named.isEmpty ? pair.edits.filter { $0.isCauseOfAnything } : named
      let causes = claimed.map { draft(.edit($0), change.platform) }
      for group in change.groups {
        let policies = (routing[group] ?? []).filter { cause in
          named.isEmpty || drafts[cause].values.keys.contains { goes($0, with: change) }
        }
        // What nothing explains is because of all that was edited.
        let isExplained = !causes.isEmpty || !policies.isEmpty
        let all =
          isExplained ? causes + policies : pair.edits.map { draft(.edit($0), change.platform) }
        for cause in Set(all).sorted() {
          drafts[cause].reach[number, default: []].append(group)
          drafts[cause].groups.insert(group)
        }
      }
    }
  }

  /// Whether a value goes the way that what is reached goes.
  private func goes(_ value: Int, with change: ReachChange) -> Bool {
    let verdict = values[value].change.verdict
    return verdict.permitsMore && change.verdict.permitsMore
      || verdict.permitsLess && change.verdict.permitsLess
  }

  // MARK: Drafts

  private mutating func add(_ origin: ReviewCause.Origin, _ platform: Int, _ group: Int) {
    let number = draft(origin, platform)
    drafts[number].groups.insert(group)
  }

  private mutating func draft(_ origin: ReviewCause.Origin, _ platform: Int) -> Int {
    let key = Key(origin: origin, platform: platform)
    if let known = numbers[key] { return known }
    numbers[key] = drafts.count
    drafts.append(Draft(key: key))
    return drafts.count - 1
  }
}

extension ChangeVerdict {
  fileprivate var position: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension Dimension {
  /// Whether it decides where runs may go.
  fileprivate var routes: Bool {
    switch self {
    case .permittedTools: true
    case .field(let index):
      [
        policyFields.dataResidency.index, policyFields.modelTier.index,
        policyFields.dataRetention.index, policyFields.auditRetention.index,
        policyFields.reviewerPool.index,
      ].contains(index)
    case .org, .tier, .reach, .tenants, .plans, .catalogue: false
    }
  }
}
