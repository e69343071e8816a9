import PolicyVerifier

/// Pairs of policies put together that gained and lost the same places.
struct ReachParts {
  /// Each in the order of the names.
  struct Difference: Hashable, Sendable {
    let gained: [ReachAtom]
    let lost: [ReachAtom]
  }

  struct Part {
    let difference: Difference
    /// Positions of the pairs, ascending.
    fileprivate(set) var positions: [Int]
  }

  private(set) var all: [Part] = []
  private var numbers: [Difference: Int] = [:]
  private let names: OrderedNames

  init(_ names: OrderedNames) {
    self.names = names
  }

  /// Adds a block of pairs.
  ///
  /// - Parameters:
  ///   - was: By place, the positions of which runs came there; likewise `isNow`.
  mutating func add(
    _ was: [ReachAtom: RowSet], _ isNow: [ReachAtom: RowSet], block: Int
  ) {
    let gained = beyond(was, in: isNow)
    let lost = beyond(isNow, in: was)
    let sets = Set((gained + lost).map(\.positions))
    var parts = [sets.reduce(RowSet.zero) { $0 | $1 }]
    for positions in sets {
      parts = parts.flatMap { [$0 & positions, $0 & ~positions] }.filter { !$0.isEmpty }
    }
    for part in parts {
      guard let first = part.first else { continue }
      let difference = Difference(
        gained: gained.filter { $0.positions.contains(first) }.map(\.atom),
        lost: lost.filter { $0.positions.contains(first) }.map(\.atom))
      let number = numbers[difference] ?? all.count
      if number == all.count {
        numbers[difference] = number
        all.append(Part(difference: difference, positions: []))
      }
      part.forEach { all[number].positions.append(block * RowSet.count + $0) }
    }
  }

  /// What there is that was not there before, and for which positions, in the order of the names.
  private func beyond(
    _ before: [ReachAtom: RowSet], in after: [ReachAtom: RowSet]
  ) -> [(atom: ReachAtom, positions: RowSet)] {
    let found = after.compactMap { atom, positions -> (atom: ReachAtom, positions: RowSet)? in
      let new = positions & ~(before[atom] ?? .zero)
      return new.isEmpty ? nil : (atom, new)
    }
    return names.sorted(found) { $0.atom }
  }
}
