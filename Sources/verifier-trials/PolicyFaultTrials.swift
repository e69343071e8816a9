import RandomWorlds
import VerifierComparison

extension Trial {
  /// Mistakes in policies.
  static let policyFaults = Trial(
    name: "policy-faults", usage: "[--count 4000] [--first SEED] [--threads N]"
  ) { numbers in
    let first = UInt64(numbers["first", default: 0])
    let count = UInt64(numbers["count", default: 4_000])
    let trial = PolicyFaultTrial(seeds: first..<(first + count), threads: numbers.threads)
    for fault in PolicyFault.allCases {
      let counts = trial.counts[fault] ?? .init()
      print(
        "\(padded(counts.worlds)) made \(padded(counts.broken)) made unsafe "
          + "\(padded(counts.unsafe)) unsafe as before \(padded(counts.safe)) safe  \(fault.rawValue)"
      )
    }
    for disagreement in trial.disagreements.prefix(20) { print(disagreement) }
    let idle = trial.idle(least: 1)
    for kind in idle { print("makes too little unsafe: \(kind)") }
    let total = trial.total
    print(
      "\(total.worlds) faults of \(PolicyFault.allCases.count) kinds in policies, "
        + "\(total.broken) plans of tenants made unsafe, all but \(trial.disagreements.count) found; "
        + "\(total.safe) safe ones")
    return trial.disagreements.isEmpty && idle.isEmpty
  }
}
