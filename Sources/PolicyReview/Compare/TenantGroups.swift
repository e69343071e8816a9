import BundleTables
import PolicyModel
import TenantPolicy

/// Tenants that are alike in a review: the same policy before and the same after, stated in the same
/// places.
package struct ReviewedTenants: Sendable {
  /// Number of the pair of platforms.
  let platform: Int
  /// Rows of the tables `classes`; `nil` for tenants that were added or removed.
  let oldClass: Int?
  let newClass: Int?
  /// How their values came about, where anything of their policies differs.
  let shapes: ShapePair?
  /// The one tenant, where some endpoint or pool is dedicated to it.
  let owner: String?
  package internal(set) var count = 0
  /// Ordinals of the first few in order of the bytes of their ids: of the new bundle, or of the old one
  /// for tenants that were removed.
  var first: [Int] = []

  struct ShapePair: Hashable, Sendable {
    let old: Int
    let new: Int
  }

  static let mostExamples = 5

  mutating func add(_ ordinal: Int) {
    count += 1
    guard first.count < Self.mostExamples || ordinal < first[first.count - 1] else { return }
    let place = first.firstIndex { $0 > ordinal } ?? first.count
    first.insert(ordinal, at: place)
    if first.count > Self.mostExamples { first.removeLast() }
  }
}

/// Puts the tenants of two bundles into groups: time grows with the number of tenants, and of nearly
/// all nothing but the rows of their classes is read.
struct TenantGrouping {
  private let old: ReviewedBundle
  private let new: ReviewedBundle
  private let pairs: [PlatformPair]
  /// By row of the classes: the number of the pair of platforms.
  private let oldPlatforms: [Int?]
  private let newPlatforms: [Int?]
  /// By ordinal: tenants to which something is dedicated on either side.
  private let oldOwners: [Int: String]
  private let newOwners: [Int: String]
  private(set) var groups: [ReviewedTenants] = []
  private var numbers: [Key: Int] = [:]

  private struct Key: Hashable {
    let platform: Int
    let oldClass: Int?
    let newClass: Int?
    let shapes: ReviewedTenants.ShapePair?
    let owner: String?

    /// There is one for each tenant, and nearly all are told apart by their classes.
    func hash(into hasher: inout Hasher) {
      hasher.combine((oldClass ?? -1) << 32 ^ (newClass ?? -1))
    }
  }

  /// - Parameter differs: Whether two classes of a pair of platforms differ in anything.
  init?(
    _ old: ReviewedBundle, _ new: ReviewedBundle, _ pairs: [PlatformPair],
    differs: (_ pair: Int, _ oldClass: Int, _ newClass: Int) -> Bool
  ) {
    self.old = old
    self.new = new
    self.pairs = pairs
    oldPlatforms = old.pairNumbers(pairs.map(\.old?.number))
    newPlatforms = new.pairNumbers(pairs.map(\.new?.number))
    let owners = Set(pairs.flatMap(\.owners))
    oldOwners = old.ordinals(of: owners)
    newOwners = new.ordinals(of: owners)
    guard add(differs) else { return nil }
  }

  private mutating func add(_ differs: (Int, Int, Int) -> Bool) -> Bool {
    var known: [ClassPair: Bool] = [:]
    var last: (pair: ClassPair, differs: Bool)?
    var isWhole = true
    let cameToTheEnd = old.bundle.forEachTenant(with: new.bundle) { before, after in
      guard isWhole else { return }
      guard let platforms = platforms(before, after) else {
        isWhole = false
        return
      }
      guard let before, let after, let platform = platforms.old, platform == platforms.new else {
        if let before, let platform = platforms.old { add(before, nil, platform) }
        if let after, let platform = platforms.new { add(nil, after, platform) }
        return
      }
      let pair = ClassPair(old: before.classRow, new: after.classRow)
      let isChanged: Bool
      if let last, last.pair == pair {
        isChanged = last.differs
      } else {
        isChanged = known[pair] ?? differs(platform, pair.old, pair.new)
        known[pair] = isChanged
        last = (pair, isChanged)
      }
      add(before, after, platform, isChanged: isChanged)
    }
    return cameToTheEnd && isWhole
  }

  private struct ClassPair: Hashable {
    let old: Int
    let new: Int
  }

  /// `nil` for a class of no platform.
  private func platforms(
    _ before: TenantPlace?, _ after: TenantPlace?
  ) -> (old: Int?, new: Int?)? {
    let old = before.map { number(oldPlatforms, $0.classRow) }
    let new = after.map { number(newPlatforms, $0.classRow) }
    if before != nil, old == .some(nil) { return nil }
    if after != nil, new == .some(nil) { return nil }
    return (old ?? nil, new ?? nil)
  }

  private func number(_ platforms: [Int?], _ row: Int) -> Int? {
    platforms.indices.contains(row) ? platforms[row] : nil
  }

  private mutating func add(
    _ before: TenantPlace?, _ after: TenantPlace?, _ platform: Int, isChanged: Bool = false
  ) {
    let owner =
      after.flatMap { newOwners.isEmpty ? nil : newOwners[$0.ordinal] }
      ?? before.flatMap { oldOwners.isEmpty ? nil : oldOwners[$0.ordinal] }
    let key = Key(
      platform: platform, oldClass: before?.classRow, newClass: after?.classRow,
      shapes: isChanged ? shapes(before, after) : nil, owner: owner)
    let number = numbers[key] ?? groups.count
    if number == groups.count {
      numbers[key] = number
      groups.append(
        ReviewedTenants(
          platform: platform, oldClass: key.oldClass, newClass: key.newClass, shapes: key.shapes,
          owner: owner))
    }
    groups[number].add((after ?? before)?.ordinal ?? 0)
  }

  private func shapes(
    _ before: TenantPlace?, _ after: TenantPlace?
  ) -> ReviewedTenants.ShapePair? {
    guard let before, let after,
      let old = old.bundle.tenantRecord(at: before.ordinal),
      let new = new.bundle.tenantRecord(at: after.ordinal)
    else { return nil }
    return ReviewedTenants.ShapePair(old: old.shape, new: new.shape)
  }
}

extension ReviewedBundle {
  /// By row of the table `classes`, the position of its platform in a list.
  func pairNumbers(_ platforms: [Int?]) -> [Int?] {
    guard let table = bundle.table(named: "classes"),
      let column = table.columns.firstIndex(where: { $0.id == .platform })
    else { return [] }
    return (0..<table.rowCount).map { row in
      guard case .index(let platform?) = table.cell(row: row, column: column) else { return nil }
      return platforms.firstIndex { $0 == platform }
    }
  }

  fileprivate func ordinals(of ids: Set<String>) -> [Int: String] {
    Dictionary(
      ids.compactMap { id in bundle.context(for: id).map { ($0.ordinal, id) } },
      uniquingKeysWith: { first, _ in first })
  }
}
