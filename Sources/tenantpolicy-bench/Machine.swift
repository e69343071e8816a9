import Glibc

/// What the numbers were measured on, in words that say nothing of whose machine it is.
struct Machine: Sendable {
  let cores: Int
  let processor: String
  let memoryGiB: Int
  let kernel: String
  let swift: String
  let libyaml: String

  init(_ workbench: Workbench) {
    cores = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    processor = value(of: "model name", in: "/proc/cpuinfo") ?? "unknown"
    let kibibytes = value(of: "MemTotal", in: "/proc/meminfo")?.split(separator: " ").first
    memoryGiB = (kibibytes.flatMap { Int($0) } ?? 0 + 524_288) >> 20
    let release = text(of: "/proc/sys/kernel/osrelease")
    kernel = release.split(separator: "\n").first.map(String.init) ?? "unknown"
    let version = (try? run(["swift", "--version"], in: workbench)).map {
      String(decoding: $0.output, as: UTF8.self)
    }
    swift =
      version?.split(separator: "\n").first { $0.contains("Swift version") }.map(String.init)
      ?? "unknown"
    libyaml = yamlVersion()
  }

  var lines: [String] {
    [
      "\(cores) cores of \(processor), \(memoryGiB) GiB, Linux \(kernel)", swift,
      "libyaml \(libyaml)",
    ]
  }
}

private func text(of path: String) -> String {
  String(decoding: (try? readFile(path)) ?? [], as: UTF8.self)
}

/// What stands behind the colon of the first line that begins so.
private func value(of key: String, in path: String) -> String? {
  let line = text(of: path).split(separator: "\n").first { $0.hasPrefix(key) }
  guard let line, let colon = line.firstIndex(of: ":") else { return nil }
  return String(line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" })
}
