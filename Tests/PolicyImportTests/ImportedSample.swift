import PolicyDiagnostics
import PolicyFormatter
import PolicyImport
import PolicySyntax
import Testing

/// A machine and what comes of it.
struct ImportedSample {
  let text: String
  let findings: [Finding]
  let isRefused: Bool

  init(
    _ machine: String, file: String = "m.asl.json", region: String? = "eu-central-1",
    bind: [String: String] = [:], others: [String: String] = [:]
  ) {
    var findings = Findings()
    var imported = ImportedDocuments.refused(findings)
    if let workflow = WorkflowSource(Array(machine.utf8), SourceID(0), file: file, into: &findings)
    {
      var settings = ImportSettings(name: "m", deployRegion: region, bindings: Bindings(bind))
      settings.others = others.compactMapValues { text in
        WorkflowSource(Array(text.utf8), SourceID(1), file: "other.asl.json", into: &findings)
      }
      imported = ImportFormat.asl.read(workflow, settings)
    }
    text = imported.documents.text
    isRefused = imported.isRefused
    self.findings = findings.all + imported.findings.all
  }

  var codes: [String] { findings.map(\.rule.code).sorted() }

  /// The lines without their comments and indentation.
  var lines: [String] {
    text.split(separator: "\n").map { line in
      let end = line.firstRange(of: "  # ")?.lowerBound ?? line.endIndex
      return String(line.prefix(upTo: end).drop { $0 == " " })
    }
  }

  func has(_ line: String) -> Bool { lines.contains(line) }
}

/// A machine of one task.
func machine(_ resource: String, _ parameters: String = "{}", _ more: String = "") -> String {
  """
  { "StartAt": "S", "States": { "S": { "Type": "Task", "Resource": "\(resource)",
    "Parameters": \(parameters), \(more) "End": true } } }
  """
}
