/// A line a finding, `path:line:column: error[TP0203]: message (help: ...)`, then a summary.
func renderPlain(
  _ findings: [Finding], in sources: inout OpenSources, summary: Summary
) -> String {
  var output = ""
  for finding in findings {
    let place = finding.span.map { sources.place(of: $0).shown } ?? "tenantpolicy"
    output += "\(place): \(finding.heading): \(escaped(finding.message))"
    if let help = finding.help { output += " (help: \(escaped(help)))" }
    output += "\n"
  }
  return output + summary.text + "\n"
}
