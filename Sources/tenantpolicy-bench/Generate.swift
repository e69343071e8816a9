import PolicyGenerator

extension Subcommand {
  /// Writes generated policies into a new folder.
  static let generate = Subcommand(
    name: "generate", usage: "[--tenants N] [--files F] [--seed S] FOLDER"
  ) { arguments throws(BenchError) in
    try arguments.allow(["tenants", "files", "seed"])
    guard let folder = arguments.operands.first, arguments.operands.count == 1 else {
      throw BenchError("name one folder that does not exist yet")
    }
    let tenants = try arguments.number("tenants", default: 1_000)
    let generation = PolicyGeneration(
      tenants: tenants, tenantFiles: try arguments.number("files", default: 1, least: 1),
      seed: UInt64(try arguments.number("seed", default: 1)))
    try makeFolder(folder)
    try makeFolder("\(folder)/tenants")
    for index in 0..<generation.fileCount {
      let file = generation.file(index)
      try write(file.bytes, to: "\(folder)/\(file.name)")
    }
    print("wrote \(tenants) tenants in \(generation.fileCount) files to \(folder)")
    return 0
  }
}
