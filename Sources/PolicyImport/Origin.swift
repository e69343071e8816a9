package import PolicyDiagnostics
package import PolicySyntax

/// Where a line of an imported document came from.
package struct Origin: Hashable, Sendable, ExpressibleByStringLiteral {
  /// What stands beside the line: `machine.asl.json:12`.
  package let text: String
  /// The place in the original file, where it is known.
  package let place: Place?

  /// A place as a node of a tree has it.
  package struct Place: Hashable, Sendable {
    package let start: UInt32
    package let end: UInt32
    /// From 1.
    package let line: UInt32
    /// In bytes, from 0.
    package let column: UInt32
  }

  package init(_ text: String) {
    self.text = text
    place = nil
  }

  package init(stringLiteral text: String) { self.init(text) }

  /// - Parameter file: The name of the file, as the line is to show it.
  package init(_ node: Node, of file: String) {
    let record = node.record
    text = "\(file):\(record.line)"
    place = Place(
      start: record.start, end: record.end, line: record.line, column: record.column)
  }
}

extension PolicyText {
  /// The documents, each value at the place that it came from: findings then show the original file.
  ///
  /// - Parameters:
  ///   - source: The file that the places are in.
  ///   - place: Where lines without a place of their own are shown, and those before the first.
  package func trees(
    in source: SourceID, otherwise place: Origin.Place, into findings: inout Findings
  ) -> [Tree] {
    let places = filledPlaces(otherwise: place)
    return parseTrees(of: Array(text.utf8), source: source, into: &findings).map { tree in
      Tree(
        source: source,
        nodes: tree.nodes.map { record in
          var record = record
          let line = min(max(Int(record.line), 1), places.count) - 1
          let place = places.isEmpty ? place : places[line]
          (record.start, record.end) = (place.start, place.end)
          (record.line, record.column) = (place.line, place.column)
          return record
        }, text: tree.text)
    }
  }

  private func filledPlaces(otherwise place: Origin.Place) -> [Origin.Place] {
    var last = place
    return origins.map { origin in
      last = origin?.place ?? last
      return last
    }
  }
}
