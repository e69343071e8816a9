import BundleTables
import PolicyModel
package import TenantPolicy
import Threads

/// What an accepted certificate shows.
package struct Audit: Sendable {
  package private(set) var proved = 0
  package private(set) var provedWithoutGate = 0
  package private(set) var vacuous = 0
  package private(set) var policies = 0
  package private(set) var states = 0
  /// Seconds since 1970 at which the proofs end.
  package let until: Int64?
  package let assumptions: [String]

  /// Checks a certificate against the bundle that it is of. Nothing is searched for: everything that is
  /// claimed is looked up.
  ///
  /// - Parameters:
  ///   - now: Seconds since 1970.
  ///   - threads: Most threads that check plans; what comes of it does not depend on them.
  /// - Throws: `Refusal`, at the first thing that does not hold.
  package init(_ bytes: [UInt8], of bundle: PolicyBundle, now: Int64, threads: Int = 1) throws {
    let certificate = try Certificate(bytes)
    (until, assumptions) = (certificate.until, certificate.assumptions)
    guard certificate.bundle == bundle.contentDigest else {
      throw Refusal("it is of another bundle")
    }
    guard [nil, BundleDigest.of(bytes)].contains(bundle.certificateDigest) else {
      throw Refusal("the bundle names another certificate")
    }
    guard certificate.until.map({ now < $0 }) ?? true else {
      throw Refusal("its proofs have ended")
    }
    guard certificate.assumptions == Certificate.assumptions else {
      throw Refusal("it assumes something else than is checked here")
    }
    guard let rows = BundleRows(bundle), rows.platformCount == certificate.plans.count else {
      throw Refusal("the bundle is none that this release writes")
    }
    var liftedRows = 0
    for (number, proofs) in certificate.plans.enumerated() {
      guard let lifted = LiftedPlatform(number, of: rows), lifted.plans.count == proofs.count else {
        throw Refusal("platform \(number) is none that this release writes")
      }
      let groups = try Groups(lifted, bundle)
      liftedRows += groups.rowCount
      policies += groups.all.count
      let platform = PlatformCheck(
        lifted.catalogue, lifted.routes,
        Permissions(catalogue: lifted.catalogue, now: now, until: until))
      try check(proofs, lifted.plans.elements, platform, groups, threads)
    }
    guard liftedRows == bundle.table(named: "classes")?.rowCount else {
      throw Refusal("a class of policies cannot be read")
    }
  }

  private mutating func check(
    _ proofs: [PlanProof], _ plans: [Plan], _ platform: PlatformCheck, _ groups: Groups,
    _ threads: Int
  ) throws {
    let used = plans.reduce(Bitset()) { $0.union($1.tools) }
    let admission = Admission(groups, used)
    let audits = parallelWork(
      count: plans.count, threads: threads, from: PlanAudits(platform, groups, admission)
    ) { $0.add($1, proofs[$1], plans[$1]) }
    // Each thread comes to plans in their order, and stops at the first that does not hold.
    let refusals = audits.compactMap(\.refusal)
    if let first = refusals.min(by: { $0.plan < $1.plan }) { throw first.refusal }
    for audit in audits {
      proved += audit.proved
      provedWithoutGate += audit.provedWithoutGate
      vacuous += audit.vacuous
      states += audit.states
    }
  }
}

/// The plans of a platform, one after the other.
private struct PlanAudits: Sendable {
  private(set) var proved = 0
  private(set) var provedWithoutGate = 0
  private(set) var vacuous = 0
  private(set) var states = 0
  private(set) var refusal: (plan: Int, refusal: any Error)?
  private let platform: PlatformCheck
  private let groups: Groups
  private let admission: Admission
  private var asks: Asks

  init(_ platform: PlatformCheck, _ groups: Groups, _ admission: Admission) {
    (self.platform, self.groups, self.admission) = (platform, groups, admission)
    asks = Asks(platform, groups.all)
  }

  mutating func add(_ number: Int, _ proof: PlanProof, _ plan: Plan) {
    guard refusal == nil else { return }
    do {
      try check(proof, plan)
    } catch {
      refusal = (number, error)
    }
  }

  private mutating func check(_ proof: PlanProof, _ plan: Plan) throws {
    let admitted = admission.groups(with: plan.tools)
    states += proof.states.count
    guard proof.claim != .noTenant else {
      guard admitted.isEmpty else { throw Refusal("tenants may run `\(plan.name)`") }
      vacuous += 1
      return
    }
    let isGated = proof.claim == .safe && platform.catalogue.gate == .beforeEachCall
    let check = try PlanCheck(plan, proof, platform)
    var asked: Set<Int> = []
    for state in proof.states {
      try check.visit(state) { ask in
        asked.insert(try asks.number(of: ask))
        return nil
      } go: {
        try check.requireListed($0)
      }
    }
    var excepted = Bitset()
    for exception in proof.exceptions {
      let states = Set(exception.states)
      for group in try exception.groups.map(groups.number) {
        excepted.insert(group)
        try check.requireClosed(states) { ask in
          let number = try asks.number(of: ask)
          guard let outcome = asks.outcome(number, group, isGated: isGated) else {
            throw Refusal("a run of `\(plan.name)` does what is forbidden")
          }
          return outcome
        }
      }
    }
    let others = admitted.subtracting(excepted)
    for number in asked {
      guard asks.forbidding(number, isGated: isGated).intersection(others).isEmpty else {
        throw Refusal("a run of `\(plan.name)` may do what is forbidden")
      }
    }
    if asked.isEmpty || admitted.isEmpty { vacuous += 1 } else { proved += 1 }
    if proof.claim == .safeWithoutGate { provedWithoutGate += 1 }
  }
}

/// Which groups may use which tools, of those that plans call.
private struct Admission: Sendable {
  private var groups: [Bitset: Bitset] = [:]

  init(_ groups: Groups, _ used: Bitset) {
    for (number, rights) in groups.all.enumerated() {
      self.groups[rights.tools.intersection(used), default: Bitset()].insert(number)
    }
  }

  func groups(with tools: Bitset) -> Bitset {
    groups.reduce(Bitset()) { tools.isSubset(of: $1.key) ? $0.union($1.value) : $0 }
  }
}

/// What plans ask of a platform, and what policies answer: worked out once for what they have in common.
private struct Asks: Sendable {
  private let platform: PlatformCheck
  private let groups: [Rights]
  private var numbers: [Ask: Int] = [:]
  private var all: [(ask: Ask, tried: [Int])] = []
  /// By `key` of what is asked; `known` then by group.
  private var known: [Int: [Int: Bool?]] = [:]
  private var forbidding: [Int: Bitset] = [:]

  init(_ platform: PlatformCheck, _ groups: [Rights]) {
    (self.platform, self.groups) = (platform, groups)
  }

  mutating func number(of ask: Ask) throws -> Int {
    if let known = numbers[ask] { return known }
    numbers[ask] = all.count
    all.append((ask, try platform.tried(ask)))
    return all.count - 1
  }

  /// The number of what is asked, or with the gate left out its complement.
  private func key(_ number: Int, isGated: Bool) -> Int { isGated ? number : ~number }

  mutating func outcome(_ number: Int, _ group: Int, isGated: Bool) -> Bool? {
    let key = key(number, isGated: isGated)
    if let known = known[key]?[group] { return known }
    let (ask, tried) = all[number]
    let outcome = platform.outcome(ask, tried, groups[group], isGated: isGated)
    known[key, default: [:]][group] = .some(outcome)
    return outcome
  }

  /// The groups to which it is forbidden; none where what is forbidden is skipped.
  mutating func forbidding(_ number: Int, isGated: Bool) -> Bitset {
    let key = key(number, isGated: isGated)
    if let known = forbidding[key] { return known }
    let (ask, tried) = all[number]
    var forbidding = Bitset()
    if !isGated || ask.isReview {
      forbidding = Bitset(
        groups.indices.filter {
          platform.outcome(ask, tried, groups[$0], isGated: isGated) == nil
        })
    }
    self.forbidding[key] = forbidding
    return forbidding
  }
}

/// The policies of a platform, each once: of all classes, and of tenants that have something of their
/// own.
private struct Groups: Sendable {
  private(set) var all: [Rights] = []
  /// Rows of the table `classes`.
  private(set) var rowCount = 0
  private var numbers: [Int: Int] = [:]

  init(_ lifted: LiftedPlatform, _ bundle: PolicyBundle) throws {
    let catalogue = lifted.catalogue
    let owners = Set(
      (catalogue.endpoints.elements.map(\.dedicatedTo)
        + catalogue.reviewerPools.elements.map(\.dedicatedTo)).compactMap(\.?.value)
    ).sorted()
    var known: [Rights: Int] = [:]
    func add(_ key: Int, _ rights: Rights) {
      if known[rights] == nil { all.append(rights) }
      known[rights] = known[rights] ?? all.count - 1
      numbers[key] = known[rights]
    }
    var sharing: Set<Int> = []
    for ordinal in 0..<bundle.tenantCount where !owners.isEmpty {
      guard let tenant = bundle.tenant(at: ordinal) else { throw Refusal("no tenant \(ordinal)") }
      if !owners.contains(tenant.id) { sharing.insert(tenant.classRow) }
    }
    for row in 0..<(bundle.table(named: "classes")?.rowCount ?? 0) {
      guard let policy = lifted.policy(ofClass: row) else { continue }
      rowCount += 1
      if owners.isEmpty || sharing.contains(row) {
        add(row, Rights(policy, owner: "", catalogue))
      }
      for (number, owner) in owners.enumerated()
      where bundle.context(for: owner)?.classRow == row {
        add(~number, Rights(policy, owner: owner, catalogue))
      }
    }
  }

  /// The group of a class row (even), or of an owner in order of their ids (odd).
  func number(_ key: Int) throws -> Int {
    guard let number = numbers[key % 2 == 0 ? key / 2 : ~(key / 2)] else {
      throw Refusal("there is no such group of tenants")
    }
    return number
  }
}
