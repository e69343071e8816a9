import PolicyDiagnostics
import PolicyFormatter
import PolicyImport
import PolicySyntax

extension Command {
  static let importWorkflow = Command(
    "import",
    summary: "make policies of workflows and gateways of other tools",
    details: """
      Reads a workflow of another tool and writes the plan that it is and the catalogue of what it \
      calls, each line with the place that it came from. What the workflow leaves open until it runs is \
      UNKNOWN until a binding says it; what is not understood is a finding, and never left out. A \
      platform uses the catalogue with `use:`. With `--count`, workflows are verified instead, each for \
      one tenant whose data must stay in `--residency`, and counted by their verdicts.
      """,
    operands: [.importFormat, .workflowFile],
    options: [
      .documentFile, .deployRegion, .bind, .bindings, .planName, .dataClasses, .serviceRetention,
      .count, .residency, .findingsFormat, .threads, .now,
    ],
    example: "import asl machine.asl.json --deploy-region eu-central-1 -o machine.yaml",
    exits: [.doesNotCheck]
  ) { invocation throws(CommandError) in
    let format = try importFormat(invocation.arguments.value(of: .importFormat))
    if invocation.arguments.has(.count) { return try countWorkflows(format, invocation) }
    return try importFile(format, invocation)
  }
}

extension Operand {
  fileprivate static let importFormat = Operand(
    "FORMAT", .one,
    summary: listed(ImportFormat.allCases.map(\.rawValue), joiner: "or", quote: ""))

  static let workflowFile = Operand(
    "FILE", .one, summary: "the workflow; with `--count`, a folder of them too")
}

extension Option {
  static let documentFile = Option(
    "output", "o", .text("FILE"), summary: "the file to write the policies to")

  static let deployRegion = Option(
    "deploy-region", nil, .text("REGION"),
    summary: "where the workflow runs [default: it may be every region]")

  fileprivate static let bind = Option(
    "bind", nil, .text("NAME=VALUE"),
    summary: "what the workflow leaves open; several with commas between them")

  fileprivate static let bindings = Option(
    "bindings", nil, .text("FILE"), summary: "the same from a file, a mapping from names to values")

  fileprivate static let planName = Option(
    "name", nil, .text("NAME"), summary: "the name of the plan [default: that of the file]")

  fileprivate static let dataClasses = Option(
    "data", nil, .text("CLASSES"),
    summary: "data classes that anything in it may have, as in a,b [default: all there are]")

  static let serviceRetention = Option(
    "retains", nil, .text("DURATION"),
    summary: "how long services that it stores with keep data [default: for ever]")

  fileprivate static let count = Option(
    "count", summary: "verify the workflows and count their verdicts; nothing is written")

  static let residency = Option(
    "residency", nil, .text("REGIONS"),
    summary: "regions or groups where the data of the tenant must stay that `--count` asks for",
    default: "eu27")
}

private func importFormat(_ word: String) throws(CommandError) -> ImportFormat {
  if let format = ImportFormat(rawValue: word) { return format }
  let words = ImportFormat.allCases.map(\.rawValue)
  throw .usage(
    "unknown-format", "`\(word)` is no format that can be imported",
    help: nearestName(to: word, among: words).map { "the nearest is `\($0)`" }
      ?? "there are \(listed(words, joiner: "and"))")
}

// MARK: One file

private func importFile(
  _ format: ImportFormat, _ invocation: Invocation
) throws(CommandError) -> ExitStatus {
  let path = invocation.arguments.value(of: .workflowFile)
  let bindings = try bindings(of: invocation.arguments)
  let named = try SourceFiles.find([path] + bindings.files.filter { $0 != path })
  let sources = named.sources
  let file = try named.file(path).path
  var findings = Findings()
  var workflows: [String: WorkflowSource] = [:]
  for (index, entry) in sources.entries.enumerated() {
    guard case .success(let bytes) = sources.bytes(of: SourceID(index)) else { continue }
    var found = Findings()
    workflows[entry.path] = WorkflowSource(
      bytes, SourceID(index), file: entry.path, into: &found)
    findings.append(found)
  }
  if let error = named.readingError { throw error }
  var imported = ImportedDocuments.refused(findings)
  if let workflow = workflows[file], !findings.hasErrors {
    var settings = settings(of: invocation.arguments, file)
    settings.bindings = Bindings(bindings.values)
    settings.others = workflows.filter { $0.key != file }
    imported = format.read(workflow, settings)
  }
  return try writeImported(imported, sources, invocation)
}

/// Documents go to the file or to standard output, findings where they are not in the way.
func writeImported(
  _ imported: ImportedDocuments, _ sources: SourceMap, _ invocation: Invocation
) throws(CommandError) -> ExitStatus {
  let file = invocation.arguments.value(of: .documentFile)
  let found = imported.findings.sorted()
  if file != nil || imported.isRefused {
    try invocation.output.result(rendered(found, sources, invocation.output))
  } else if !found.isEmpty {
    let style = RenderStyle(width: invocation.output.width)
    writeMessage(render(found, in: sources, as: .human, style: style, fileCount: sources.count))
  }
  guard !imported.isRefused else { return .doesNotCheck }
  let text = Array(imported.documents.text.utf8)
  guard case .formatted(let bytes) = PolicyFormatter.format(text) else {
    throw CommandError(
      .internal, "inexact-layout", "the policies cannot be laid out",
      help: "this is a mistake of tenantpolicy")
  }
  guard let file else {
    try invocation.output.result(String(decoding: bytes, as: UTF8.self))
    return .clean
  }
  try writeAtomically(bytes, to: file)
  invocation.output.say("wrote \(escaped(file))\n")
  return .clean
}

func rendered(_ findings: [Finding], _ sources: SourceMap, _ output: Output) -> String {
  let format = OutputFormat(rawValue: output.format) ?? .human
  guard !findings.isEmpty || format != .human && format != .plain else { return "" }
  return render(
    findings, in: sources, as: format,
    style: RenderStyle(colour: output.coloursResults, width: output.width),
    fileCount: sources.count)
}

func settings(of arguments: ParsedArguments, _ path: String) -> ImportSettings {
  let name = path.split(separator: "/").last.map(String.init) ?? path
  return ImportSettings(
    name: arguments.value(of: .planName) ?? String(name.prefix { $0 != "." }),
    deployRegion: arguments.value(of: .deployRegion),
    data: arguments.value(of: .dataClasses).map { $0.split(separator: ",").map(String.init) },
    retains: arguments.value(of: .serviceRetention))
}

// MARK: Bindings

private struct StatedBindings {
  var values: [String: String] = [:]
  /// Values that are files of other workflows.
  var files: [String] {
    Set(values.values.filter { ImportFormat(fileName: $0) != nil }).sorted()
  }
}

private func bindings(of arguments: ParsedArguments) throws(CommandError) -> StatedBindings {
  var bindings = StatedBindings()
  if let path = arguments.value(of: .bindings) { bindings.values = try bindingsFile(path) }
  for pair in arguments.value(of: .bind)?.split(separator: ",") ?? [] {
    let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2 else {
      throw .usage(
        "bad-value", "`--bind` takes NAME=VALUE, not `\(pair)`",
        help: "write several with commas between them")
    }
    bindings.values[parts[0]] = parts[1]
  }
  return bindings
}

private func bindingsFile(_ path: String) throws(CommandError) -> [String: String] {
  let files = try SourceFiles.find([path])
  let file = try files.file(path)
  let bytes = try files.bytes(of: file)
  var findings = Findings()
  let trees = parseTrees(
    of: bytes, source: file.id, notation: SourceNotation(fileName: path), into: &findings)
  guard let root = trees.first?.root, trees.count == 1, root.kind == .mapping,
    root.entries.allSatisfy({ $0.value.kind == .scalar })
  else {
    throw .file("bindings", path, "it is not one mapping from names to values")
  }
  return Dictionary(
    root.entries.map { ($0.key.text, $0.value.text) }, uniquingKeysWith: { first, _ in first })
}
