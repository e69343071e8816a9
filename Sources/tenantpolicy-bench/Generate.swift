import Glibc
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

private func makeFolder(_ path: String) throws(BenchError) {
  guard unsafe mkdir(path, 0o755) == 0 else { throw failure(to: "make the folder", path) }
}

private func write(_ bytes: [UInt8], to path: String) throws(BenchError) {
  guard let file = unsafe fopen(path, "wx") else { throw failure(to: "make", path) }
  let count = unsafe fwrite(bytes, 1, bytes.count, file)
  guard unsafe fclose(file) == 0, count == bytes.count else { throw failure(to: "write", path) }
}

private func failure(to action: String, _ path: String) -> BenchError {
  BenchError("cannot \(action) `\(path)`: \(unsafe String(cString: strerror(errno)))")
}
