/// Something that runs of a plan can do at a step: call, store or show, somewhere, with data of a class.
package struct ReachedPlace: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case call
    /// The kind of storage.
    case store(String)
    case review

    package var name: String {
      switch self {
      case .call: "call"
      case .store(let storage): storage
      case .review: "review"
      }
    }
  }

  /// What is done with data in a region.
  package enum Use: String, CaseIterable, Hashable, Sendable {
    case process, store, log
  }

  package let step: String
  package let kind: Kind
  /// The endpoint or the reviewer pool.
  package let target: String
  package let use: Use?
  /// `nil` for an endpoint that uses no region at all.
  package let region: String?
  /// `nil` for data of no class.
  package let dataClass: String?

  package init(
    step: String, kind: Kind, target: String, use: Use?, region: String?, dataClass: String?
  ) {
    self.step = step
    self.kind = kind
    self.target = target
    self.use = use
    self.region = region
    self.dataClass = dataClass
  }
}

extension ReachedPlace: Comparable {
  package static func < (left: ReachedPlace, right: ReachedPlace) -> Bool {
    left.key.lexicographicallyPrecedes(right.key)
  }

  private var key: [String] {
    [step, kind.name, target, region ?? "", dataClass ?? "", use?.rawValue ?? ""]
  }
}
