/// The sources whose lines are being shown, and the places in them.
///
/// Holds the few that were used last: findings come sorted by source, and their other places are
/// mostly in the same few files, so each is read about once while memory stays bounded.
struct OpenSources {
  let sources: SourceMap
  /// Most recently used last.
  private var shelf: [(source: SourceID, lines: LineIndex?)] = []

  private static let shelfSize = 16

  init(_ sources: SourceMap) {
    self.sources = sources
  }

  mutating func place(of span: SourceSpan) -> Place {
    Place(span, path: sources.path(of: span.source), in: lines(of: span.source))
  }

  /// The lines of a source, or `nil` when it cannot be read (any more).
  private mutating func lines(of source: SourceID) -> LineIndex? {
    if let position = shelf.lastIndex(where: { $0.source == source }) {
      let book = shelf.remove(at: position)
      shelf.append(book)
      return book.lines
    }
    if shelf.count >= Self.shelfSize { shelf.removeFirst() }
    let lines = (try? sources.bytes(of: source).get()).map(LineIndex.init)
    shelf.append((source, lines))
    return lines
  }
}

/// A span as it is shown: where it is by path, line and column, and the text there if there is any.
struct Place {
  /// A span whose text can be read: the lines it is in, and where it begins and ends.
  struct Text {
    let lines: LineIndex
    /// Offsets in bytes, inside the source.
    let range: Range<Int>
    let start: LineAndColumn
    /// The place of the first byte that is no longer part.
    let end: LineAndColumn
  }

  let span: SourceSpan
  /// As in the source map: not escaped.
  let path: String
  /// `nil` when the source is gone, or has become so short that the span lies past its end.
  let text: Text?

  init(_ span: SourceSpan, path: String, in lines: LineIndex?) {
    self.span = span
    self.path = path
    self.text = lines.flatMap { Text(span, in: $0) }
  }

  /// Such as `policies/org.yaml:8:12`, escaped, and safe at the start of a line.
  var shown: String {
    let path = escapedAtLineStart(path)
    guard let start = text?.start else { return path }
    return "\(path):\(start.line):\(start.column)"
  }
}

extension Place.Text {
  init?(_ span: SourceSpan, in lines: LineIndex) {
    let (start, end) = (Int(span.start), Int(span.end))
    guard start <= lines.bytes.count else { return nil }
    self.lines = lines
    range = start..<min(max(start, end), lines.bytes.count)
    self.start = lines.place(of: range.lowerBound)
    self.end = lines.place(of: range.upperBound)
  }

  /// How many lines the span has a part in; one that ends with a line break ends before the next.
  var lineCount: Int {
    let last = end.column == 1 && end.line > start.line ? end.line - 1 : end.line
    return last - start.line + 1
  }
}
