import PolicyDiagnostics

/// The difference between two texts as `patch` reads it; empty for equal texts.
///
/// - Parameter path: stands in the header, with what cannot be shown escaped.
package func unifiedDiff(from old: [UInt8], to new: [UInt8], path: String) -> String {
  let (old, new) = (lines(of: old), lines(of: new))
  let hunks = Hunk.grouped(lineChanges(from: old, to: new))
  guard !hunks.isEmpty else { return "" }
  let name = escaped(path)
  return hunks.reduce(into: "--- \(name)\n+++ \(name)\n") { text, hunk in
    text += hunk.text(from: old, to: new)
  }
}

/// How many unchanged lines are shown around a change.
private let contextLines = 3

/// The lines of a text with their line breaks.
private func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
  var lines: [ArraySlice<UInt8>] = []
  var rest = bytes[...]
  while !rest.isEmpty {
    let end = rest.firstIndex(of: 0x0A).map { $0 + 1 } ?? rest.endIndex
    lines.append(rest[..<end])
    rest = rest[end...]
  }
  return lines
}

/// Changes that are near enough to each other to be shown together.
private struct Hunk {
  private var changes: [LineChange]

  static func grouped(_ changes: [LineChange]) -> [Hunk] {
    changes.reduce(into: []) { hunks, change in
      if let last = hunks.last?.changes.last,
        change.removed.lowerBound - last.removed.upperBound <= 2 * contextLines
      {
        hunks[hunks.count - 1].changes.append(change)
      } else {
        hunks.append(Hunk(changes: [change]))
      }
    }
  }

  func text(from old: [ArraySlice<UInt8>], to new: [ArraySlice<UInt8>]) -> String {
    guard let first = changes.first, let last = changes.last else { return "" }
    let before = min(contextLines, first.removed.lowerBound)
    let after = min(contextLines, old.count - last.removed.upperBound)
    let oldRange = (first.removed.lowerBound - before)..<(last.removed.upperBound + after)
    let newRange = (first.added.lowerBound - before)..<(last.added.upperBound + after)
    var text = "@@ -\(place(oldRange)) +\(place(newRange)) @@\n"
    var shown = oldRange.lowerBound
    for change in changes {
      append(old[shown..<change.removed.lowerBound], " ", to: &text)
      append(old[change.removed], "-", to: &text)
      append(new[change.added], "+", to: &text)
      shown = change.removed.upperBound
    }
    append(old[shown..<oldRange.upperBound], " ", to: &text)
    return text
  }

  /// The first line, from 1, and how many; of no lines, the line before them.
  private func place(_ range: Range<Int>) -> String {
    "\(range.isEmpty ? range.lowerBound : range.lowerBound + 1),\(range.count)"
  }

  private func append(
    _ lines: ArraySlice<ArraySlice<UInt8>>, _ mark: String, to text: inout String
  ) {
    for line in lines {
      text += mark + String(decoding: line, as: UTF8.self)
      if line.last != 0x0A { text += "\n\\ No newline at end of file\n" }
    }
  }
}
