/// Findings for programs, as one JSON object.
///
/// `version` changes when a member changes its meaning or goes away; new members may come at any
/// time. Members without a value are there and `null`. Lines and columns count from 1, columns in
/// Unicode scalars; `end` is the first place that is no longer part; bytes count from 0.
func renderJSON(
  _ findings: [Finding], in sources: inout OpenSources, summary: Summary
) -> String {
  jsonObject { root in
    root.field("version", 1)
    root.field("tool", "tenantpolicy")
    write(findings, in: &sources, to: &root)
    root.object("summary") {
      $0.field("errors", summary.errorCount)
      $0.field("warnings", summary.warningCount)
      $0.field("notes", summary.noteCount)
      $0.field("waived", summary.waivedCount)
      $0.field("files", summary.fileCount)
    }
  } + "\n"
}

extension JSONObject {
  /// Adds the findings to the object of a command, in the form of `--format json`.
  package mutating func findings(_ findings: [Finding], in sources: SourceMap) {
    var open = OpenSources(sources)
    write(findings, in: &open, to: &self)
  }
}

private func write(
  _ findings: [Finding], in sources: inout OpenSources, to object: inout JSONObject
) {
  object.array("findings") { array in
    for finding in findings {
      array.object { write(finding, in: &sources, to: &$0) }
    }
  }
}

private func write(
  _ finding: Finding, in sources: inout OpenSources, to object: inout JSONObject
) {
  object.field("code", finding.rule.code)
  object.field("name", finding.rule.name)
  object.field("severity", finding.severity.rawValue)
  object.field("message", finding.message)
  write(finding.span.map { sources.place(of: $0) }, to: &object)
  object.field("label", finding.label)
  object.array("others") { array in
    for other in finding.others {
      array.object {
        write(sources.place(of: other.span), to: &$0)
        $0.field("label", other.label)
      }
    }
  }
  object.array("notes") { array in finding.notes.forEach { array.element($0) } }
  object.field("help", finding.help)
  write(finding.fix, in: &sources, to: &object)
  write(finding.acceptance, to: &object)
  object.field("explain", finding.explainCommand)
}

private func write(_ acceptance: Finding.Acceptance?, to object: inout JSONObject) {
  guard let acceptance else { return object.field("waiver", String?.none) }
  object.object("waiver") {
    $0.field("id", acceptance.waiver)
    $0.field("owner", acceptance.owner)
    $0.field("reason", acceptance.reason)
    $0.field("until", acceptance.until)
  }
}

private func write(_ place: Place?, to object: inout JSONObject) {
  object.field("file", place?.path)
  object.field("line", place?.text?.start.line)
  object.field("column", place?.text?.start.column)
  object.field("endLine", place?.text?.end.line)
  object.field("endColumn", place?.text?.end.column)
  object.field("startByte", place?.span.start)
  object.field("endByte", place?.span.end)
}

private func write(
  _ fix: Finding.Fix?, in sources: inout OpenSources, to object: inout JSONObject
) {
  guard let fix else { return object.field("fix", String?.none) }
  object.object("fix") {
    write(sources.place(of: fix.span), to: &$0)
    $0.field("replacement", fix.replacement)
  }
}
