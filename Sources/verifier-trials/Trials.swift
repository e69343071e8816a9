import Glibc
import RandomWorlds
import VerifierComparison

/// Runs the trial that the first word names.
///
/// - Returns: the exit status: 0 when the trial passed, 1 when it did not, 2 for a wrong call.
func run(_ words: [String]) -> Int32 {
  guard let trial = trials.first(where: { $0.name == words.first }),
    let numbers = TrialNumbers(Array(words.dropFirst()))
  else {
    for trial in trials { print("usage: verifier-trials \(trial.name) \(trial.usage)") }
    return 2
  }
  return trial.run(numbers) ? 0 : 1
}

/// A test that takes too long for a debug build.
struct Trial: Sendable {
  let name: String
  let usage: String
  /// Whether it passed; prints what was found.
  let run: @Sendable (TrialNumbers) -> Bool
}

let trials: [Trial] = [.worlds, .tenants, .certificates, .policyFaults, .questions, .faults]

/// Options with a number each: `--count 10000`.
struct TrialNumbers {
  private var numbers: [String: Int] = [:]

  /// `nil` where a word is no such option.
  init?(_ words: [String]) {
    for index in stride(from: 0, to: words.count, by: 2) {
      guard words[index].hasPrefix("--"), index + 1 < words.count,
        let number = Int(words[index + 1]), number >= 0
      else { return nil }
      numbers[String(words[index].dropFirst(2))] = number
    }
  }

  subscript(name: String, default value: Int) -> Int { numbers[name] ?? value }

  var threads: Int { self["threads", default: sysconf(Int32(_SC_NPROCESSORS_ONLN))] }
}

extension Trial {
  /// The verifier against the reference interpreter.
  static let worlds = Trial(
    name: "worlds", usage: "[--count 10000] [--first SEED] [--threads N]"
  ) { numbers in
    let first = UInt64(numbers["first", default: 0])
    let count = UInt64(numbers["count", default: 10_000])
    let trial = WorldTrial(seeds: first..<(first + count), threads: numbers.threads)
    for (thing, worlds) in trial.coverage.table {
      print("\(padded(worlds))  \(thing)")
    }
    for (seed, found) in trial.disagreements.prefix(5) {
      print("world \(seed): \(found.prefix(5))\n\(RandomWorld(seed: seed))")
    }
    for missing in trial.coverage.missing { print("occurs too seldom: \(missing)") }
    print(
      "\(trial.coverage.worldCount) random worlds compared, seeds \(first) to "
        + "\(first + count), \(trial.disagreements.count) disagreements")
    return trial.disagreements.isEmpty && trial.coverage.missing.isEmpty && count > 0
  }
}
