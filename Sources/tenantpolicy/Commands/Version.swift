import PolicyDiagnostics

extension Command {
  static let version = Command(
    "version",
    summary: "print the version",
    details: "Prints the version of the program.",
    options: [.anyFormat],
    example: "version --format json"
  ) { invocation throws(CommandError) in
    let isObject = invocation.output.format == "json"
    try invocation.output.result(isObject ? versionObject() : "tenantpolicy \(programVersion)\n")
    return .clean
  }
}

private func versionObject() -> String {
  jsonObject { root in
    root.field("version", 1)
    root.field("tenantpolicy", programVersion)
  } + "\n"
}
