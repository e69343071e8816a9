import PolicyCheck
import PolicyDiagnostics
import PolicyImport
import PolicyModel
import PolicySyntax

/// Puts plans that are made from workflows in the place of the documents that name them.
func importPlans(
  _ contents: [SourceContents], in sources: SourceMap, into findings: inout Findings
) -> [SourceContents] {
  guard contents.contains(where: { $0.isWorkflow || $0.reading.hasPlansOfWorkflows }) else {
    return contents
  }
  var importing = Importing(contents, sources)
  let result = contents.map { importing.replaced($0) }
  importing.reportUnused()
  findings.append(importing.findings)
  return result
}

private struct Importing {
  private(set) var findings = Findings()
  private let workflows: [String: SourceID]
  private let sources: SourceMap
  private var used: Set<SourceID> = []

  init(_ contents: [SourceContents], _ sources: SourceMap) {
    self.sources = sources
    workflows = Dictionary(
      contents.filter(\.isWorkflow).map { ($0.name, $0.reading.source) },
      uniquingKeysWith: { first, _ in first })
  }

  mutating func replaced(_ contents: SourceContents) -> SourceContents {
    var contents = contents
    for index in contents.reading.documents.indices.reversed() {
      let document = contents.reading.documents[index]
      guard document.isPlanOfWorkflow else { continue }
      contents.reading.replace(index, with: documents(of: document, contents.name))
    }
    return contents
  }

  mutating func reportUnused() {
    for (_, source) in workflows.sorted(by: { $0.value < $1.value }) where !used.contains(source) {
      findings.raise(
        Finding(
          Rules.imports.unusedWorkflow, "no plan is made from this workflow",
          at: SourceSpan(source, from: 0, to: 0),
          help: "write `plan: { from: ... }`, or take the file out of the folder"))
    }
  }

  // MARK: One plan

  private mutating func documents(of document: Document, _ file: String) -> [Document] {
    var decoder = Decoder()
    defer { findings.append(decoder.findings) }
    guard let entry = document.root.entries.first else { return [] }
    for (key, _) in document.root.entries.dropFirst() {
      decoder.findings.raise(.besideWorkflow(key))
    }
    guard let keys = decoder.keys(of: entry.value, as: Shapes.importedPlan),
      let from = keys["from"],
      let name = decoder.scalar(from, expected: "the file of a workflow"),
      let (workflow, format) = workflow(name, from, file)
    else { return [] }
    let settings = settings(keys, name, file, &decoder)
    let imported = format.read(workflow, settings)
    findings.append(imported.findings)
    guard !imported.isRefused else { return [] }
    let place = Origin(workflow.root, of: name).place
    return place.map { documents(imported, workflow.root.tree.source, $0) } ?? []
  }

  private mutating func documents(
    _ imported: ImportedDocuments, _ source: SourceID, _ place: Origin.Place
  ) -> [Document] {
    imported.documents.trees(in: source, otherwise: place, into: &findings).compactMap { tree in
      let kind = tree.root.entries.first.flatMap { DocumentKind(firstKey: $0.key.text) }
      return kind.map { Document(kind: $0, root: tree.root, isImplied: true) }
    }
  }

  private mutating func workflow(
    _ name: String, _ node: Node, _ file: String
  ) -> (WorkflowSource, ImportFormat)? {
    let path = Importing.path(name, besides: file)
    guard let path, let source = workflows[path], let format = ImportFormat(fileName: path) else {
      findings.raise(.missingWorkflow(name, node, among: workflows.keys.sorted()))
      return nil
    }
    used.insert(source)
    guard case .success(let bytes) = sources.bytes(of: source) else { return nil }
    var found = Findings()
    let workflow = WorkflowSource(bytes, source, file: name, into: &found)
    findings.append(found)
    return workflow.map { ($0, format) }
  }

  private mutating func settings(
    _ keys: DecodedKeys, _ from: String, _ file: String, _ decoder: inout Decoder
  ) -> ImportSettings {
    let stem = from.split(separator: "/").last.map(String.init) ?? from
    var settings = ImportSettings(name: String(stem.prefix { $0 != "." }))
    settings.isInPlace = true
    if let node = keys["name"], let name = decoder.newName(node, of: .plan) {
      settings.name = name.value
    }
    settings.deployRegion = keys["deploy_region"].flatMap {
      decoder.scalar($0, expected: "the name of a region")
    }
    settings.retains = keys["retains"].flatMap { decoder.scalar($0, expected: "a duration") }
    if let data = keys["data"], data.kind == .sequence {
      settings.data = data.elements.map(\.text)
    } else if let data = keys["data"] {
      _ = decoder.word(data, of: ["any"])
    }
    if let bind = keys["bind"],
      let entries = decoder.entries(of: bind, expected: "a mapping from names to values")
    {
      let pairs = entries.map { ($0.key.text, $0.value.text) }
      settings.bindings = Bindings(
        Dictionary(pairs, uniquingKeysWith: { first, _ in first }),
        places: Dictionary(
          entries.map { ($0.key.text, $0.key.span) }, uniquingKeysWith: { first, _ in first }))
      settings.others = others(entries.map(\.value), file)
    }
    return settings
  }

  /// Workflows that bindings name.
  private mutating func others(_ values: [Node], _ file: String) -> [String: WorkflowSource] {
    var others: [String: WorkflowSource] = [:]
    for value in values where ImportFormat(fileName: value.text) != nil {
      if let (workflow, _) = workflow(value.text, value, file) { others[value.text] = workflow }
    }
    return others
  }

  /// A path seen from the folder of a file; `nil` if it leads out of what is read.
  private static func path(_ path: String, besides file: String) -> String? {
    guard !path.hasPrefix("/") else { return nil }
    var parts = file.split(separator: "/").dropLast().map(String.init)
    for part in path.split(separator: "/") where part != "." {
      if part != ".." {
        parts.append(String(part))
      } else if parts.popLast() == nil {
        return nil
      }
    }
    return parts.joined(separator: "/")
  }
}

extension SourceReading {
  fileprivate var hasPlansOfWorkflows: Bool { documents.contains(where: \.isPlanOfWorkflow) }
}

extension Document {
  fileprivate var isPlanOfWorkflow: Bool {
    kind == .plan && root.entries.first?.value.kind == .mapping
  }
}

extension Finding {
  fileprivate static func besideWorkflow(_ key: Node) -> Finding {
    Finding(
      Rules.shape.unknownKey, "a plan from a workflow has no `\(key.text)` of its own",
      at: key.span, help: "the workflow says it: take the key out")
  }

  fileprivate static func missingWorkflow(
    _ name: String, _ node: Node, among names: [String]
  ) -> Finding {
    let endings = ImportFormat.allCases.flatMap(\.fileEndings)
    return Finding(
      Rules.imports.missingWorkflow, "there is no workflow `\(name)` among the files that are read",
      at: node.span,
      help: nearestName(to: name, among: names).map { "did you mean `\($0)`?" }
        ?? "its name ends in \(list(of: endings)), and is seen from the file of the plan")
  }
}
