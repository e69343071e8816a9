import PolicyDiagnostics
import PolicySyntax

/// Every slip in a file: at each key, name and value of each document.
package func mutants(of text: [UInt8], at path: String) -> [Mutant] {
  var findings = Findings()
  let trees = parseTrees(of: text, source: SourceID(0), into: &findings)
  return trees.enumerated().flatMap { document, tree in
    var list = MutantList(text: text, path: path, document: document)
    list.visit(tree.root, Position(keys: [], declaration: nil))
    return list.mutants
  }
}

/// Where in a document a node stands.
private struct Position {
  let keys: [String]
  /// The entry or element of a section that the node is or is in; `nil` above such.
  let declaration: Range<Int>?

  func entry(_ key: String, _ range: Range<Int>) -> Position {
    Position(keys: keys + [key], declaration: keys.isEmpty ? nil : declaration ?? range)
  }

  func element(_ range: Range<Int>) -> Position {
    Position(keys: keys, declaration: declaration ?? range)
  }
}

private struct MutantList {
  let text: [UInt8]
  let path: String
  let document: Int
  private(set) var mutants: [Mutant] = []

  init(text: [UInt8], path: String, document: Int) {
    self.text = text
    self.path = path
    self.document = document
  }

  mutating func visit(_ node: Node, _ position: Position) {
    switch node.kind {
    case .mapping: visitEntries(of: node, position)
    case .sequence: visitElements(of: node, position)
    case .scalar: misspell(node, position)
    }
  }

  // MARK: Entries

  private mutating func visitEntries(of mapping: Node, _ position: Position) {
    let entries = mapping.entries
    for (index, entry) in entries.enumerated() {
      let range = entry.key.range.lowerBound..<entry.value.range.upperBound
      let place = position.entry(entry.key.text, range)
      let span = Siblings(
        ranges: entries.map { $0.key.range.lowerBound..<$0.value.range.upperBound }, index: index,
        isFlow: mapping.record.isFlow, hasDashes: false, text: text)
      add(.dropped, [Mutant.Edit(span.whole, [])], [change(place, isGone: true)])
      add(.emptied, [Mutant.Edit(entry.value.range, [])], [change(place)])
      add(.duplicated, [span.duplication], [change(place)])
      misspell(key: entry.key, place)
      visit(entry.value, place)
      if index + 1 < entries.count { swap(entry, entries[index + 1], position) }
    }
  }

  private mutating func misspell(key: Node, _ place: Position) {
    for spelling in misspellings(of: text[key.range]) {
      let keys = Array(place.keys.dropLast()) + [String(decoding: spelling, as: UTF8.self)]
      let edits = [Mutant.Edit(key.range, spelling)]
      add(.misspelt, edits, [change(Position(keys: keys, declaration: place.declaration), edits)])
    }
  }

  /// The keys of two neighbours exchanged, and the two entries as a whole.
  private mutating func swap(
    _ left: (key: Node, value: Node), _ right: (key: Node, value: Node), _ position: Position
  ) {
    let places = [(left.key, left.value, right.key), (right.key, right.value, left.key)].map {
      own, value, other in
      position.entry(other.text, own.range.lowerBound..<value.range.upperBound)
    }
    let keys = exchange(left.key.range, right.key.range)
    add(.swapped, keys, places.map { change($0, keys) })
    let leftRange = left.key.range.lowerBound..<left.value.range.upperBound
    let rightRange = right.key.range.lowerBound..<right.value.range.upperBound
    let entries = exchange(leftRange, rightRange)
    let order = [(right.key, leftRange), (left.key, rightRange)].map { key, range in
      change(position.entry(key.text, range), entries)
    }
    add(.swapped, entries, order)
  }

  // MARK: Elements

  private mutating func visitElements(of sequence: Node, _ position: Position) {
    let elements = sequence.elements
    for (index, element) in elements.enumerated() {
      let place = position.element(element.range)
      let span = Siblings(
        ranges: elements.map(\.range), index: index, isFlow: sequence.record.isFlow,
        hasDashes: true, text: text)
      add(.dropped, [Mutant.Edit(span.whole, [])], [change(place)])
      add(.duplicated, [span.duplication], [change(place)])
      visit(element, place)
      if index + 1 < elements.count {
        let next = elements[index + 1].range
        let edits = exchange(element.range, next)
        add(.swapped, edits, [change(place, edits), change(position.element(next), edits)])
      }
    }
  }

  private mutating func misspell(_ scalar: Node, _ position: Position) {
    for spelling in misspellings(of: text[scalar.range]) {
      let edits = [Mutant.Edit(scalar.range, spelling)]
      add(.misspelt, edits, [change(position, edits)])
    }
  }

  // MARK: Parts

  private func exchange(_ left: Range<Int>, _ right: Range<Int>) -> [Mutant.Edit] {
    [Mutant.Edit(left, text[right]), Mutant.Edit(right, text[left])]
  }

  private func change(
    _ position: Position, _ edits: [Mutant.Edit] = [], isGone: Bool = false
  ) -> Mutant.Change {
    let declaration = isGone ? [] : position.declaration.map { applying(edits, to: text, in: $0) }
    return Mutant.Change(
      document: document, keys: position.keys, isGone: isGone,
      declaration: String(decoding: declaration ?? [], as: UTF8.self))
  }

  private mutating func add(
    _ slip: Mutant.Slip, _ edits: [Mutant.Edit], _ changes: [Mutant.Change]
  ) {
    mutants.append(Mutant(slip, in: path, edits, changes))
  }
}

/// One entry or element among those of its collection, with what separates it from the others.
private struct Siblings {
  let ranges: [Range<Int>]
  let index: Int
  let isFlow: Bool
  /// Whether the dash before it is its own.
  let hasDashes: Bool
  let text: [UInt8]

  /// What is to be taken away so that the others stand as if it had never been there.
  var whole: Range<Int> {
    let own = ranges[index]
    if !isFlow, let lines = ownLines { return lines }
    if index + 1 < ranges.count { return own.lowerBound..<ranges[index + 1].lowerBound }
    if index > 0 { return ranges[index - 1].upperBound..<own.upperBound }
    return own
  }

  /// The same once more behind it.
  var duplication: Mutant.Edit {
    let own = ranges[index]
    if !isFlow, let lines = ownLines {
      return Mutant.Edit(lines.upperBound..<lines.upperBound, text[lines])
    }
    return Mutant.Edit(own.upperBound..<own.upperBound, Array(", ".utf8) + text[own])
  }

  /// Its lines, with dash and comment, where it does not share them with others.
  private var ownLines: Range<Int>? {
    let own = ranges[index]
    let lineStart = text[..<own.lowerBound].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    guard text[lineStart..<own.lowerBound].allSatisfy({ $0 == 0x20 || hasDashes && $0 == 0x2D }),
      index == 0 || ranges[index - 1].upperBound <= lineStart
    else { return nil }
    let lineEnd = text[own.upperBound...].firstIndex(of: 0x0A).map { $0 + 1 } ?? text.count
    return lineStart..<lineEnd
  }
}

extension Node {
  /// Its bytes in the source.
  fileprivate var range: Range<Int> { Int(record.start)..<Int(record.end) }
}
