/// Findings for people: each with its line, carets, the other places, notes and help, then a
/// summary.
func renderHuman(
  _ findings: [Finding], in sources: inout OpenSources, style: RenderStyle, summary: Summary
) -> String {
  var renderer = HumanRenderer(style: style)
  for finding in findings {
    renderer.show(finding, in: &sources)
  }
  return renderer.output + summary.text + "\n"
}

private struct HumanRenderer {
  let style: RenderStyle
  private(set) var output = ""
  /// Columns of the line numbers of the finding being shown.
  private var gutter = 2

  init(style: RenderStyle) {
    self.style = style
  }

  mutating func show(_ finding: Finding, in sources: inout OpenSources) {
    let place = finding.span.map { sources.place(of: $0) }
    gutter = max(2, place?.text.map { String($0.start.line).utf8.count } ?? 0)
    showHeader(of: finding)
    if let place { show(place, label: finding.label, severity: finding.severity) }
    for other in finding.others {
      show(sources.place(of: other.span), other: other.label)
    }
    finding.allNotes.forEach { showRemark("note", $0) }
    if let help = finding.help { showRemark("help", help) }
    showRemark("see", finding.explainCommand)
    output += "\n"
  }

  private mutating func showHeader(of finding: Finding) {
    output += painted(finding.heading, colour(of: finding.severity))
    output += painted(": " + escaped(finding.message), .bold) + "\n"
  }

  private mutating func show(_ place: Place, label: String, severity: Severity) {
    output += "  " + place.shown + "\n"
    guard let text = place.text else { return }
    let excerpt = Excerpt(of: text, width: style.width - gutter - 3)
    showBar("")
    let number = String(text.start.line)
    let padding = String(repeating: " ", count: gutter - number.utf8.count)
    output += painted(padding + number + " |", .gutter) + lineEnd(excerpt.text)
    showBar(carets(of: excerpt, text, label: label, colour(of: severity)))
  }

  private mutating func show(_ place: Place, other label: String) {
    let margin = String(repeating: " ", count: gutter + 1)
    let heading = label.isEmpty ? "" : escaped(label) + ": "
    output += painted(margin + "+---", .gutter) + " " + heading + place.shown + "\n"
    guard let text = place.text else { return }
    let number = "\(text.start.line) |"
    let excerpt = Excerpt(of: text, width: style.width - gutter - 4 - number.utf8.count)
    output += painted(margin + "| " + number, .gutter) + lineEnd(excerpt.text)
    let inner = String(repeating: " ", count: number.utf8.count + 1)
    showBar(inner + carets(of: excerpt, text, label: "", .gutter))
  }

  private mutating func showBar(_ text: String) {
    output += painted(String(repeating: " ", count: gutter + 1) + "|", .gutter) + lineEnd(text)
  }

  private mutating func showRemark(_ name: String, _ text: String) {
    let margin = String(repeating: " ", count: gutter + 1)
    output += painted(margin + "=", .gutter) + " " + painted(name + ":", .bold)
    output += " " + escaped(text) + "\n"
  }

  private func carets(
    of excerpt: Excerpt, _ text: Place.Text, label: String, _ colour: Colour
  ) -> String {
    let extent = text.lineCount > 1 ? "(\(counted(text.lineCount, "line")))" : ""
    let marks = String(repeating: "^", count: excerpt.caretCount)
    let words = [marks, escaped(label), extent].filter { !$0.isEmpty }.joined(separator: " ")
    return String(repeating: " ", count: excerpt.indent) + painted(words, colour)
  }

  /// What follows a bar; a bar with nothing ends its line.
  private func lineEnd(_ text: String) -> String {
    text.isEmpty ? "\n" : " " + text + "\n"
  }
}

extension HumanRenderer {
  /// What a piece of text is, by its ANSI sequence.
  private enum Colour: String {
    case error = "1;31"
    case warning = "1;33"
    case note = "1;36"
    case gutter = "1;34"
    case bold = "1"
  }

  private func colour(of severity: Severity) -> Colour {
    switch severity {
    case .error: .error
    case .warning: .warning
    case .note: .note
    }
  }

  private func painted(_ text: String, _ colour: Colour) -> String {
    style.colour ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
  }
}
