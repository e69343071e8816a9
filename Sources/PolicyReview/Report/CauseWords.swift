import PolicyDiagnostics
import PolicyModel

/// A cause in words, from which every format takes what it shows. Names stand between backticks and may
/// hold anything: who writes them out escapes them.
package struct CauseWords: Sendable {
  /// One value, or one plan, that is decided differently.
  package struct Detail: Sendable {
    package let verdict: ChangeVerdict
    /// What is decided, such as `data_residency` or plan `loan`.
    package let subject: String
    /// What it was and is, where that is a value.
    package let values: (old: String, new: String)?
    package let gained: [String]
    package let lost: [String]
    package let tenants: Int
  }

  package let verdict: ChangeVerdict
  /// What was edited, where, and how many tenants that hits.
  package let headline: String
  /// The places of the edit: those of the old side first.
  package let places: [(isOld: Bool, line: WrittenLine)]
  package let details: [Detail]
  /// The first few of whom it hits.
  package let tenants: [String]
  package let tenantCount: Int

  /// Most details of a cause, of which those that permit more come first; and how many there are besides.
  package static let mostDetails = 12
  package let otherDetails: Int

  package init(_ cause: ReviewCause, of diff: PolicyDiff) {
    let words = CauseWording(cause, diff)
    verdict = cause.verdict
    headline = words.headline
    places = words.places
    let all = words.details
    details = Array(all.prefix(Self.mostDetails))
    otherDetails = all.count - details.count
    tenants = diff.firstTenants(ofGroups: cause.groups)
    tenantCount = cause.tenants
  }
}

private struct CauseWording {
  private let cause: ReviewCause
  private let diff: PolicyDiff

  init(_ cause: ReviewCause, _ diff: PolicyDiff) {
    self.cause = cause
    self.diff = diff
  }

  // MARK: The headline

  var headline: String {
    let platform = diff.platformName(cause.platform).map { "platform `\($0)`: " } ?? ""
    return platform + edit + effect
  }

  private var edit: String {
    switch cause.origin {
    case .value(let old, let new): "\(place(old, new)) "
    case .membership(let dimension, let old, let new):
      "`\(dimension.name)` was `\(old)` and is `\(new)`, which "
    case .edit(let edit):
      "\(edit.subject.kind.rawValue) `\(edit.subject.name)` \(edit.action.rawValue)"
    case .tenantsAdded: "\(counted(cause.tenants, "tenant")) added"
    case .tenantsRemoved: "\(counted(cause.tenants, "tenant")) removed"
    }
  }

  /// Several edits are told of in the plural.
  private var isPlural: Bool {
    guard case .value(let old, let new) = cause.origin else { return false }
    return cause.tenants > 1 && ownPlace(old, new) != nil
  }

  private var effect: String {
    let tenants = counted(cause.tenants, "tenant")
    switch cause.origin {
    case .tenantsAdded, .tenantsRemoved: return ""
    case .edit: return cause.tenants == 0 ? ", which hits nobody" : ", which \(verb) \(tenants)"
    case .value, .membership: return "\(verb) \(tenants)"
    }
  }

  private var verb: String {
    switch cause.verdict {
    case .widened: isPlural ? "widen" : "widens"
    case .narrowed: isPlural ? "narrow" : "narrows"
    case .mixed: isPlural ? "widen and narrow" : "widens and narrows"
    case .neutral: "\(isPlural ? "change" : "changes") nothing that is decided for"
    }
  }

  private func place(_ old: StatedPlace, _ new: StatedPlace) -> String {
    if let own = ownPlace(old, new) { return own }
    let was = text(of: old, diff.old)
    let isNow = text(of: new, diff.new)
    if was == isNow || isSamePlace(old, new) { return "an edit at \(isNow)" }
    if old.layer == new.layer, old.line != nil, new.line != nil {
      return "an edit at \(isNow) (was \(was))"
    }
    return "\(isNow), in the place of \(was),"
  }

  /// What tenants state themselves, with the line of one of them.
  private func ownPlace(_ old: StatedPlace, _ new: StatedPlace) -> String? {
    guard old.layer == .tenant, let field = new.field, let line = ownLine(new, 1) else {
      return nil
    }
    let place = diff.new.shown(line)
    return cause.tenants == 1
      ? "an edit at \(place) (tenant)"
      : "edits of `\(field)` in tenants' own documents, such as \(place),"
  }

  /// Whether a line is that of the same source, wherever that lies.
  private func isSamePlace(_ old: StatedPlace, _ new: StatedPlace) -> Bool {
    guard let was = old.line, let isNow = new.line, old.layer == new.layer else { return false }
    return was.line == isNow.line
      && diff.old.sources[was.source].name == diff.new.sources[isNow.source].name
  }

  private func text(of place: StatedPlace, _ side: ReviewedBundle) -> String {
    switch place.layer {
    case .tenant: return cause.tenants == 1 ? "the tenant's own document" : "tenants' own documents"
    case .language: return "what holds where nobody says anything"
    case .org, .platform, .budgetClass, .tier:
      return place.line.map { "\(side.shown($0)) (\(place.layer.rawValue))" }
        ?? place.layer.rawValue
    }
  }

  // MARK: Places

  var places: [(isOld: Bool, line: WrittenLine)] {
    let lines: (WrittenLine?, WrittenLine?)
    switch cause.origin {
    case .value(let old, let new):
      lines = (old.line ?? ownLine(old, 0), new.line ?? ownLine(new, 1))
    case .membership:
      lines = (diff.firstLine(ofGroups: cause.groups, 0), diff.firstLine(ofGroups: cause.groups, 1))
    case .edit(let edit): lines = (edit.old, edit.new)
    case .tenantsAdded: lines = (nil, diff.firstLine(ofGroups: cause.groups, 1))
    case .tenantsRemoved: lines = (diff.firstLine(ofGroups: cause.groups, 0), nil)
    }
    return [(true, lines.0), (false, lines.1)].compactMap { isOld, line in
      line.map { (isOld, $0) }
    }
  }

  /// What tenants state themselves is shown at the first of them.
  private func ownLine(_ place: StatedPlace, _ side: Int) -> WrittenLine? {
    guard place.layer == .tenant, let value = cause.values.first else { return nil }
    return diff.ownLine(of: diff.values[value.value].change.dimension, ofGroups: value.groups, side)
  }

  // MARK: Details

  var details: [CauseWords.Detail] {
    let all = edited + values + reach
    return ChangeVerdict.allCases.flatMap { verdict in all.filter { $0.verdict == verdict } }
  }

  /// The properties of what is declared differently.
  private var edited: [CauseWords.Detail] {
    guard case .edit(let edit) = cause.origin, edit.action == .changed else { return [] }
    return edit.properties.map { property in
      CauseWords.Detail(
        verdict: .neutral, subject: "`\(property.name)`",
        values: (property.old ?? "not stated", property.new ?? "not stated"), gained: [],
        lost: [], tenants: cause.tenants)
    }
  }

  private var values: [CauseWords.Detail] {
    cause.values.map { value, groups in
      let change = diff.values[value].change
      return CauseWords.Detail(
        verdict: change.verdict, subject: "`\(change.dimension.name)`",
        values: (change.old, change.new), gained: [change.witness.gained].compactMap { $0 },
        lost: [change.witness.lost].compactMap { $0 }, tenants: diff.tenants(ofGroups: groups))
    }
  }

  /// Plans that come to the same places more or less are one detail.
  private var reach: [CauseWords.Detail] {
    var plans: [[[String]]: ReachedAlike] = [:]
    var order: [[[String]]] = []
    for alike in reachedAlike {
      let change = diff.reach[alike.example]
      let texts = [PlaceWords.texts(of: change.gained), PlaceWords.texts(of: change.lost)]
      if plans[texts] == nil { order.append(texts) }
      plans[texts, default: ReachedAlike(example: alike.example)].add(alike.plans, alike.groups)
    }
    return order.compactMap { texts in
      plans[texts].map { entry in
        CauseWords.Detail(
          verdict: diff.reach[entry.example].verdict, subject: Self.title(ofPlans: entry.plans),
          values: nil,
          gained: texts[0], lost: texts[1],
          tenants: diff.tenants(ofGroups: entry.groups.sorted()))
      }
    }
  }

  /// Plans of which the same is gained and lost.
  private struct ReachedAlike {
    /// Position in `PolicyDiff.reach` of one of them.
    let example: Int
    private(set) var plans: [String] = []
    private(set) var groups: Set<Int> = []

    init(example: Int) {
      self.example = example
    }

    mutating func add(_ plans: [String], _ groups: Set<Int>) {
      self.plans += plans.filter { !self.plans.contains($0) }
      self.groups.formUnion(groups)
    }
  }

  /// Told apart by numbers, of which there may be very many, before any text is made.
  private var reachedAlike: [ReachedAlike] {
    var places: [ReachParts.Difference: Int] = [:]
    var all: [ReachedAlike] = []
    for (number, groups) in cause.reach {
      let change = diff.reach[number]
      let place = places[change.difference] ?? all.count
      if place == all.count {
        places[change.difference] = place
        all.append(ReachedAlike(example: number))
      }
      all[place].add([change.plan], Set(groups))
    }
    return all
  }

  private static func title(ofPlans plans: [String]) -> String {
    let most = 3
    let names = plans.prefix(most).map { "`\($0)`" }.joined(separator: ", ")
    let rest = plans.count > most ? " and \(plans.count - most) more" : ""
    return (plans.count == 1 ? "plan " : "plans ") + names + rest
  }
}

/// Reached places in words, those of one step and target together.
enum PlaceWords {
  private struct Key: Hashable {
    let step: String
    let kind: ReachedPlace.Kind
    let target: String
  }

  static func texts(of places: [ReachedPlace]) -> [String] {
    var order: [Key] = []
    var found: [Key: [ReachedPlace]] = [:]
    for place in places {
      let key = Key(step: place.step, kind: place.kind, target: place.target)
      if found[key] == nil { order.append(key) }
      found[key, default: []].append(place)
    }
    return order.map { text(of: $0, found[$0] ?? []) }
  }

  private static func text(of key: Key, _ places: [ReachedPlace]) -> String {
    let regions = Set(places.compactMap(\.region)).sorted { $0.precedesInBytes($1) }
    let classes = Set(places.compactMap(\.dataClass)).sorted { $0.precedesInBytes($1) }
    let place = regions.isEmpty ? "" : " in " + quoted(regions)
    let data = classes.isEmpty ? "" : " with " + quoted(classes) + " data"
    return "`\(key.step)` \(verb(key.kind)) `\(key.target)`\(place)\(data)"
  }

  private static func verb(_ kind: ReachedPlace.Kind) -> String {
    switch kind {
    case .call: "calls"
    case .store(let storage): "has \(storage) written to"
    case .review: "shows data to"
    }
  }

  private static func quoted(_ names: [String]) -> String {
    names.map { "`\($0)`" }.joined(separator: ", ")
  }
}
