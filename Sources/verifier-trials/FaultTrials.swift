import Glibc
import VerifierComparison

extension Trial {
  /// Answers for each line of input, a number and the name of a trial, whether the fault of that number
  /// shows.
  static let faults = Trial(name: "faults", usage: "[--count 3000]") { numbers in
    let count = numbers["count", default: 3_000]
    var search = FaultSearch()
    while let line = readLine() {
      let words = line.split(separator: " ")
      guard words.count == 2, let fault = Int(words[0]), seed(fault) else {
        print(
          "there are no faults in this program, but in the one that Tests/Faults/seed.py builds")
        return false
      }
      print(answer(FaultTrial(rawValue: String(words[1])), &search, count))
      fflush(nil)
    }
    return true
  }

  /// - Parameter trial: `nil` for all.
  private static func answer(
    _ trial: FaultTrial?, _ search: inout FaultSearch, _ count: Int
  ) -> String {
    for trial in trial.map({ [$0] }) ?? FaultTrial.allCases {
      let worlds = trial == .certificates ? count / 2 : count
      let first = search.firstDisagreement(trial, worlds: worlds) { number in
        // A sign of life, so that a search that goes on is told from a fault that never ends.
        guard number.isMultiple(of: 50) else { return }
        print(".")
        fflush(nil)
      }
      if let (world, found) = first {
        return "found by world \(world): \(found.split(separator: "\n").first ?? "")"
      }
    }
    return "missed by \(count) worlds"
  }
}
