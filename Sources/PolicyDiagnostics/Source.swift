/// Which file (or other text) of a run: its position in the run's sorted list of paths, from 0.
package struct SourceID: Hashable, Comparable, Sendable {
  package let index: UInt32

  package init(_ index: Int) {
    self.index = UInt32(truncatingIfNeeded: index)
  }

  package static func < (left: SourceID, right: SourceID) -> Bool {
    left.index < right.index
  }
}

/// A half-open range of bytes in one source; offsets are in bytes from its beginning.
package struct SourceSpan: Hashable, Comparable, Sendable {
  package let source: SourceID
  package let start: UInt32
  package let end: UInt32

  package init(_ source: SourceID, from start: UInt32, to end: UInt32) {
    self.source = source
    self.start = start
    self.end = end
  }

  package static func < (left: SourceSpan, right: SourceSpan) -> Bool {
    (left.source, left.start, left.end) < (right.source, right.start, right.end)
  }
}

/// A place as people write it: lines and columns count from 1, columns in Unicode scalars.
package struct LineAndColumn: Hashable, Sendable {
  package let line: Int
  package let column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

/// Why a source cannot be read, in the words of the operating system or of a limit.
package struct SourceError: Error, Hashable, Sendable {
  /// Lower case, no path, no full stop: `permission denied`.
  package let reason: String

  package init(_ reason: String) {
    self.reason = reason
  }
}

/// The sources of one run, by id: their paths, and their bytes when they are asked for.
///
/// Bytes are fetched on demand, once to check a source and again when a finding shows a line of it,
/// so that a run holds no more than the files it is working on.
package struct SourceMap: Sendable {
  /// One source of a run.
  package struct Entry: Hashable, Sendable {
    /// The path that people see and can open: as it was given, or found below what was given.
    package let path: String
    /// The path that goes into a bundle: relative to the folder that was given, so that the bundle
    /// does not depend on where that folder lies. Unique in a run.
    package let name: String

    package init(path: String, name: String) {
      self.path = path
      self.name = name
    }
  }

  /// The entries by id, sorted by the bytes of their names.
  package let entries: [Entry]
  private let load: @Sendable (Entry) -> Result<[UInt8], SourceError>

  /// Sources that `load` reads. The order of `entries` does not matter: ids follow the names.
  package init(
    _ entries: [Entry], load: @escaping @Sendable (Entry) -> Result<[UInt8], SourceError>
  ) {
    self.entries = entries.sorted { $0.name.precedesInBytes($1.name) }
    self.load = load
  }

  /// Sources held in memory, such as standard input and the samples of tests.
  package init(texts: [String: String]) {
    self.init(texts.keys.map { Entry(path: $0, name: $0) }) { entry in
      guard let text = texts[entry.name] else { return .failure(SourceError("no such source")) }
      return .success(Array(text.utf8))
    }
  }

  package var count: Int { entries.count }

  package func path(of source: SourceID) -> String {
    entry(source)?.path ?? "(unknown source)"
  }

  package func bytes(of source: SourceID) -> Result<[UInt8], SourceError> {
    guard let entry = entry(source) else { return .failure(SourceError("no such source")) }
    return load(entry)
  }

  /// The bytes of a line, without the spaces before its text; `nil` where it cannot be read.
  package func span(ofLine line: Int, of source: SourceID) -> SourceSpan? {
    guard line > 0, case .success(let bytes) = bytes(of: source) else { return nil }
    let range = LineIndex(bytes).textRange(ofLine: line)
    let text = range.drop { bytes[$0] == UInt8(ascii: " ") }
    return SourceSpan(
      source, from: UInt32(text.startIndex), to: UInt32(range.upperBound))
  }

  private func entry(_ source: SourceID) -> Entry? {
    Int(source.index) < entries.count ? entries[Int(source.index)] : nil
  }
}
