import PolicyDiagnostics
import PolicyImport
import PolicySyntax

/// A file of another tool, imported: what is written, and what is found.
struct ImportedText {
  let text: String
  let isRefused: Bool
  /// The findings as `line: CODE`, in order.
  let found: [String]
  let findings: [Finding]

  init(
    _ text: String, as format: ImportFormat, named file: String? = nil,
    _ settings: ImportSettings = ImportSettings(name: "test", deployRegion: "eu-central-1")
  ) {
    let bytes = Array(text.utf8)
    var findings = Findings()
    var result = ImportedDocuments.refused(findings)
    let name = file ?? "test" + (format.fileEndings.first { $0.hasSuffix(".yaml") } ?? ".yaml")
    if let workflow = WorkflowSource(bytes, SourceID(0), file: name, into: &findings) {
      result = format.read(workflow, settings)
    }
    findings.append(result.findings)
    self.text = result.documents.text
    isRefused = result.isRefused
    self.findings = findings.sorted()
    let lines = LineIndex(bytes)
    found = findings.sorted().map { finding in
      let line = finding.span.map { lines.place(of: Int($0.start)).line } ?? 0
      return "\(line): \(finding.rule.code)"
    }
  }

  /// The lines without the places that they came from.
  var lines: [String] {
    text.split(separator: "\n").filter { $0.first { $0 != " " } != "#" }.map { line in
      let end = line.firstRange(of: "  # ")?.lowerBound ?? line.endIndex
      return String(line[..<end])
    }
  }

  /// What stands in a mapping below a line, by the depth of that line.
  func entries(below line: String) -> [String] {
    guard let start = lines.firstIndex(of: line) else { return [] }
    let depth = line.prefix { $0 == " " }.count
    return lines[(start + 1)...].prefix { $0.prefix { $0 == " " }.count > depth }
      .map { String($0.drop { $0 == " " }) }
  }

  /// The endpoints that a route tries, in order.
  func candidates(of route: String) -> [String] {
    guard let start = lines.firstIndex(of: "route: \(route)") else { return [] }
    return lines[(start + 1)...].prefix { $0 != "on_unavailable: fail" }.compactMap { line in
      line.contains("{ use: ")
        ? String(line.dropFirst("  - { use: ".count).prefix { $0 != " " && $0 != "," }) : nil
    }
  }
}
