import PolicyDiagnostics
import PolicyFormatter
import PolicyImport
import PolicySyntax

extension Command {
  static let format = Command(
    "fmt",
    summary: "lay policy files out in one way",
    details: """
      Rewrites policy files in one layout. Comments, the order of entries and what a file says stay; \
      a file that has the layout is not written. A file that does not parse is left as it is, and \
      its findings go to standard error. Standard input goes to standard output. `--check` and \
      `--diff` write nothing; `--check` ends with 3 when a file would change.
      """,
    operands: [.paths],
    options: [.anyFormat, .onlyCheck, .showDiff, .allowEmpty],
    example: "fmt --diff policies",
    exits: [.doesNotCheck]
  ) { invocation throws(CommandError) in
    try formatSources(invocation)
  }
}

extension Option {
  fileprivate static let onlyCheck = Option(
    "check", summary: "list the files that would change, and end with 3 if there are any")

  fileprivate static let showDiff = Option(
    "diff", summary: "show what would change as a unified diff")
}

private func formatSources(_ invocation: Invocation) throws(CommandError) -> ExitStatus {
  let files = try findSources(invocation, invocation.arguments.values(of: .paths))
  let mayWrite =
    !invocation.arguments.has(.onlyCheck) && !invocation.arguments.has(.showDiff)
  var run = FormatRun(files.sources, mayWrite: mayWrite)
  for index in 0..<files.sources.count { run.format(SourceID(index)) }
  try show(run, invocation)
  if let error = CommandError(allOf: [files.readingError].compactMap { $0 } + run.errors) {
    throw error
  }
  let isUnformatted = invocation.arguments.has(.onlyCheck) && run.files.contains { $0.hasChanged }
  return isUnformatted || !run.findings.isEmpty ? .doesNotCheck : .clean
}

// MARK: Files

/// One file of a run, once it is dealt with.
private struct FormattedFile {
  enum State: String {
    /// It has the layout already.
    case same
    case written
    /// It has another layout and was left as it is.
    case differs
    /// It does not parse.
    case refused
    /// It could not be read, written or formatted.
    case failed
  }

  let path: String
  let state: State
  /// Before and after; empty where nothing differs or nobody asks.
  var old: [UInt8] = []
  var new: [UInt8] = []
  var isStandardInput = false

  var hasChanged: Bool { state == .written || state == .differs }
}

/// Formats file after file; whatever is wrong with one, the others are formatted.
private struct FormatRun {
  let sources: SourceMap
  let mayWrite: Bool
  private(set) var files: [FormattedFile] = []
  private(set) var findings: [Finding] = []
  private(set) var errors: [CommandError] = []

  init(_ sources: SourceMap, mayWrite: Bool) {
    self.sources = sources
    self.mayWrite = mayWrite
  }

  mutating func format(_ source: SourceID) {
    let path = sources.path(of: source)
    // A workflow is laid out as its own tool does.
    guard ImportFormat(fileName: path) == nil else { return }
    // Why a file cannot be read is told by the reader.
    guard case .success(let bytes) = sources.bytes(of: source) else {
      return files.append(FormattedFile(path: path, state: .failed))
    }
    guard SourceNotation(fileName: path) == .yaml else { return fail(path, .notYAML(path)) }
    switch PolicyFormatter.format(bytes, source: source) {
    case .formatted(let layout):
      files.append(finish(source, path, bytes, layout))
    case .refused(let reasons):
      findings += reasons
      files.append(FormattedFile(path: path, state: .refused))
    case .tooLarge(let limit):
      fail(path, .tooLarge(path, limit))
    case .inexact:
      fail(path, .inexact(path))
    }
  }

  private mutating func fail(_ path: String, _ error: CommandError) {
    errors.append(error)
    files.append(FormattedFile(path: path, state: .failed))
  }

  private mutating func finish(
    _ source: SourceID, _ path: String, _ old: [UInt8], _ new: [UInt8]
  ) -> FormattedFile {
    let isStandardInput = path == SourceRoot.standardInputName
    guard old != new || isStandardInput else { return FormattedFile(path: path, state: .same) }
    var file = FormattedFile(
      path: path, state: old == new ? .same : .differs, old: mayWrite ? [] : old, new: new,
      isStandardInput: isStandardInput)
    guard mayWrite && !isStandardInput else { return file }
    file = FormattedFile(path: path, state: write(new, source, path) ? .written : .failed)
    return file
  }

  /// Reads the file once more first: what was written to it since is not lost.
  private mutating func write(_ bytes: [UInt8], _ source: SourceID, _ path: String) -> Bool {
    guard case .success = sources.bytes(of: source) else { return false }
    do throws(CommandError) {
      try writeAtomically(bytes, to: path, keepingMode: true)
      return true
    } catch {
      errors.append(error)
      return false
    }
  }
}

extension CommandError {
  fileprivate static func tooLarge(_ path: String, _ limit: Int) -> CommandError {
    CommandError(
      .file, "layout-too-large", "the layout of `\(path)` has more than \(limit) bytes",
      help: "split it into several files")
  }

  fileprivate static func notYAML(_ path: String) -> CommandError {
    .file("not-yaml", path, "the layout is that of YAML", help: "leave JSON out")
  }

  fileprivate static func inexact(_ path: String) -> CommandError {
    CommandError(
      .internal, "inexact-layout", "the layout of `\(path)` would change what it says",
      help: "it is left as it is; this is a mistake of tenantpolicy")
  }
}

// MARK: Output

private func show(_ run: FormatRun, _ invocation: Invocation) throws(CommandError) {
  let withDiff = invocation.arguments.has(.showDiff)
  guard invocation.output.format != "json" else {
    return try invocation.output.result(object(of: run, withDiff: withDiff))
  }
  for file in run.files {
    try invocation.output.result(text(of: file, mayWrite: run.mayWrite, withDiff: withDiff))
    if file.state == .written { invocation.output.say("formatted \(escaped(file.path))\n") }
  }
  guard !run.findings.isEmpty else { return }
  let style = RenderStyle(width: invocation.output.width)
  writeMessage(
    render(run.findings, in: run.sources, as: .human, style: style, fileCount: run.sources.count))
}

private func text(of file: FormattedFile, mayWrite: Bool, withDiff: Bool) -> String {
  if file.isStandardInput && mayWrite { return String(decoding: file.new, as: UTF8.self) }
  guard file.state == .differs else { return "" }
  return withDiff
    ? unifiedDiff(from: file.old, to: file.new, path: file.path) : "\(escaped(file.path))\n"
}

private func object(of run: FormatRun, withDiff: Bool) -> String {
  jsonObject { root in
    root.field("version", 1)
    root.array("files") { array in
      for file in run.files { array.object { fill(&$0, with: file, run, withDiff: withDiff) } }
    }
    root.findings(run.findings, in: run.sources)
  } + "\n"
}

private func fill(
  _ object: inout JSONObject, with file: FormattedFile, _ run: FormatRun, withDiff: Bool
) {
  object.field("file", file.path)
  object.field("state", file.state.rawValue)
  let isShown = withDiff && file.state == .differs
  object.field(
    "diff", isShown ? unifiedDiff(from: file.old, to: file.new, path: file.path) : nil)
  let isText = file.isStandardInput && run.mayWrite
  object.field("text", isText ? String(decoding: file.new, as: UTF8.self) : nil)
}
