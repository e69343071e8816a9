import CertificateChecker
import PolicyModel
package import RandomWorlds
import ReferenceInterpreter
package import TenantPolicy
import Threads
import VerificationFindings

/// Certificates of random worlds, and attacks on them: what is accepted is true, says the interpreter.
package struct CertificateTrial: Sendable {
  package private(set) var worlds = 0
  /// Certificates as the verifier writes them: of worlds that are safe, and of others.
  package private(set) var accepted = 0
  package private(set) var refused = 0
  /// By kind of attack: forged certificates that were refused, and that were accepted and are true.
  package private(set) var attacks: [String: Counts] = [:]
  package private(set) var failures: [String] = []

  package struct Counts: Sendable {
    package var refused = 0
    package var stillTrue = 0

    init(refused: Int = 0, stillTrue: Int = 0) {
      self.refused = refused
      self.stillTrue = stillTrue
    }
  }

  package init() {}

  /// - Parameter threads: Most threads that work on it; what comes of it does not depend on them.
  package init(seeds: Range<UInt64>, threads: Int) {
    let parts = parallelWork(
      count: seeds.count, threads: threads, from: CertificateTrial()
    ) { part, number in
      part.add(RandomWorld(seed: seeds.lowerBound + UInt64(number)))
    }
    for part in parts { add(part) }
  }

  /// Every kind of attack, with its counts.
  package var table: [(attack: String, counts: Counts)] {
    attacks.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  package var forged: Int { attacks.values.reduce(0) { $0 + $1.refused + $1.stillTrue } }

  private mutating func add(_ other: CertificateTrial) {
    worlds += other.worlds
    accepted += other.accepted
    refused += other.refused
    failures += other.failures
    attacks.merge(other.attacks) { left, right in
      Counts(refused: left.refused + right.refused, stillTrue: left.stillTrue + right.stillTrue)
    }
  }

  // MARK: One world

  package mutating func add(_ world: RandomWorld) {
    let bundle: PolicyBundle
    do {
      bundle = try world.bundle()
    } catch {
      return failures.append("world \(world.seed) cannot be compiled: \(error)")
    }
    guard let written = Self.certificate(of: bundle, world) else {
      return failures.append("world \(world.seed) cannot be verified")
    }
    worlds += 1
    var truth = CertificateTruth(world)
    audit(written, bundle, world, &truth)
    guard let certificate = WrittenCertificate(written), certificate.bytes == written else {
      return failures.append("the certificate of world \(world.seed) is not as the page says")
    }
    for attack in CertificateAttack.allCases {
      let forged = attack.forged(
        certificate, day: UInt64(world.day), groups: certificate.groups(rows: world.rights.count))
      for forged in forged {
        attempt(
          attack.rawValue, forged, isAlwaysRefused: attack.isAlwaysRefused, bundle, world, &truth)
      }
    }
    for fault in PolicyFault.allCases { addStale(world, certificate, fault, bundle, &truth) }
    addDamaged(written, bundle, world)
  }

  /// Bytes that are no certificate of the bundle, whatever they claim: all are refused.
  private mutating func addDamaged(
    _ written: [UInt8], _ bundle: PolicyBundle, _ world: RandomWorld
  ) {
    let content = Array(written.dropLast(32))
    func withDigest(_ bytes: [UInt8]) -> [UInt8] { bytes + BundleDigest.of(bytes) }
    var flipped = written
    flipped[Int(world.seed) % written.count] ^= 1 << UInt8(world.seed % 8)
    var otherMagic = content
    otherMagic[Int(world.seed) % 8] ^= 1
    let digest = BundleDigest.of(withDigest(content + [0]))
    let naming = (try? world.bundle(certificateDigest: digest)) ?? bundle
    let damaged: [(String, [UInt8], PolicyBundle)] = [
      ("a bit is flipped, and the digest is not made right", flipped, bundle),
      ("other bytes than a certificate's begin it", withDigest(otherMagic), bundle),
      ("bytes follow its end", withDigest(content + [0]), bundle),
      ("it is cut short", withDigest(Array(content.dropLast(1 + content.count / 3))), bundle),
      ("the bundle names another certificate", written, naming),
    ]
    for (attack, bytes, bundle) in damaged {
      guard (try? Audit(bytes, of: bundle, now: world.day)) == nil else {
        failures.append("world \(world.seed): accepted though \(attack)")
        continue
      }
      attacks[attack, default: Counts()].refused += 1
    }
  }

  /// What the verifier writes is accepted where every plan is safe, and nowhere else.
  private mutating func audit(
    _ written: [UInt8], _ bundle: PolicyBundle, _ world: RandomWorld,
    _ truth: inout CertificateTruth
  ) {
    let isSafe = truth.isSafe
    do {
      let audit = try Audit(written, of: bundle, now: world.day)
      accepted += 1
      if !isSafe { failures.append("world \(world.seed) is accepted, and not safe") }
      if !truth.holds(until: audit.until, WrittenCertificate(written)) {
        failures.append("world \(world.seed) is not safe until the end of the window")
      }
    } catch {
      refused += 1
      // What compares facts may be safe without that this is known.
      if isSafe, !world.comparesFacts {
        failures.append("world \(world.seed) is safe, and refused: \(error)")
      }
    }
  }

  private mutating func attempt(
    _ attack: String, _ forged: WrittenCertificate, isAlwaysRefused: Bool, _ bundle: PolicyBundle,
    _ world: RandomWorld, _ truth: inout CertificateTruth
  ) {
    guard let audit = try? Audit(forged.bytes, of: bundle, now: world.day) else {
      attacks[attack, default: Counts()].refused += 1
      return
    }
    attacks[attack, default: Counts()].stillTrue += 1
    guard isAlwaysRefused || !truth.holds(until: audit.until, forged) else { return }
    failures.append("world \(world.seed): accepted though \(attack)")
  }

  /// The policies were edited after they were proved: the certificate of what they were, with the digest
  /// of what they are, and the other way round.
  private mutating func addStale(
    _ world: RandomWorld, _ certificate: WrittenCertificate, _ fault: PolicyFault,
    _ bundle: PolicyBundle, _ truth: inout CertificateTruth
  ) {
    guard let edited = world.with(fault), let editedBundle = try? edited.bundle(),
      let written = Self.certificate(of: editedBundle, edited),
      let after = WrittenCertificate(written)
    else { return }
    let kind = "stale: \(fault.rawValue)"
    var editedTruth = CertificateTruth(edited)
    attempt(
      kind, certificate.of(editedBundle), isAlwaysRefused: false, editedBundle, edited,
      &editedTruth)
    attempt(kind, after.of(bundle), isAlwaysRefused: false, bundle, world, &truth)
  }

  package static func certificate(of bundle: PolicyBundle, _ world: RandomWorld) -> [UInt8]? {
    VerifiedBundle(bundle, on: world.world.day, settings: ProofSettings())?.certificateBytes
  }
}

extension WrittenCertificate {
  /// The same, said of another bundle.
  fileprivate func of(_ other: PolicyBundle) -> WrittenCertificate {
    var certificate = self
    certificate.bundle = other.contentDigest
    return certificate
  }

  /// Numbers that may be those of groups, and those that exceptions name.
  fileprivate func groups(rows: Int) -> [UInt64] {
    let named = plans.joined().flatMap(\.exceptions).flatMap(\.groups)
    return Set(named + (0..<rows).map { UInt64(2 * $0) }).sorted()
  }
}

extension RandomWorld {
  /// In seconds since 1970.
  fileprivate var day: Int64 { world.day.secondsSince1970 }
}

/// What the interpreter says about the claims of certificates.
private struct CertificateTruth {
  private let random: RandomWorld
  /// By day, plan and whether there is a gate.
  private var known: [[Int64]: Bool] = [:]

  init(_ random: RandomWorld) {
    self.random = random
  }

  /// Whether runs do nothing that is forbidden, as the runtime decides.
  var isSafe: Bool {
    mutating get {
      let day = random.world.day.secondsSince1970
      for plan in random.world.plans.elements.indices
      where !isSafe(plan, isGated: random.isGated, day) {
        return false
      }
      return true
    }
  }

  /// Whether all that is claimed is so, on the day of the audit and on the last of the window.
  mutating func holds(until: Int64?, _ certificate: WrittenCertificate?) -> Bool {
    let claims = certificate?.plans.first?.map(\.claim) ?? []
    guard claims.count == random.world.plans.count else { return false }
    let today = random.world.day.secondsSince1970
    let last = until.map { max($0 - 1, today) / 86_400 * 86_400 } ?? Self.farAway
    for (plan, claim) in claims.enumerated() {
      for day in Set([today, last]).sorted() where !isTrue(claim, plan, day) { return false }
    }
    return true
  }

  /// A day on which every ground has ended.
  private static let farAway: Int64 = 4_000_000_000 / 86_400 * 86_400

  private mutating func isTrue(_ claim: UInt64, _ plan: Int, _ day: Int64) -> Bool {
    switch claim {
    case 0: !random.rights.contains { $0.admit(random.world.plans[plan]) }
    case 1: isSafe(plan, isGated: random.isGated, day)
    case 2: isSafe(plan, isGated: false, day)
    default: false
    }
  }

  private mutating func isSafe(_ plan: Int, isGated: Bool, _ day: Int64) -> Bool {
    let key = [day, Int64(plan), isGated ? 1 : 0]
    if let answer = known[key] { return answer }
    let world = random.on(CalendarDate(secondsSince1970: day)).world
    let answer = random.rights.allSatisfy { rights in
      let interpreter = Interpreter(world, plan: plan, rights: rights, isGated: isGated)
      return interpreter.forbidden(among: Exploration(interpreter).events).isEmpty
    }
    known[key] = answer
    return answer
  }
}
