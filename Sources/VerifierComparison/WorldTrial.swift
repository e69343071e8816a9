import RandomWorlds
import Threads

/// The verifier against the interpreter on many random worlds.
package struct WorldTrial: Sendable {
  package let coverage: Coverage
  /// By seed of the world, ascending; only where there are any.
  package let disagreements: [(seed: UInt64, found: [String])]

  /// - Parameter threads: Most threads that work on it; what comes of it does not depend on them.
  package init(seeds: Range<UInt64>, threads: Int) {
    let parts = parallelWork(count: seeds.count, threads: threads, from: Part()) { part, number in
      part.add(RandomWorld(seed: seeds.lowerBound + UInt64(number)))
    }
    coverage = parts.reduce(into: Coverage()) { $0.add($1.coverage) }
    disagreements = parts.flatMap(\.disagreements).sorted { $0.seed < $1.seed }
  }

  private struct Part: Sendable {
    var coverage = Coverage()
    var disagreements: [(seed: UInt64, found: [String])] = []

    mutating func add(_ random: RandomWorld) {
      let opinions = Opinions(random)
      coverage.add(random, opinions)
      let found = Comparison(random, opinions).disagreements
      if !found.isEmpty { disagreements.append((random.seed, found)) }
    }
  }
}
