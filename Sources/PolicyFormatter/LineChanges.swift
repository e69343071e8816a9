/// Lines of the old text that lines of the new one replace; one of the ranges may be empty.
struct LineChange: Equatable {
  let removed: Range<Int>
  let added: Range<Int>
}

/// The changes between two texts, in order, with at least one equal line between any two.
///
/// As few lines as possible up to `editLimit` of them, by Myers' greedy search; beyond that all
/// lines between the first change and the last count as changed.
func lineChanges(
  from old: [ArraySlice<UInt8>], to new: [ArraySlice<UInt8>], editLimit: Int = 1000
) -> [LineChange] {
  let head = zip(old, new).prefix { $0 == $1 }.count
  let rest = min(old.count, new.count) - head
  let tail = zip(old.reversed(), new.reversed()).prefix(rest).prefix { $0 == $1 }.count
  let (oldEnd, newEnd) = (old.count - tail, new.count - tail)
  guard head < oldEnd || head < newEnd else { return [] }
  let search = EditSearch(
    old: Array(old[head..<oldEnd]), new: Array(new[head..<newEnd]), editLimit: editLimit)
  guard let edits = search.edits() else {
    return [LineChange(removed: head..<oldEnd, added: head..<newEnd)]
  }
  return joined(edits, offset: head)
}

/// Single edits to changes: those that touch become one.
private func joined(_ edits: [LineChange], offset: Int) -> [LineChange] {
  edits.reduce(into: []) { changes, edit in
    let removed = (edit.removed.lowerBound + offset)..<(edit.removed.upperBound + offset)
    let added = (edit.added.lowerBound + offset)..<(edit.added.upperBound + offset)
    if let last = changes.last, last.removed.upperBound == removed.lowerBound,
      last.added.upperBound == added.lowerBound
    {
      changes[changes.count - 1] = LineChange(
        removed: last.removed.lowerBound..<removed.upperBound,
        added: last.added.lowerBound..<added.upperBound)
    } else {
      changes.append(LineChange(removed: removed, added: added))
    }
  }
}

/// Myers' search for the shortest way from one text to another. A diagonal is a position in the old
/// text less one in the new; after each number of edits the furthest position on each is known.
private struct EditSearch {
  let old: [ArraySlice<UInt8>]
  let new: [ArraySlice<UInt8>]
  let editLimit: Int

  /// Each a line removed or a line added, in order; `nil` when more than the limit are needed.
  func edits() -> [LineChange]? {
    var steps: [Furthest] = []
    for editCount in 0...min(editLimit, old.count + new.count) {
      var furthest = Furthest(editCount: editCount)
      for diagonal in stride(from: -editCount, through: editCount, by: 2) {
        let start = steps.last.map { $0.entry(to: diagonal).position } ?? 0
        let end = afterEqualLines(from: start, on: diagonal)
        furthest[diagonal] = end
        if end >= old.count && end - diagonal >= new.count { return path(through: steps) }
      }
      steps.append(furthest)
    }
    return nil
  }

  private func afterEqualLines(from start: Int, on diagonal: Int) -> Int {
    var position = start
    while position < old.count, position - diagonal < new.count,
      position >= 0, position - diagonal >= 0, old[position] == new[position - diagonal]
    {
      position += 1
    }
    return position
  }

  /// The way back from the end, turned around.
  private func path(through steps: [Furthest]) -> [LineChange] {
    var edits: [LineChange] = []
    var diagonal = old.count - new.count
    for step in steps.reversed() {
      let (position, isRemoval) = step.entry(to: diagonal)
      let line = position - diagonal
      if isRemoval {
        edits.append(LineChange(removed: (position - 1)..<position, added: line..<line))
        diagonal -= 1
      } else {
        edits.append(LineChange(removed: position..<position, added: (line - 1)..<line))
        diagonal += 1
      }
    }
    return edits.reversed()
  }
}

/// The furthest positions after a number of edits, by diagonal.
private struct Furthest {
  private let editCount: Int
  private var positions: [Int]

  init(editCount: Int) {
    self.editCount = editCount
    positions = Array(repeating: -1, count: 2 * editCount + 1)
  }

  subscript(diagonal: Int) -> Int {
    get {
      let index = diagonal + editCount
      return positions.indices.contains(index) ? positions[index] : -1
    }
    set { positions[diagonal + editCount] = newValue }
  }

  /// Where one more edit enters a diagonal: by removing a line, from the diagonal below, or by
  /// adding one, from the diagonal above; whichever leads further.
  func entry(to diagonal: Int) -> (position: Int, isRemoval: Bool) {
    let removal = self[diagonal - 1] < 0 ? -1 : self[diagonal - 1] + 1
    let addition = self[diagonal + 1]
    return removal > addition ? (removal, true) : (addition, false)
  }
}
