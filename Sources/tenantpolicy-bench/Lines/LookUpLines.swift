import CAllocationCounter
import CBaselines
import TenantPolicy

/// What finding a tenant costs.
let lookUpLines: [BenchmarkLine] = [
  BenchmarkLine(
    name: "lookup", title: "dependent look-up at random, against a pointer chase of that footprint",
    goal: .atMost(1.25, "x")
  ) { bench in
    let race = try ChaseRace(bench, tenants: bench.sizes.lookUps.last ?? 1)
    let (own, chase) = try race.run(bench)
    return try .ratio(
      of: .init("look-up", own, "ns"), to: .init("chase", chase, "ns"),
      [.init("tenants", race.tenants), .init("footprint", Double(race.footprint) / 1e6, "MB")])
  },
  BenchmarkLine(
    name: "lookup-any-size", title: "what a look-up takes beyond the chase, the most of all sizes",
    goal: .atMost(30, "ns")
  ) { bench in
    var most = -Double.infinity
    var details: [Outcome.Detail] = []
    for tenants in bench.sizes.lookUps {
      let (own, chase) = try ChaseRace(bench, tenants: tenants).run(bench)
      most = max(most, own - chase)
      details.append(.init("with \(tenants) tenants: look-up", own, "ns"))
      details.append(.init("chase", chase, "ns"))
    }
    return .measured(most, details: details)
  },
  BenchmarkLine(
    name: "lookup-dictionary", title: "a look-up at random, against `Dictionary<String, Int>`",
    goal: .atLeast(4, "x faster")
  ) { bench in
    let race = try DictionaryRace(bench)
    let (own, dictionary) = try race.run(bench)
    return try .ratio(
      of: .init("dictionary", dictionary, "ns"), to: .init("look-up", own, "ns"),
      [.init("tenants", race.tenants)])
  },
  BenchmarkLine(
    name: "lookup-memory", title: "memory of all tenants, against `Dictionary<String, Int>`",
    goal: .atMost(1.0 / 3, "x")
  ) { bench in
    let race = try DictionaryRace(bench)
    let tenants = Double(race.tenants)
    return try .ratio(
      of: .init("bundle, a tenant", Double(race.bundle.tenantBytes) / tenants, "bytes"),
      to: .init("dictionary, a tenant", Double(race.dictionaryBytes) / tenants, "bytes"),
      [.init("tenants", race.tenants)])
  },
  BenchmarkLine(
    name: "tenant-bytes", title: "a tenant beyond the rows that tenants share",
    goal: .atMost(48, "bytes")
  ) { bench in
    let tenants = bench.sizes.lookUps.last ?? 1
    let bundle = try bench.bundle(tenants: tenants).open()
    return .measured(
      Double(bundle.tenantBytes) / Double(tenants), details: [.init("tenants", tenants)])
  },
  BenchmarkLine(
    name: "lookup-allocations", title: "heap allocations of a look-up and a decision, counted",
    goal: .atMost(0, "times")
  ) { bench in
    let bundle = try bench.bundle(tenants: bench.sizes.lookUps.first ?? 1).open()
    let ids = (0..<1_000).map { LookUpBundle.id($0) }
    let count = try allocations(of: ids, in: bundle)
    return .measured(
      Double(count) / Double(ids.count), details: [.init("look-ups", ids.count)])
  },
]

/// Look-ups in a bundle and hops in memory of the size of its index, each known only from the one
/// before.
@safe private final class ChaseRace {
  let tenants: Int
  /// Bytes of the slots, which a look-up reads.
  let footprint: Int
  private let bundle: PolicyBundle
  /// The ids in the order in which they are looked up, one after the other: the processor fetches
  /// them ahead, so that the only misses are those of the index.
  private let ids: [UInt8]
  private let chase: OpaquePointer

  private static let turns = 9
  private static let most = 1 << 20

  init(_ bench: Workbench, tenants: Int) throws {
    self.tenants = tenants
    bundle = try bench.bundle(tenants: tenants).open()
    footprint = bundle.sections.first { $0.name == "slots" }?.length ?? 0
    ids = shuffled(tenants).flatMap { LookUpBundle.id(Int($0)) }
    guard let chase = unsafe baseline_chase_create(footprint, 1) else {
      throw BenchError("there is no memory for the chase")
    }
    unsafe self.chase = chase
  }

  deinit { unsafe baseline_chase_free(chase) }

  /// - Returns: the nanoseconds of a look-up and of a hop.
  func run(_ bench: Workbench) throws -> (own: Double, chase: Double) {
    let count = min(tenants, Self.most)
    let rounds = max(1, bench.sizes.lookUps.reduce(0, max) / count)
    var line = 0
    let times = try medians(
      Self.turns,
      [
        {
          try nanoseconds {
            for _ in 0..<rounds { try self.lookUp(count) }
          } / Double(count * rounds)
        },
        {
          try nanoseconds {
            line = unsafe baseline_chase_run(self.chase, line, count * rounds)
          } / Double(count * rounds)
        },
      ])
    guard line >= 0 else { throw BenchError("the chase ended nowhere") }
    return (times[0], times[1])
  }

  private func lookUp(_ count: Int) throws {
    let length = LookUpBundle.idLength
    let all = ids
    let ids = all.span
    var position = 0
    for _ in 0..<count {
      guard let handle = bundle.handle(for: ids.extracting(position..<(position + length))) else {
        throw BenchError("a tenant is not found")
      }
      // Ordinals are below 2^30, so that nothing is added; but the next id waits for this one's.
      position += length + Int(handle.ordinal >> 31)
    }
  }
}

/// Look-ups of the same strings in a bundle and in a dictionary, one independent of the other.
private final class DictionaryRace {
  let tenants: Int
  let bundle: PolicyBundle
  /// Bytes of the heap that the dictionary and its keys take.
  let dictionaryBytes: Int
  private let dictionary: [String: Int]
  private let order: [UInt32]
  /// Sums of what was found, to compare the two.
  private var found = 0
  private var foundInDictionary = 0

  private static let turns = 5
  /// Strings that are made at once, before they are looked up: in a service they come with a request
  /// and are in the cache.
  private static let batch = 1_000

  init(_ bench: Workbench) throws {
    tenants = bench.sizes.lookUps.last ?? 1
    bundle = try bench.bundle(tenants: tenants).open()
    order = shuffled(tenants)
    let before = baseline_heap_bytes()
    var dictionary: [String: Int] = [:]
    for number in 0..<tenants { dictionary[Self.id(number)] = number }
    self.dictionary = dictionary
    dictionaryBytes = Int(baseline_heap_bytes()) - Int(before)
  }

  private static func id(_ number: Int) -> String {
    String(decoding: LookUpBundle.id(number), as: UTF8.self)
  }

  /// - Returns: the nanoseconds of a look-up in each.
  func run(_ bench: Workbench) throws -> (own: Double, dictionary: Double) {
    var times: [[Double]] = [[], []]
    for _ in 0..<Self.turns {
      var sums = [0.0, 0.0]
      for start in stride(from: 0, to: tenants, by: Self.batch) {
        // Other tenants for each, so that neither finds in the cache what the other fetched.
        let own = batch(start)
        let other = batch(start, ahead: tenants / 2)
        sums[0] += try nanoseconds { try lookUp(own) }
        sums[1] += try nanoseconds { try lookUpInDictionary(other) }
      }
      for index in 0..<2 { times[index].append(sums[index] / Double(tenants)) }
    }
    // The ids of the benchmarks ascend with their numbers, so that a number is an ordinal.
    guard found == foundInDictionary else { throw BenchError("the dictionary finds others") }
    return (median(times[0]), median(times[1]))
  }

  private func batch(_ start: Int, ahead: Int = 0) -> [String] {
    (start..<min(start + Self.batch, tenants)).map { Self.id(Int(order[($0 + ahead) % tenants])) }
  }

  private func lookUp(_ ids: [String]) throws {
    var sum = 0
    for number in 0..<ids.count {
      guard let handle = bundle.handle(for: ids[number].utf8.span) else {
        throw BenchError("a tenant is not found")
      }
      sum &+= Int(handle.ordinal)
    }
    found &+= sum
  }

  private func lookUpInDictionary(_ ids: [String]) throws {
    var sum = 0
    for number in 0..<ids.count {
      guard let number = dictionary[ids[number]] else {
        throw BenchError("a tenant is not in the dictionary")
      }
      sum &+= number
    }
    foundInDictionary &+= sum
  }
}

extension LookUpBundle {
  func open() throws -> PolicyBundle {
    do {
      return try PolicyBundle(copying: bytes)
    } catch {
      throw BenchError("the bundle does not open: \(error)")
    }
  }
}

extension PolicyBundle {
  /// Bytes of what only tenants need: their index, their long ids and their records.
  fileprivate var tenantBytes: Int {
    sections.filter { ["slots", "long-ids", "tenants"].contains($0.name) }
      .reduce(0) { $0 + $1.length }
  }
}

/// The allocations of looking up tenants, most of which are there, and deciding for each.
private func allocations(
  of ids: [[UInt8]], in bundle: PolicyBundle
) throws -> Int {
  guard let platform = bundle.platform(named: "platform"),
    let tool = bundle.tool(named: LookUpBundle.toolName(0), of: platform),
    let region = bundle.region(named: LookUpBundle.regionName(0), of: platform),
    let firstID = ids.first, let first = bundle.context(for: firstID.span)
  else { throw BenchError("the bundle lacks its names") }
  var permitted = first.decide(tool: tool, region: region).isPermitted ? 1 : 0
  let before = allocation_count()
  for number in 0..<ids.count {
    let id = ids[number]
    guard let context = bundle.context(for: id.span) else { continue }
    if context.decide(tool: tool, region: region).isPermitted { permitted += 1 }
  }
  let count = Int(allocation_count() - before)
  return permitted < 0 ? -1 : count
}
