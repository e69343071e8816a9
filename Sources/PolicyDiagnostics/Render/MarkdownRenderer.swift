/// Findings as a comment on a pull request: errors first, then warnings, as many as fit.
func renderMarkdown(
  _ findings: [Finding], in sources: inout OpenSources, summary: Summary
) -> String {
  let ordered =
    findings.filter { $0.severity == .error } + findings.filter { $0.severity != .error }
  var text = MarkdownText(title: "tenantpolicy: \(summary.text)")
  for finding in ordered {
    let place = finding.span.map { " at `\(sources.place(of: $0).shown)`" } ?? ""
    let lines = detailLines(of: finding, in: &sources)
    let item =
      "- **\(finding.heading)**\(markdown(short(place))): \(markdown(short(lines[0])))\n"
      + lines.dropFirst().map { "  - \(markdown(short($0)))\n" }.joined()
    guard text.append(item) else { break }
  }
  return text.finished(of: ordered.count, "finding")
}

/// No line is so long that others do not fit beside it.
private func short(_ text: String) -> String {
  let most = 500
  guard text.unicodeScalars.count > most else { return text }
  return String(text.unicodeScalars.prefix(most)) + "..."
}

/// Text of which as much is kept as a comment may have, and which says what was left out.
package struct MarkdownText: Sendable {
  /// GitHub refuses longer comments, in characters; bytes are never fewer.
  package static let most = 65_536
  private static let reserve = 200

  private var text: String
  private var count = 0

  package init(title: String) {
    text = "### \(markdown(title))\n\n"
  }

  /// Adds an item; `false` where it would not fit any more.
  package mutating func append(_ item: String) -> Bool {
    guard text.utf8.count + item.utf8.count <= Self.most - Self.reserve else { return false }
    text += item
    count += 1
    return true
  }

  package func finished(of total: Int, _ noun: String) -> String {
    guard count < total else { return text }
    return text + "\n\(counted(total - count, "more \(noun)")) did not fit here\n"
  }
}

/// Text for people, with what stands between backticks as code, as Markdown that says nothing else: what
/// a source holds makes no link, no mark-up, and mentions nobody.
package func markdown(_ text: String) -> String {
  var output = ""
  var isCode = false
  for scalar in escaped(text).unicodeScalars {
    switch scalar {
    case "`":
      output += isCode ? "</code>" : "<code>"
      isCode.toggle()
    case "@" where !isCode: output += "&#64;<!-- -->"
    case "a"..."z", "A"..."Z", "0"..."9", " ", ",", ".", ";", "/", "(", ")", "'":
      output.unicodeScalars.append(scalar)
    case _ where scalar.isASCII: output += "&#\(scalar.value);"
    default: output.unicodeScalars.append(scalar)
    }
  }
  return isCode ? output + "</code>" : output
}
