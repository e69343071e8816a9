import PolicyDiagnostics

extension Command {
  static let initialize = Command(
    "init",
    summary: "write a small policy folder that checks, to start from",
    details: """
      Writes a new folder with a small set of policies that checks: a platform, a tier, \
      an organisation, a tenant, a route, a plan and a test of them, with comments for a newcomer. \
      The folder appears with all of its files or not at all, and nothing \
      is ever written over.
      """,
    operands: [.newFolder],
    options: [.anyFormat],
    example: "init policies"
  ) { invocation throws(CommandError) in
    let folder = invocation.arguments.values(of: .newFolder).joined()
    let files = InitSamples.files.map { (name: $0.name, bytes: Array($0.text.utf8)) }
    try writeNewFolder(folder, files: files)
    let isObject = invocation.output.format == "json"
    try invocation.output.result(isObject ? object(of: folder) : list(of: folder))
    invocation.output.say(nextSteps(in: folder))
    return .clean
  }
}

extension Operand {
  fileprivate static let newFolder = Operand(
    "FOLDER", .optionalOrDefault("policies"), summary: "a folder that does not exist yet")
}

private func paths(in folder: String) -> [String] {
  InitSamples.files.map { joined(folder, $0.name) }
}

private func nextSteps(in folder: String) -> String {
  """
  these policies check. Next:
    tenantpolicy check \(escaped(folder))
    read \(escaped(joined(folder, "README.md"))), and change something

  """
}

private func list(of folder: String) -> String {
  paths(in: folder).map { escaped($0) + "\n" }.joined()
}

private func object(of folder: String) -> String {
  jsonObject { root in
    root.field("version", 1)
    root.array("files") { array in paths(in: folder).forEach { array.element($0) } }
  } + "\n"
}
