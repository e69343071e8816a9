/// The forms in which findings are shown.
package enum OutputFormat: String, CaseIterable, Sendable {
  /// For people: the lines at fault with carets below what is wrong.
  case human
  /// A line a finding, as editors and `grep` read them.
  case plain
  case json
  /// SARIF 2.1.0, for code scanning.
  case sarif
  /// Workflow commands that GitHub shows beside the changed lines.
  case github
  /// Code Quality of GitLab, which merge requests show.
  case gitlab
  /// The report of a test run, as build servers read it.
  case junit
  /// A comment on a pull request.
  case markdown
}

/// How the human form looks; the other forms are the same everywhere.
package struct RenderStyle: Hashable, Sendable {
  /// Whether to write ANSI colour sequences.
  package let colour: Bool
  /// Columns of the terminal; lines of sources are cut to fit. Used from 40 to 1000.
  package let width: Int

  package init(colour: Bool = false, width: Int = 100) {
    self.colour = colour
    self.width = min(max(width, 40), 1000)
  }
}

/// The findings, in the order given, as text that ends with a line break (or is empty).
///
/// Sources are read again, once for each run of findings in the same source; one that has changed
/// or vanished since it was checked is shown without an excerpt.
///
/// - Parameter fileCount: how many files were checked, for the summary.
package func render(
  _ findings: [Finding], in sources: SourceMap, as format: OutputFormat,
  style: RenderStyle = RenderStyle(), fileCount: Int
) -> String {
  var open = OpenSources(sources)
  let summary = Summary(findings, fileCount: fileCount)
  switch format {
  case .human: return renderHuman(findings, in: &open, style: style, summary: summary)
  case .plain: return renderPlain(findings, in: &open, summary: summary)
  case .json: return renderJSON(findings, in: &open, summary: summary)
  case .sarif: return renderSARIF(findings, in: &open)
  case .github: return renderGitHub(findings, in: &open)
  case .gitlab: return renderGitLab(findings, in: &open)
  case .junit: return renderJUnit(findings, in: &open)
  case .markdown: return renderMarkdown(findings, in: &open, summary: summary)
  }
}

/// What the findings of a run add up to.
package struct Summary: Hashable, Sendable {
  package let errorCount: Int
  package let warningCount: Int
  /// What somebody accepted, and what else is only said.
  package let waivedCount: Int
  package let noteCount: Int
  package let fileCount: Int

  package init(_ findings: [Finding], fileCount: Int) {
    errorCount = findings.count { $0.severity == .error }
    warningCount = findings.count { $0.severity == .warning }
    waivedCount = findings.count { $0.acceptance != nil }
    noteCount = findings.count - errorCount - warningCount - waivedCount
    self.fileCount = fileCount
  }

  /// Such as `2 errors, 1 warning in 14 files`.
  package var text: String {
    let counts = [
      (errorCount, counted(errorCount, "error")), (warningCount, counted(warningCount, "warning")),
      (noteCount, counted(noteCount, "note")), (waivedCount, "\(waivedCount) waived"),
    ].filter { $0.0 > 0 }.map(\.1)
    return (counts.isEmpty ? "no findings" : counts.joined(separator: ", ")) + " in "
      + counted(fileCount, "file")
  }
}

extension Finding {
  /// Such as `error[TP0217]`.
  var heading: String { "\(acceptance == nil ? severity.rawValue : "waived")[\(rule.code)]" }

  /// The notes, and by whom it was accepted.
  var allNotes: [String] {
    notes
      + (acceptance.map {
        ["waived by `\($0.waiver)` of \($0.owner) until \($0.until): \($0.reason)"]
      } ?? [])
  }

  /// What tells more about the rule, as a command to type.
  var explainCommand: String { "tenantpolicy explain \(rule.code)" }
}
