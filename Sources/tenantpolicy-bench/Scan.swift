extension Subcommand {
  /// The baseline of the compiler, as a program of its own, so that both are measured from outside.
  static let scan = Subcommand(
    name: "scan", usage: "[--threads N] FOLDER"
  ) { arguments throws(BenchError) in
    try arguments.allow(["threads"])
    guard let folder = arguments.operands.first, arguments.operands.count == 1 else {
      throw BenchError("name one folder")
    }
    let threads = try arguments.number("threads", default: 1, least: 1)
    let events = scanEvents(of: folder, threads: threads)
    guard events >= 0 else { throw BenchError("`\(folder)` cannot be scanned") }
    print(events)
    return 0
  }
}
