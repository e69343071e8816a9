/// The reasons for a decision. The raw value is stable: it is what the C interface gives, and what logs
/// can keep.
public enum DecisionCode: UInt8, CaseIterable, Hashable, Sendable, CustomStringConvertible {
  /// It may.
  case permitted = 0
  /// The tool is not among those that the tenant may use.
  case toolNotPermitted = 1
  /// A region in which the endpoint may process data is not permitted for a class of the data.
  case regionNotPermitted = 2
  /// Something asked about is one of another bundle.
  case otherBundle = 3
  /// The bundle holds no such tenant.
  case unknownTenant = 4
  /// The tenant's platform has no such plan.
  case unknownPlan = 5
  /// The platform has no such tool, model, storage, endpoint, pool or step, or the label has a data
  /// class that it does not declare.
  case unknownName = 6
  /// A region in which the endpoint may store data is not permitted for a class of the data.
  case storingNotPermitted = 7
  /// A region in which the endpoint may log data is not permitted for a class of the data.
  case loggingNotPermitted = 8
  /// The model is of a higher tier than the tenant's, or its tier is not stated.
  case modelTierNotPermitted = 9
  /// The endpoint may keep data for longer than the tenant permits.
  case retainsTooLong = 10
  /// The store may keep audit logs for less than the tenant demands.
  case retainsTooShort = 11
  /// The endpoint or pool serves another tenant alone.
  case dedicatedToAnother = 12
  /// The reviewers sit where data of a class of what they would see may not be.
  case reviewersElsewhere = 13
  /// The reviewers may not see a data class of what they would see.
  case clearanceMissing = 14
  /// The tenant has no reviewers of its own.
  case noReviewers = 15
  /// No endpoint serves what is asked for, or none is left on its route.
  case noCandidate = 16
  /// No candidate's condition holds for the data and for what is known of latencies.
  case conditionsNotMet = 17
  /// Each candidate that could be tried is down, or has been tried in this snapshot.
  case unavailable = 18
  /// The bundle's plans were not proved, or more states would have had to be looked at than there are
  /// looked at.
  case notProved = 19
  /// The step belongs to another plan, or does not ask for that.
  case notAskedHere = 20
  /// No run of the plan that was proved has data with such a label there.
  case labelNotReached = 21
  /// The endpoint is not a candidate for what is asked for.
  case notACandidate = 22
  /// The bytes are not an encoded context, or were changed.
  case damagedContext = 23

  /// Whether it may.
  public var isPermitted: Bool { self == .permitted }

  /// Whether the same question can have another answer later, by the same bundle: when an endpoint is
  /// up again, or in another snapshot.
  public var canRetry: Bool { self == .unavailable || self == .conditionsNotMet }

  /// What is the matter, in a few words.
  public var description: String { words.description }
}

// As constants, which the C interface gives away.
extension DecisionCode {
  /// What is the matter, in a few words.
  package var words: StaticString {
    switch self {
    case .permitted: "permitted"
    case .toolNotPermitted: "the tenant may not use the tool"
    case .regionNotPermitted:
      "the endpoint may process data where the tenant's may not be processed"
    case .otherBundle: "this is of another bundle"
    case .unknownTenant: "there is no such tenant"
    case .unknownPlan: "the tenant's platform has no such plan"
    case .unknownName: "the platform declares no such thing"
    case .storingNotPermitted: "the endpoint may store data where the tenant's may not be stored"
    case .loggingNotPermitted: "the endpoint may log data where the tenant's may not be logged"
    case .modelTierNotPermitted: "the model is of a higher tier than the tenant's"
    case .retainsTooLong: "the endpoint may keep data for longer than the tenant permits"
    case .retainsTooShort: "the store may keep audit logs for less than the tenant demands"
    case .dedicatedToAnother: "it serves another tenant alone"
    case .reviewersElsewhere: "the reviewers sit where the tenant's data may not be"
    case .clearanceMissing: "the reviewers may not see a class of the data"
    case .noReviewers: "the tenant has no reviewers of its own"
    case .noCandidate: "no endpoint serves this"
    case .conditionsNotMet: "no candidate's condition holds"
    case .unavailable: "every candidate is down or was tried"
    case .notProved: "nothing was proved of the plan"
    case .notAskedHere: "the step does not ask for that"
    case .labelNotReached: "no run that was proved has such data there"
    case .notACandidate: "the endpoint is not a candidate"
    case .damagedContext: "this is not an encoded context, or it was changed"
    }
  }

  /// The case as a word for logs.
  package var name: StaticString {
    switch self {
    case .permitted: "permitted"
    case .toolNotPermitted: "toolNotPermitted"
    case .regionNotPermitted: "regionNotPermitted"
    case .otherBundle: "otherBundle"
    case .unknownTenant: "unknownTenant"
    case .unknownPlan: "unknownPlan"
    case .unknownName: "unknownName"
    case .storingNotPermitted: "storingNotPermitted"
    case .loggingNotPermitted: "loggingNotPermitted"
    case .modelTierNotPermitted: "modelTierNotPermitted"
    case .retainsTooLong: "retainsTooLong"
    case .retainsTooShort: "retainsTooShort"
    case .dedicatedToAnother: "dedicatedToAnother"
    case .reviewersElsewhere: "reviewersElsewhere"
    case .clearanceMissing: "clearanceMissing"
    case .noReviewers: "noReviewers"
    case .noCandidate: "noCandidate"
    case .conditionsNotMet: "conditionsNotMet"
    case .unavailable: "unavailable"
    case .notProved: "notProved"
    case .notAskedHere: "notAskedHere"
    case .labelNotReached: "labelNotReached"
    case .notACandidate: "notACandidate"
    case .damagedContext: "damagedContext"
    }
  }
}

/// What was decided, and why. Thrown where something is refused.
public struct Decision: Error, Hashable, Sendable, CustomStringConvertible {
  /// The reason.
  public let code: DecisionCode
  /// The line of a policy, a route or a plan from which it follows; `nil` where there is none.
  public let rule: SourceLine?
  /// The bundle that decided so.
  public let bundle: BundleIdentity

  /// Whether it may.
  public var isPermitted: Bool { code.isPermitted }

  /// Whether the same question can have another answer later, by the same bundle.
  public var canRetry: Bool { code.canRetry }

  /// The reason in words.
  public var description: String { code.description }
}

/// What tells a bundle from every other: its digest.
public struct BundleIdentity: Hashable, Sendable {
  private let words: (UInt64, UInt64, UInt64, UInt64)

  init(_ words: (UInt64, UInt64, UInt64, UInt64)) {
    self.words = words
  }

  /// The 32 bytes of the digest.
  public var bytes: [UInt8] {
    [words.0, words.1, words.2, words.3].flatMap { word in
      (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * UInt64($0))) }
    }
  }

  /// Writes the digest to a buffer of 32 bytes.
  package func copy(into buffer: UnsafeMutableRawBufferPointer) {
    unsafe withUnsafeBytes(of: words) { unsafe buffer.copyMemory(from: $0) }
  }

  /// Whether the digests are the same.
  public static func == (left: BundleIdentity, right: BundleIdentity) -> Bool {
    left.words == right.words
  }

  /// Hashes the digest.
  public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

extension PolicyBundle {
  /// What tells this bundle from every other.
  public var identity: BundleIdentity {
    let start = memory.count - TableLayout.digestSize
    func word(_ number: Int) -> UInt64 { memory.load(UInt64.self, at: start + 8 * number) ?? 0 }
    return BundleIdentity((word(0), word(1), word(2), word(3)))
  }

  func decision(_ code: DecisionCode, _ rule: SourceLine? = nil) -> Decision {
    Decision(code: code, rule: rule, bundle: identity)
  }
}
