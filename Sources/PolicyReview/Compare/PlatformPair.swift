import BundleTables
import PolicyModel

/// The two states of one platform; one of them is `nil` where the platform was added or removed.
struct PlatformPair: Sendable {
  let name: String
  let old: Side?
  let new: Side?
  /// `nil` unless there are both.
  let comparison: PolicyComparison?
  /// What differs in what they declare.
  let edits: [CatalogueEdit]

  struct Side: Sendable {
    /// Row of the table `platforms`.
    let number: Int
    let lifted: LiftedPlatform
  }

  /// Those of two bundles, by name: the platforms of the old one first.
  static func all(_ old: ReviewedBundle, _ new: ReviewedBundle) -> [PlatformPair] {
    let before = old.platforms.map(\.catalogue.name.value)
    let after = new.platforms.map(\.catalogue.name.value)
    return (before + after.filter { !before.contains($0) }).map { name in
      PlatformPair(name, old.side(named: name), new.side(named: name))
    }
  }

  private init(_ name: String, _ old: Side?, _ new: Side?) {
    self.name = name
    self.old = old
    self.new = new
    if let old, let new {
      let names = SharedNames(old.lifted.catalogue, new.lifted.catalogue)
      comparison = PolicyComparison(
        names, old: .init(old.lifted, names.old), new: .init(new.lifted, names.new))
    } else {
      comparison = nil
    }
    edits = CatalogueEdit.all(
      old.map { PlatformFacts($0.lifted) }, new.map { PlatformFacts($0.lifted) })
  }

  /// Whether both declare the same, apart from where and in what order it is written.
  var isUnchanged: Bool { old != nil && new != nil && edits.isEmpty }

  /// Tenants to which something is dedicated.
  var owners: [String] {
    [old, new].compactMap { $0?.lifted.catalogue }.flatMap { catalogue in
      catalogue.endpoints.elements.compactMap(\.dedicatedTo?.value)
        + catalogue.reviewerPools.elements.compactMap(\.dedicatedTo?.value)
    }
  }
}

extension ReviewedBundle {
  fileprivate func side(named name: String) -> PlatformPair.Side? {
    platform(named: name).map { PlatformPair.Side(number: $0, lifted: platforms[$0]) }
  }
}

extension PolicyComparison.Side {
  fileprivate init(_ platform: LiftedPlatform, _ translation: Translation) {
    self.init(
      catalogue: platform.catalogue, translation: translation, orgs: platform.orgs,
      tiers: platform.tiers)
  }
}
