import PolicyModel
import PolicyVerifier
import TenantPolicy

/// Where it is kept between runs what is hard to find and easy to check: for every cause, where the
/// changes that do not repair it were found to fail.
///
/// Nothing of it is believed. Whatever an entry says is verified before it counts, so that an entry that
/// is damaged, forged or of another release costs time and changes nothing. Proofs are not kept: to
/// check one takes as long as to make it.
package struct ProofCache: Sendable {
  private let version: String
  private let load: @Sendable (_ key: String) -> [UInt8]?
  private let store: @Sendable (_ key: String, _ bytes: [UInt8]) -> Void

  /// - Parameters:
  ///   - version: Of the program.
  ///   - load: The bytes under a key of letters and digits; `nil` where there are none.
  ///   - store: Keeps bytes under a key, whole or not at all.
  package init(
    version: String, load: @escaping @Sendable (_ key: String) -> [UInt8]?,
    store: @escaping @Sendable (_ key: String, _ bytes: [UInt8]) -> Void
  ) {
    self.version = version
    self.load = load
    self.store = store
  }

  /// The repairs of a cause.
  func repairs(for cause: Cause, _ verification: Verification) -> [Repair] {
    let key = key(of: cause, verification)
    let known =
      load(Self.name(key)).flatMap { RepairTrials(from: $0, under: key) } ?? RepairTrials()
    var trials = known
    let repairs = verification.repairs(for: cause, &trials)
    if trials != known { store(Self.name(key), trials.encoded(under: key)) }
    return repairs
  }

  /// The digest of the program, of the problem, and of the plans that have it, by name.
  private func key(of cause: Cause, _ verification: Verification) -> [UInt8] {
    let platform = verification.platform
    let parts =
      ["repairs", version, platform.catalogue.name.value, "\(cause.problem)"]
      + cause.plans.map { platform.plans[$0].name }
    return BundleDigest.of(parts.flatMap { BundleDigest.of(Array($0.utf8)) })
  }

  private static func name(_ key: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: key.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}

// As bytes: the key, and for each change its words, the plan and the tenant, each with its length before
// it; then a digest of all that.
extension RepairTrials {
  func encoded(under key: [UInt8]) -> [UInt8] {
    var bytes = key
    for (change, refuter) in refuters.sorted(by: { $0.key < $1.key }) {
      for text in [change, refuter.plan, refuter.tenant] {
        let utf8 = Array(text.utf8.prefix(Int(UInt16.max)))
        bytes += [
          UInt8(truncatingIfNeeded: utf8.count), UInt8(truncatingIfNeeded: utf8.count >> 8),
        ]
        bytes += utf8
      }
    }
    return bytes + BundleDigest.of(bytes)
  }

  /// - Returns: `nil` if that is not exactly what was kept.
  init?(from bytes: [UInt8], under key: [UInt8]) {
    guard bytes.count >= 64, Array(bytes.prefix(32)) == key,
      BundleDigest.of(Array(bytes.dropLast(32))) == Array(bytes.suffix(32))
    else { return nil }
    var rest = bytes[32..<(bytes.count - 32)]
    var refuters: [String: Refuter] = [:]
    while !rest.isEmpty {
      guard let change = Self.text(&rest), let plan = Self.text(&rest),
        let tenant = Self.text(&rest)
      else { return nil }
      refuters[change] = Refuter(plan: plan, tenant: tenant)
    }
    self.init(refuters)
  }

  private static func text(_ rest: inout ArraySlice<UInt8>) -> String? {
    guard rest.count >= 2 else { return nil }
    let count = Int(rest[rest.startIndex]) | Int(rest[rest.startIndex + 1]) << 8
    rest = rest.dropFirst(2)
    guard rest.count >= count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return String(validating: rest.prefix(count), as: UTF8.self)
  }
}
