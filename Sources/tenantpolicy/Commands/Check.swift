import PolicyCompiler
import PolicyDiagnostics
import PolicyModel
import VerificationFindings

extension Command {
  static let check = Command(
    "check",
    summary: "check policies and show what is wrong with them",
    details: """
      Checks policies: parses every file, resolves every name, compares each tenant with the limits \
      above it, and shows all findings of the run. Where there are none, plans are verified for every \
      tenant, as `verify` does. Nothing is written, but for the cache where one is named.
      """,
    operands: [.paths],
    options: [.findingsFormat, .threads, .now, .cache, .allowEmpty],
    example: "check policies --format sarif > findings.sarif",
    exits: [.doesNotCheck, .violated, .undecided]
  ) { invocation throws(CommandError) in
    let cache = try invocation.arguments.value(of: .cache).map { path throws(CommandError) in
      try CheckCache(inFolder: path)
    }
    let compiled = try compiledSources(
      invocation, invocation.arguments.values(of: .paths), cache)
    let proof = try provedPolicies(of: compiled, invocation)
    try show(compiled, proof?.findings ?? [], invocation.output)
    if compiled.status == .clean, compiled.compilation.policies == nil {
      invocation.output.say("plans were not verified: `--cache` leaves tenants unread\n")
    }
    return proof?.status ?? compiled.status
  }
}

extension Option {
  fileprivate static let cache = Option(
    "cache", nil, .text("FOLDER"),
    summary: "remember there which files of tenants are clean, so that checking again is quicker")
}

extension Operand {
  static let paths = Operand(
    "PATH", .anyOrDefault("policies"),
    summary: "a folder, which is read whole, or a file; `-` for standard input")
}

/// The sources that a command was given, compiled, and how the command ends if that is all it does.
struct CompiledSources {
  let compilation: Compilation
  let files: SourceFiles
  let status: ExitStatus
}

/// Finds and compiles sources, and writes nothing.
func compiledSources(
  _ invocation: Invocation, _ paths: [String], _ cache: CheckCache? = nil
) throws(CommandError) -> CompiledSources {
  compiledSources(
    invocation, try findSources(invocation, paths), on: try day(of: invocation.arguments), cache)
}

/// Compiles sources that were found, and writes nothing.
func compiledSources(
  _ invocation: Invocation, _ files: SourceFiles, on day: CalendarDate?, _ cache: CheckCache? = nil
) -> CompiledSources {
  let compilation = compile(
    files.sources, threads: threads(of: invocation), now: day, cache: cache)
  return CompiledSources(
    compilation: compilation, files: files, status: compilation.isClean ? .clean : .doesNotCheck)
}

/// Writes the findings. What could not be read was not checked: its findings would be those of
/// something else.
///
/// - Parameter more: Findings that came after those of the compilation.
func show(
  _ compiled: CompiledSources, _ more: [Finding] = [], _ output: Output
) throws(CommandError) {
  let text = shownFindings(
    compiled.compilation.findings.sorted() + more, of: compiled.files, output)
  if let error = compiled.files.readingError { throw error }
  try output.result(text)
}

func threads(of invocation: Invocation) -> Int {
  invocation.arguments.number(of: .threads) ?? availableProcessors()
}

/// The day that `--now` says, or today in UTC.
func day(of arguments: ParsedArguments) throws(CommandError) -> CalendarDate {
  guard let text = arguments.value(of: .now) else {
    return CalendarDate(secondsSince1970: secondsSince1970())
  }
  do {
    return try CalendarDate(parsing: Array(text.utf8)[...])
  } catch {
    throw .usage("bad-value", "`--now` takes \(error.expected)", help: "write it as 2027-01-31")
  }
}

/// Finds the sources that a command was given; that there is none is an error unless allowed.
func findSources(
  _ invocation: Invocation, _ paths: [String]
) throws(CommandError) -> SourceFiles {
  let files = try SourceFiles.find(paths)
  guard files.sources.count > 0 || invocation.arguments.has(.allowEmpty) else {
    throw CommandError(
      .file, "nothing-found",
      "there is no policy file in \(listed(paths, joiner: "or"))",
      help: "policy files end in `.yaml` or `.yml`; `--allow-empty` accepts that there is none")
  }
  return files
}

func shownFindings(
  _ findings: [Finding], of files: SourceFiles, _ output: Output
) -> String {
  let format = OutputFormat(rawValue: output.format) ?? .human
  guard !(output.isQuiet && findings.isEmpty && format.isForPeople) else { return "" }
  return render(
    findings, in: files.sources, as: format,
    style: RenderStyle(colour: output.coloursResults, width: output.width),
    fileCount: files.sources.count)
}

extension OutputFormat {
  /// Whether it may be silent when there is nothing to say.
  fileprivate var isForPeople: Bool {
    switch self {
    case .human, .plain: true
    case .json, .sarif, .github, .gitlab, .junit, .markdown: false
    }
  }
}
