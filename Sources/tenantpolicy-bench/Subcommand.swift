import Glibc

/// One thing that the program does.
struct Subcommand: Sendable {
  let name: String
  /// What follows the name.
  let usage: String
  /// - Returns: the exit status.
  let run: @Sendable (BenchArguments) throws(BenchError) -> Int32
}

/// Why nothing was done, in a sentence.
struct BenchError: Error {
  let reason: String

  init(_ reason: String) {
    self.reason = reason
  }
}

/// Runs the subcommand that the first word names.
func run(_ words: [String], among subcommands: [Subcommand]) -> Int32 {
  guard let chosen = subcommands.first(where: { $0.name == words.first }) else {
    let usages = subcommands.map { "usage: tenantpolicy-bench \($0.name) \($0.usage)" }
    writeError(usages.joined(separator: "\n"))
    return 2
  }
  do throws(BenchError) {
    return try chosen.run(try BenchArguments(Array(words.dropFirst())))
  } catch {
    writeError("error: \(error.reason)\nusage: tenantpolicy-bench \(chosen.name) \(chosen.usage)")
    return 2
  }
}

/// Options with a value each, `--tenants 1000`, flags, and what stands between them.
struct BenchArguments: Sendable {
  /// Options without a value.
  private static let flags: Set<String> = ["small"]

  let operands: [String]
  private let options: [String: String]

  init(_ words: [String]) throws(BenchError) {
    var operands: [String] = []
    var options: [String: String] = [:]
    var rest = words[...]
    while let word = rest.popFirst() {
      guard word.hasPrefix("--") else {
        operands.append(word)
        continue
      }
      let name = String(word.dropFirst(2))
      guard let value = Self.flags.contains(name) ? "true" : rest.popFirst() else {
        throw BenchError("`\(word)` needs a value")
      }
      options[name] = value
    }
    self.operands = operands
    self.options = options
  }

  func has(_ flag: String) -> Bool { options[flag] != nil }

  func text(_ name: String) -> String? { options[name] }

  /// The value of an option, a whole number from `least` on.
  func number(_ name: String, default standard: Int, least: Int = 0) throws(BenchError) -> Int {
    guard let text = options[name] else { return standard }
    guard let number = Int(text), number >= least else {
      throw BenchError("`--\(name)` is a whole number from \(least) on, not `\(text)`")
    }
    return number
  }

  /// Refuses options that nobody asks for.
  func allow(_ names: Set<String>) throws(BenchError) {
    if let other = options.keys.filter({ !names.contains($0) }).min() {
      throw BenchError("there is no option `--\(other)`")
    }
  }
}

func writeError(_ text: String) {
  let bytes = Array((text + "\n").utf8)
  _ = unsafe Glibc.write(STDERR_FILENO, bytes, bytes.count)
}
