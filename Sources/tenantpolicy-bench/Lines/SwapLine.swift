import Synchronization
import TenantPolicy
import Threads

extension BenchmarkLine {
  /// What swapping costs those who read.
  static let swap = BenchmarkLine(
    name: "swap",
    title:
      "look-ups in a followed bundle while another thread swaps without pause, against without",
    goal: .atLeast(0.8, "x")
  ) { bench in
    let race = try SwapRace(bench)
    let times = try medians(
      max(bench.sizes.quickTurns / 5, 1),
      [{ try race.lookUp(swapping: false) }, { try race.lookUp(swapping: true) }])
    return try .ratio(
      of: .init("a look-up without", times[0], "ns"), to: .init("while swapping", times[1], "ns"),
      [.init("swaps", race.swaps), .init("tenants", race.tenants)])
  }
}

/// A file in which two bundles stand by turns, and two threads: one looks tenants up in the bundle that
/// holds then, the other swaps.
private struct SwapRace: Sendable {
  let tenants: Int
  private let path: String
  private let bundles: [[UInt8]]
  private let followed: FollowedBundle
  private let ids: [[UInt8]]
  /// How often each of them is looked up.
  private let rounds: Int

  init(_ bench: Workbench) throws {
    let tenants = bench.sizes.lookUps.first ?? 1
    self.tenants = tenants
    rounds = 2 * bench.sizes.quickTurns
    path = bench.path("swapped.bundle")
    // The second has a tenant more, and so another digest.
    bundles = [
      try LookUpBundle(tenants: tenants).bytes, try LookUpBundle(tenants: tenants + 1).bytes,
    ]
    ids = (0..<1_000).map { LookUpBundle.id($0 * 7 % tenants) }
    try overwrite(path, with: bundles[0])
    followed = FollowedBundle(path: path, demanding: Demands(signature: .notDemanded))
    guard followed.current != nil else { throw BenchError("\(followed.status)") }
  }

  /// How often the bundle was swapped so far.
  var swaps: Int { followed.status.activations }

  /// The nanoseconds of a look-up.
  func lookUp(swapping isSwapping: Bool) throws -> Double {
    let isOver = Flag()
    let swapping = Pending(threads: isSwapping ? 2 : 1) {
      Result { if isSwapping { try swap(until: isOver) } }
    }
    let time = Result { try timeOfALookUp() }
    isOver.raise()
    try swapping.value().get()
    return try time.get()
  }

  private func timeOfALookUp() throws -> Double {
    var found = 0
    let time = try nanoseconds {
      for _ in 0..<rounds {
        for id in ids where followed.current?.handle(for: id.span) != nil { found += 1 }
      }
    }
    guard found == rounds * ids.count else { throw BenchError("a tenant was not found") }
    return time / Double(found)
  }

  private func swap(until isOver: Flag) throws {
    var turn = 0
    while !isOver.isRaised {
      turn += 1
      let next = path + ".next"
      try overwrite(next, with: bundles[turn % 2])
      try rename(next, to: path)
      followed.refresh()
    }
  }
}

/// Raised once, and seen by the other thread.
private final class Flag: Sendable {
  private let raised = Atomic(false)
  var isRaised: Bool { raised.load(ordering: .relaxed) }
  func raise() { raised.store(true, ordering: .relaxed) }
}
