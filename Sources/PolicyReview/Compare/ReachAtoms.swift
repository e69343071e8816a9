import PolicyModel
import PolicyVerifier

/// A reached place in numbers, of which there may be very many.
struct ReachAtom: Hashable, Sendable {
  /// Of the names that both sides share.
  fileprivate let step: Int32
  /// 0 for a call, 1 for a review, from 2 on the kinds of storage.
  fileprivate let kind: Int8
  /// Position among `ReachedPlace.Use`, or -1.
  fileprivate let use: Int8
  fileprivate let target: Int32
  fileprivate let region: Int32
  fileprivate let dataClass: Int32

  fileprivate static let none = Int32(-1)

  /// There are very many, so that few words are hashed.
  func hash(into hasher: inout Hasher) {
    hasher.combine(Int64(step) << 32 ^ Int64(target))
    hasher.combine(Int64(region) << 40 ^ Int64(dataClass) << 16 ^ Int64(kind) << 8 ^ Int64(use))
  }
}

/// Numbers for the names of both sides, so that what is reached can be compared.
struct ReachNames: Sendable {
  private var names: [String] = []
  private var numbers: [String: Int32] = [:]

  mutating func number(of name: String) -> Int32 {
    if let known = numbers[name] { return known }
    let number = Int32(names.count)
    numbers[name] = number
    names.append(name)
    return number
  }

  /// The same, once it has all names.
  func inOrder() -> OrderedNames { OrderedNames(names) }
}

/// Numbered names that know their order.
struct OrderedNames: Sendable {
  private let names: [String]
  /// By number, from 1.
  private let ranks: [Int]
  /// By kind.
  private let kindRanks: [Int]

  fileprivate init(_ names: [String]) {
    self.names = names
    ranks = Self.ranks(of: names)
    kindRanks = Self.ranks(of: (0..<(2 + Storage.allCases.count)).map { Self.kind($0).name })
  }

  private static func ranks(of names: [String]) -> [Int] {
    var ranks = [Int](repeating: 0, count: names.count)
    for (rank, number) in names.indices.sorted(by: { names[$0] < names[$1] }).enumerated() {
      ranks[number] = rank + 1
    }
    return ranks
  }

  func places(_ atoms: [ReachAtom]) -> [ReachedPlace] { atoms.map(place) }

  /// In the order of `ReachedPlace`.
  func sorted<Element>(
    _ elements: [Element], by atom: (Element) -> ReachAtom
  ) -> [Element] {
    elements.map { (key: key(atom($0)), element: $0) }.sorted { $0.key < $1.key }.map(\.element)
  }

  private typealias Key = (Int, Int, Int, Int, Int, Int)

  private func key(_ atom: ReachAtom) -> Key {
    (
      rank(atom.step), kindRanks[Int(atom.kind)], rank(atom.target), rank(atom.region),
      rank(atom.dataClass), atom.use < 0 ? 0 : Self.useRanks[Int(atom.use)]
    )
  }

  private static let useRanks = ranks(of: ReachedPlace.Use.allCases.map(\.rawValue))

  private func rank(_ number: Int32) -> Int { number < 0 ? 0 : ranks[Int(number)] }

  private func place(_ atom: ReachAtom) -> ReachedPlace {
    ReachedPlace(
      step: name(atom.step) ?? "?", kind: Self.kind(Int(atom.kind)),
      target: name(atom.target) ?? "?",
      use: atom.use < 0 ? nil : ReachedPlace.Use.allCases[Int(atom.use)],
      region: name(atom.region), dataClass: name(atom.dataClass))
  }

  private func name(_ number: Int32) -> String? {
    number < 0 ? nil : names[Int(number)]
  }

  private static func kind(_ number: Int) -> ReachedPlace.Kind {
    switch number {
    case 0: .call
    case 1: .review
    default: .store(Storage.allCases[number - 2].rawValue)
    }
  }
}

/// Makes places out of what runs of one platform do.
struct ReachAtoms: Sendable {
  private let catalogue: Catalogue
  private let regions: [Int32]
  private let classes: [Int32]
  private let endpoints: [Int32]
  private let pools: [Int32]

  init(_ catalogue: Catalogue, _ names: inout ReachNames) {
    self.catalogue = catalogue
    regions = catalogue.regions.names.map { names.number(of: $0) }
    classes = catalogue.dataClasses.names.map { names.number(of: $0) }
    endpoints = catalogue.endpoints.names.map { names.number(of: $0) }
    pools = catalogue.reviewerPools.names.map { names.number(of: $0) }
  }

  /// By place, the positions of which runs come there.
  ///
  /// - Parameter steps: The numbers of the names of the plan's steps.
  func positions(of events: [PlanEvents.Event], steps: [Int32]) -> [ReachAtom: RowSet] {
    var positions: [ReachAtom: RowSet] = [:]
    for event in events where !event.positions.isEmpty {
      add(event, steps[event.step], to: &positions)
    }
    return positions
  }

  private func add(
    _ event: PlanEvents.Event, _ step: Int32, to positions: inout [ReachAtom: RowSet]
  ) {
    let members = Bitset(word: event.label).members
    let label = members.isEmpty ? [ReachAtom.none] : members.map { classes[$0] }
    let (kind, target) = kindAndTarget(of: event.kind)
    for (use, region) in places(of: event.kind) {
      for dataClass in label {
        let atom = ReachAtom(
          step: step, kind: kind, use: use, target: target, region: region, dataClass: dataClass)
        positions[atom, default: .zero] |= event.positions
      }
    }
  }

  private func kindAndTarget(of kind: RunEvent.Kind) -> (Int8, Int32) {
    switch kind {
    case .call(let endpoint): (0, endpoints[endpoint])
    case .review(let pool): (1, pools[pool])
    case .store(let storage, let endpoint):
      (2 + Int8(Storage.allCases.firstIndex(of: storage) ?? 0), endpoints[endpoint])
    }
  }

  /// Where data is then, and for what.
  private func places(of kind: RunEvent.Kind) -> [(use: Int8, region: Int32)] {
    let used: RegionUse
    switch kind {
    case .call(let endpoint), .store(_, let endpoint):
      used = catalogue.endpoints[endpoint].regions
    case .review(let pool):
      let region = Bitset([catalogue.reviewerPools[pool].region])
      used = RegionUse(process: region, store: Bitset(), log: Bitset())
    }
    let places = [used.process, used.store, used.log].enumerated().flatMap { use, members in
      members.members.map { (use: Int8(truncatingIfNeeded: use), region: regions[$0]) }
    }
    return places.isEmpty ? [(use: Int8(-1), region: ReachAtom.none)] : places
  }
}
