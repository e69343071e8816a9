/// Lays out text for a terminal of some width.
struct TextLayout {
  /// In columns.
  let width: Int

  /// Words in lines, each after `indent` spaces; ends with a line break.
  func filled(_ text: String, indent: Int = 0) -> String {
    var lines = ""
    var line = ""
    for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      if !line.isEmpty && indent + line.count + 1 + word.count > width {
        lines += String(repeating: " ", count: indent) + line + "\n"
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return lines + String(repeating: " ", count: indent) + line + "\n"
  }

  /// Terms on the left, what they mean on the right.
  func table(_ rows: [(term: String, text: String)]) -> String {
    let column = min((rows.map(\.term.count).max() ?? 0) + 4, 26)
    return rows.map { row in
      let start = "  " + row.term
      let text = filled(row.text, indent: column)
      guard start.count + 2 <= column else { return start + "\n" + text }
      return start + text.dropFirst(start.count)
    }.joined()
  }
}
