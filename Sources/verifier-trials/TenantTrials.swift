import RandomWorlds
import Threads
import VerifierComparison

extension Trial {
  /// Tenants that could be written.
  static let tenants = Trial(
    name: "tenants", usage: "[--count 1000] [--first SEED] [--threads N]"
  ) { numbers in
    let first = UInt64(numbers["first", default: 0])
    let count = numbers["count", default: 1_000]
    let found = parallelMap(count: count, threads: numbers.threads) { number in
      TenantComparison(RandomWorld(seed: first + UInt64(number)))
    }
    for (number, one) in found.enumerated().filter({ !$0.element.disagreements.isEmpty }).prefix(5)
    {
      print("world \(first + UInt64(number)): \(one.disagreements.prefix(3))")
      print(RandomWorld(seed: first + UInt64(number)))
    }
    let disagreements = found.count { !$0.disagreements.isEmpty }
    let violated = found.reduce(0) { $0 + $1.violated }
    let safe = found.reduce(0) { $0 + $1.safe }
    print(
      "\(violated + safe) plans of tiers in \(count) worlds, \(violated) of which a tenant could be "
        + "written that is violated, \(disagreements) disagreements")
    return disagreements == 0 && violated > 0 && safe > 0
  }
}
