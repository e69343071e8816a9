import VerifierComparison

extension Trial {
  /// Certificates, and attacks on them.
  static let certificates = Trial(
    name: "certificates", usage: "[--count 400] [--first SEED] [--threads N]"
  ) { numbers in
    let first = UInt64(numbers["first", default: 0])
    let count = UInt64(numbers["count", default: 400])
    let trial = CertificateTrial(seeds: first..<(first + count), threads: numbers.threads)
    for (attack, counts) in trial.table {
      print("\(padded(counts.refused)) refused \(padded(counts.stillTrue)) still true  \(attack)")
    }
    for failure in trial.failures.prefix(20) { print(failure) }
    print(
      "\(trial.worlds) certificates, \(trial.accepted) accepted and \(trial.refused) refused; "
        + "\(trial.forged) forged, \(trial.failures.count) believed though not true")
    return trial.failures.isEmpty && trial.worlds == Int(count)
  }
}

/// A number in a column of a table.
func padded(_ number: Int) -> String {
  String(repeating: " ", count: max(7 - "\(number)".count, 0)) + "\(number)"
}
