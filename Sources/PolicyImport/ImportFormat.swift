package import PolicyDiagnostics
package import PolicySyntax

/// What can be imported. A new format is a case here, and a reader that `read` calls.
package enum ImportFormat: String, CaseIterable, Sendable {
  case asl
  case litellm
  case conductor
  case serverlessWorkflow = "serverless-workflow"

  /// Endings of the names of files that hold such a workflow. Files of policy folders that end so are read
  /// by the plans that name them, and not as policies.
  package var fileEndings: [String] {
    switch self {
    case .asl: [".asl.json", ".asl.yaml", ".asl.yml"]
    case .litellm: [".litellm.json", ".litellm.yaml", ".litellm.yml"]
    case .conductor: [".conductor.json", ".conductor.yaml", ".conductor.yml"]
    case .serverlessWorkflow: [".sw.json", ".sw.yaml", ".sw.yml"]
    }
  }

  /// The format that the name of a file says.
  package init?(fileName: String) {
    let name = fileName.lowercased()
    let found = ImportFormat.allCases.first { format in
      format.fileEndings.contains { name.hasSuffix($0) }
    }
    guard let found else { return nil }
    self = found
  }

  /// What messages and help call it.
  package var title: String {
    switch self {
    case .asl: "Amazon States Language"
    case .litellm: "LiteLLM"
    case .conductor: "Conductor"
    case .serverlessWorkflow: "Serverless Workflow"
    }
  }

  /// Reads a workflow. Whatever is wrong with it, the answer is findings with their places.
  package func read(_ workflow: WorkflowSource, _ settings: ImportSettings) -> ImportedDocuments {
    var imported =
      switch self {
      case .asl: importStatesLanguage(workflow, settings)
      case .litellm: importLiteLLM(workflow, settings)
      case .conductor: importConductor(workflow, settings)
      case .serverlessWorkflow: importServerlessWorkflow(workflow, settings)
      }
    imported.findings = imported.findings.readable
    return imported
  }
}

/// A workflow of another tool, parsed and not yet understood.
package struct WorkflowSource: Sendable {
  package let root: Node
  /// The file's name as comments show it.
  package let file: String

  package init(_ root: Node, file: String) {
    self.root = root
    self.file = file
  }

  package func origin(_ node: Node) -> Origin { Origin(node, of: file) }
}

extension WorkflowSource {
  /// Parses a file; `nil` after a finding.
  package init?(
    _ bytes: [UInt8], _ source: SourceID, file: String, into findings: inout Findings
  ) {
    let trees = parseTrees(
      of: bytes, source: source, notation: SourceNotation(fileName: file), holdsProse: true,
      into: &findings)
    guard let tree = trees.first, trees.count == 1 else {
      if findings.all.isEmpty {
        findings.raise(
          .importRefused(
            trees.isEmpty ? "it holds nothing" : "it holds more than one document",
            at: SourceSpan(source, from: 0, to: 0)))
      }
      return nil
    }
    self.init(tree.root, file: file)
  }
}

/// What is said of a workflow beside its text.
package struct ImportSettings: Sendable {
  /// The name of its plan.
  package var name: String
  /// Where it is deployed; `nil` where nobody says.
  package var deployRegion: String?
  package var bindings: Bindings
  /// Data classes that anything in it may have; `nil` for all there are.
  package var data: [String]?
  /// How long services that it stores with keep data, as it is written in policies; `nil` for ever.
  package var retains: String?
  /// Other workflows by the name that a binding gives them.
  package var others: [String: WorkflowSource]
  /// Whether it is for a plan that stands among policies: tenants are then theirs.
  package var isInPlace = false

  package init(
    name: String, deployRegion: String? = nil, bindings: Bindings = Bindings(),
    data: [String]? = nil, retains: String? = nil, others: [String: WorkflowSource] = [:]
  ) {
    self.name = name
    self.deployRegion = deployRegion
    self.bindings = bindings
    self.data = data
    self.retains = retains
    self.others = others
  }
}

/// What an importer made of a workflow.
package struct ImportedDocuments: Sendable {
  /// Documents of the language, in any order: their first keys say what they are. Tools, models and
  /// endpoints stand in a document `catalogue:`.
  package var documents = PolicyText()
  package var findings = Findings()
  /// Whether there is nothing, and a finding says why.
  package var isRefused = false

  package init() {}

  /// Nothing, for the reason that the findings say.
  package static func refused(_ findings: Findings) -> ImportedDocuments {
    var result = ImportedDocuments()
    (result.findings, result.isRefused) = (findings, true)
    return result
  }
}

/// Values of what a workflow leaves open, by the name that the workflow has for it.
///
/// A value is what the workflow would have said, or `tool:NAME` or `model:NAME` for something that the
/// platform declares itself.
package struct Bindings: Sendable {
  private var values: [String: String] = [:]
  private var places: [String: SourceSpan] = [:]
  private var used: Set<String> = []

  package init(_ values: [String: String] = [:], places: [String: SourceSpan] = [:]) {
    self.values = values
    self.places = places
  }

  package mutating func value(of name: String) -> String? {
    guard let value = values[name] else { return nil }
    used.insert(name)
    return value
  }

  /// A finding for each that nothing has asked for.
  package var unused: [Finding] {
    values.keys.filter { !used.contains($0) }.sorted().map { name in
      Finding(
        Rules.imports.unusedBinding, "the workflow leaves nothing open that is called `\(name)`",
        at: places[name], help: "take it out, or give it the name that the workflow has for it")
    }
  }
}
