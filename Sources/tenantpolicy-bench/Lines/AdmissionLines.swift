import CAllocationCounter
import CBaselines
import CTenantPolicy
import PolicyGenerator
import PolicyModel
import TenantPolicy
import TenantPolicyC

/// What admitting a run costs, from Swift and through the interface for C.
let admissionLines: [BenchmarkLine] = [
  BenchmarkLine(
    name: "admission", title: "admission at random in Swift, against a pointer chase",
    goal: .atMost(1.25, "x")
  ) { bench in
    let race = try AdmissionRace(bench)
    return try race.outcome(bench, "Swift") { try race.admit($0) }
  },
  BenchmarkLine(
    name: "admission-c", title: "admission at random through the interface for C, against a chase",
    goal: .atMost(1.25, "x")
  ) { bench in
    let race = try AdmissionRace(bench)
    return try race.outcome(bench, "C") { try race.admitInC($0) }
  },
  BenchmarkLine(
    name: "admission-allocations",
    title: "heap allocations of an admission and a routed call, in Swift and C, counted",
    goal: .atMost(0, "times")
  ) { bench in
    let race = try AdmissionRace(bench)
    let (count, runs) = try race.allocations()
    return .measured(Double(count) / Double(runs), details: [.init("admissions", runs)])
  },
  BenchmarkLine(
    name: "context-bytes", title: "the largest context of a run in a checkpoint",
    goal: .atMost(512, "bytes")
  ) { bench in
    let race = try AdmissionRace(bench)
    let bytes = try race.mostContextBytes()
    // An id and a name of a plan have 128 bytes at most.
    return .measured(
      Double(bytes + 2 * 128 - race.nameBytes), details: [.init("measured", bytes, "bytes")])
  },
]

/// Admissions of tenants at random, each known only from the one before, and hops in memory of the size of
/// the tenants' index.
@safe private final class AdmissionRace {
  let tenants: Int
  /// Bytes of the longest id and of the plan's name.
  private(set) var nameBytes = 0
  private let bundle: PolicyBundle
  private let plan: PlanIndex
  private let planName: String
  private let tool: ToolIndex
  private let footprint: Int
  private let ids: [UInt8]
  private let idLength: Int
  private let chase: OpaquePointer
  private let shared: OpaquePointer

  private static let turns = 9
  private static let most = 1 << 20

  init(_ bench: Workbench) throws {
    let world = bench.sizes.admitted
    tenants = world.tenants
    let path = bench.path("admitted.bundle")
    if !exists(path) { _ = try VerifiedBundleFile(world, at: path) }
    do {
      bundle = try PolicyBundle(path: path)
    } catch {
      throw BenchError("the bundle does not open: \(error)")
    }
    guard let first = bundle.tenant(at: 0), let context = bundle.context(for: first.id),
      let platform = context.platform, let name = world.policies.platforms[0].plans.names.first,
      let plan = bundle.plan(named: name, of: platform)
    else { throw BenchError("the bundle lacks its plan") }
    self.plan = plan
    planName = name
    tool = ToolIndex(row: 0, tag: plan.tag)
    idLength = first.id.utf8.count
    let bundle = bundle
    ids = shuffled(tenants).flatMap { Array((bundle.tenant(at: Int($0))?.id ?? "").utf8) }
    guard ids.count == tenants * idLength else { throw BenchError("ids differ in length") }
    nameBytes = idLength + name.utf8.count
    footprint = bundle.sections.first { $0.name == "slots" }?.length ?? 0
    guard let chase = unsafe baseline_chase_create(footprint, 1) else {
      throw BenchError("there is no memory for the chase")
    }
    unsafe self.chase = chase
    unsafe shared = OpaquePointer(Unmanaged.passUnretained(bundle).toOpaque())
  }

  deinit { unsafe baseline_chase_free(chase) }

  func outcome(
    _ bench: Workbench, _ name: String, _ admit: @escaping (Int) throws -> Void
  ) throws -> Outcome {
    let count = min(tenants, Self.most)
    var line = 0
    let times = try medians(
      bench.sizes.slowTurns == 1 ? 1 : Self.turns,
      [
        { try nanoseconds { try admit(count) } / Double(count) },
        {
          try nanoseconds { line = unsafe baseline_chase_run(self.chase, line, count) }
            / Double(count)
        },
      ])
    guard line >= 0 else { throw BenchError("the chase ended nowhere") }
    return try .ratio(
      of: .init(name, times[0], "ns"), to: .init("chase", times[1], "ns"),
      [.init("tenants", tenants), .init("footprint", Double(footprint) / 1e6, "MB")])
  }

  func admit(_ count: Int) throws {
    let all = ids
    let ids = all.span
    var position = 0
    for _ in 0..<count {
      let handle = try bundle.admit(ids.extracting(position..<(position + idLength)), to: plan)
      // Ordinals are below 2^30, so that nothing is added; but the next id waits for this one's.
      position += idLength + Int(handle.tenant.ordinal >> 31)
    }
  }

  func admitInC(_ count: Int) throws {
    let index = tp_index(
      row: UInt32(plan.number), tag: plan.tag, kind: TP_PLAN.rawValue)
    try unsafe ids.withUnsafeBufferPointer { ids in
      guard var id = unsafe UnsafeRawPointer(ids.baseAddress)?.assumingMemoryBound(to: CChar.self)
      else { return }
      var admission = tp_admission()
      for _ in 0..<count {
        guard unsafe tp_admit(shared, id, idLength, index, &admission, nil) == TP_OK else {
          throw BenchError("a tenant is not admitted")
        }
        unsafe id += idLength + Int(admission.opaque.1 >> 31)
      }
    }
  }

  /// Of admitting and routing some runs in both languages.
  func allocations() throws -> (count: Int, runs: Int) {
    let runs = min(tenants, 1_000)
    try work(runs)
    let before = allocation_count()
    try work(runs)
    return (Int(allocation_count() - before), 2 * runs)
  }

  private func work(_ runs: Int) throws {
    try admitInC(runs)
    let all = ids
    let ids = all.span
    for number in 0..<runs {
      let id = ids.extracting((number * idLength)..<((number + 1) * idLength))
      let handle = try bundle.admit(id, to: plan)
      let question = RouteQuestion(.tool(tool), label: DataLabel(1), now: 1_800_000_000)
      _ = bundle.route(handle, question, up: { _ in true })
    }
  }

  func mostContextBytes() throws -> Int {
    let all = ids
    let handle = try bundle.admit(all.span.extracting(0..<idLength), to: plan)
    guard let encoded = bundle.encoded(handle) else {
      throw BenchError("a context cannot be encoded")
    }
    return encoded.count
  }
}
