/// A GitHub workflow command a finding, which GitHub shows beside the lines of a pull request.
///
/// Nothing else is written, and no text of a source can begin a line or a command.
func renderGitHub(_ findings: [Finding], in sources: inout OpenSources) -> String {
  var output = ""
  for finding in findings {
    let properties = properties(of: finding, in: &sources)
      .map { "\($0.name)=\(escapedProperty($0.value))" }
      .joined(separator: ",")
    let message = detailLines(of: finding, in: &sources).map(escapedData).joined(separator: "%0A")
    output += "::\(command(of: finding.severity)) \(properties)::\(message)\n"
  }
  return output
}

private func command(of severity: Severity) -> String {
  switch severity {
  case .error: "error"
  case .warning: "warning"
  case .note: "notice"
  }
}

/// The message, then what the human form shows below its excerpt.
func detailLines(of finding: Finding, in sources: inout OpenSources) -> [String] {
  var lines = [finding.message]
  if !finding.label.isEmpty { lines[0] += ": " + finding.label }
  for other in finding.others {
    let label = other.label.isEmpty ? "also" : other.label
    lines.append("\(label): \(sources.place(of: other.span).shown)")
  }
  lines += finding.allNotes.map { "note: " + $0 }
  if let help = finding.help { lines.append("help: " + help) }
  lines.append("see: " + finding.explainCommand)
  return lines
}

private func properties(
  of finding: Finding, in sources: inout OpenSources
) -> [(name: String, value: String)] {
  let title = ("title", "\(finding.rule.code) \(finding.rule.name)")
  guard let place = finding.span.map({ sources.place(of: $0) }) else { return [title] }
  let file = ("file", place.path)
  guard let text = place.text else { return [file, title] }
  let lines = [("line", text.start.line), ("endLine", text.end.line)]
  let columns = [("col", text.start.column), ("endColumn", text.end.column)]
  // GitHub takes columns only for what begins and ends on one line.
  let numbers = text.start.line == text.end.line ? lines + columns : lines
  return [file] + numbers.map { ($0.0, String($0.1)) } + [title]
}

private func escapedData(_ text: String) -> String {
  percentEscaped(escaped(text), ["%"])
}

private func escapedProperty(_ text: String) -> String {
  percentEscaped(escaped(text), ["%", ":", ","])
}

/// GitHub's own escapes; line breaks need none here, since escaped text has none.
private func percentEscaped(_ text: String, _ special: Set<Unicode.Scalar>) -> String {
  var output = ""
  for scalar in text.unicodeScalars {
    if special.contains(scalar) {
      output += "%" + String(scalar.value, radix: 16, uppercase: true)
    } else {
      output.unicodeScalars.append(scalar)
    }
  }
  return output
}
