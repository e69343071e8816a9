/// The name that somebody most likely meant who wrote `name`, or `nil` when none is near.
///
/// Near is a third of the letters mistyped, swapped, left out or added (one, for names of three
/// letters and up), in any case of ASCII letters; or a name that begins with what was written. Of
/// names equally near the first by bytes is given. Names over 128 bytes are never offered.
package func nearestName(to name: String, among names: some Sequence<String>) -> String? {
  let written = FoldedName(name)
  guard !written.bytes.isEmpty, written.bytes.count <= longestName else { return nil }
  var best: (name: String, distance: Int)?
  for candidate in names where candidate != name && candidate.utf8.count <= longestName {
    let limit = min(written.tolerance, best?.distance ?? .max)
    guard let distance = written.distance(to: FoldedName(candidate), limit: limit) else { continue }
    if let best, distance == best.distance, !candidate.precedesInBytes(best.name) { continue }
    best = (candidate, distance)
  }
  return best?.name
}

private let longestName = 128

/// The bytes of a name with ASCII letters in lower case.
private struct FoldedName {
  let bytes: [UInt8]

  init(_ name: String) {
    bytes = name.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
  }

  /// How many edits away a name may be.
  var tolerance: Int { bytes.count / 3 }

  /// The distance if it is no greater than `limit`. A name that this one begins is at most at the
  /// tolerance.
  func distance(to other: FoldedName, limit: Int) -> Int? {
    let isBeginning = bytes.count >= 3 && other.bytes.starts(with: bytes)
    let edits = editDistance(bytes, other.bytes, limit: limit)
    guard isBeginning, tolerance <= limit else { return edits }
    return min(edits ?? tolerance, tolerance)
  }
}

/// The optimal string alignment distance (insertions, deletions, replacements and swaps of
/// neighbours, no byte edited twice), or `nil` when it exceeds `limit`.
private func editDistance(_ left: [UInt8], _ right: [UInt8], limit: Int) -> Int? {
  guard abs(left.count - right.count) <= limit else { return nil }
  var beforeLast: [Int] = []
  var last = Array(0...right.count)
  for row in left.indices {
    var current = [row + 1]
    current.reserveCapacity(right.count + 1)
    for column in right.indices {
      let replaced = last[column] + (left[row] == right[column] ? 0 : 1)
      var cost = min(last[column + 1] + 1, current[column] + 1, replaced)
      if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
        cost = min(cost, beforeLast[column - 1] + 1)
      }
      current.append(cost)
    }
    // No later row is below this one: a swap costs as much as the replacement it reaches over.
    if let lowest = current.min(), lowest > limit { return nil }
    (beforeLast, last) = (last, current)
  }
  return last.last.flatMap { $0 <= limit ? $0 : nil }
}
