import PolicyCompiler
import PolicyDiagnostics

extension Command {
  static let build = Command(
    "build",
    summary: "check policies and write the bundle that runs them",
    details: """
      Checks policies as `check` does and, when they have no error, writes them as one bundle. The \
      bundle depends on nothing but what the files say. It replaces an earlier one as a whole: \
      whatever goes wrong, the earlier one stays.
      """,
    operands: [.paths],
    options: [.bundleFile, .findingsFormat, .threads, .now, .allowEmpty],
    example: "build policies -o policies.bundle",
    exits: [.doesNotCheck]
  ) { invocation throws(CommandError) in
    let path = invocation.arguments.value(of: .bundleFile) ?? "policies.bundle"
    return try buildBundle(invocation, to: path)
  }
}

extension Option {
  fileprivate static let bundleFile = Option(
    "output", "o", .text("FILE"), summary: "the file to write the bundle to",
    default: "policies.bundle")
}

private func buildBundle(
  _ invocation: Invocation, to path: String
) throws(CommandError) -> ExitStatus {
  let shown = try compileSources(invocation, paths: .paths)
  guard shown.status == .clean, let policies = shown.compilation.policies else {
    return .doesNotCheck
  }
  let bytes: [UInt8]
  do {
    bytes = try bundle(of: policies, threads: threads(of: invocation))
  } catch {
    throw CommandError(.internal, "bundle", "cannot make the bundle: \(error)")
  }
  if let error = shown.files.readingError { throw error }
  try writeAtomically(bytes, to: path)
  invocation.output.say("wrote \(escaped(path)) (\(counted(bytes.count, "byte")))\n")
  return .clean
}
