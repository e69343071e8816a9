import PolicyVerifier

/// Pairs of policies put together that gained and lost the same places.
struct ReachParts {
  struct Difference: Hashable {
    let gained: Set<ReachAtom>
    let lost: Set<ReachAtom>
  }

  struct Part {
    let difference: Difference
    /// Positions of the pairs, ascending.
    fileprivate(set) var positions: [Int]
  }

  private(set) var all: [Part] = []
  private var numbers: [Difference: Int] = [:]

  /// Adds a block of pairs.
  ///
  /// - Parameters:
  ///   - was: By place, the positions of which runs came there; likewise `isNow`.
  mutating func add(
    _ was: [ReachAtom: RowSet], _ isNow: [ReachAtom: RowSet], block: Int
  ) {
    let gained = Self.beyond(was, in: isNow)
    let lost = Self.beyond(isNow, in: was)
    var parts = [(gained + lost).reduce(RowSet.zero) { $0 | $1.positions }]
    for (_, positions) in gained + lost {
      parts = parts.flatMap { [$0 & positions, $0 & ~positions] }.filter { !$0.isEmpty }
    }
    for part in parts {
      guard let first = part.first else { continue }
      let difference = Difference(
        gained: Set(gained.filter { $0.positions.contains(first) }.map(\.atom)),
        lost: Set(lost.filter { $0.positions.contains(first) }.map(\.atom)))
      let number = numbers[difference] ?? all.count
      if number == all.count {
        numbers[difference] = number
        all.append(Part(difference: difference, positions: []))
      }
      part.forEach { all[number].positions.append(block * RowSet.count + $0) }
    }
  }

  /// What there is that was not there before, and for which positions.
  private static func beyond(
    _ before: [ReachAtom: RowSet], in after: [ReachAtom: RowSet]
  ) -> [(atom: ReachAtom, positions: RowSet)] {
    after.compactMap { atom, positions in
      let new = positions & ~(before[atom] ?? .zero)
      return new.isEmpty ? nil : (atom, new)
    }
  }
}
