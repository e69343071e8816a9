import PolicyModel

/// The values that the parts of policies take, each once.
struct PolicyParts {
  private(set) var residencies = Numbered<Residency>()
  private(set) var modelTiers = Numbered<Int>()
  private(set) var retentions = Numbered<Retentions>()
  private(set) var owners = Numbered<String?>()
  private(set) var reviews = Numbered<Reviews>()

  struct Retentions: Hashable, Sendable {
    let data: Int64
    let audit: Int64
  }

  struct Reviews: Hashable, Sendable {
    /// By number.
    let residency: Int32
    let pool: Int?
    let owner: String?
  }

  struct Numbers {
    let residency: Int32
    let modelTier: Int32
    let retention: Int32
    let owner: Int32
    let review: Int32
  }

  mutating func numbers(of policy: RoutingPolicy) -> Numbers {
    let residency = residencies.number(of: policy.residency)
    return Numbers(
      residency: residency, modelTier: modelTiers.number(of: policy.modelTier),
      retention: retentions.number(
        of: Retentions(data: policy.dataRetention, audit: policy.auditRetention)),
      owner: owners.number(of: policy.owner),
      review: reviews.number(
        of: Reviews(residency: residency, pool: policy.reviewerPool, owner: policy.owner)))
  }
}

/// Values by number, each once.
struct Numbered<Value: Hashable & Sendable>: Sendable {
  private(set) var values: [Value] = []
  private var numbers: [Value: Int32] = [:]

  mutating func number(of value: Value) -> Int32 {
    if let known = numbers[value] { return known }
    let number = Int32(values.count)
    numbers[value] = number
    values.append(value)
    return number
  }
}

/// The candidates of all questions that something permits, a bit each.
struct PermittedWords: Hashable, Sendable {
  var words: [UInt64]
  /// By question: seconds until the first end of a ground that a candidate relies on, `Int64.max` where
  /// none does. Empty where no ground is accepted.
  var ends: [Int64] = []
}

/// Works out what single parts of policies permit.
struct PartAnswers: Sendable {
  private let questions: [AskedQuestion]
  private let permissions: Permissions
  private let words: Int
  /// Decisions that answer questions, each once, and by question which of them does.
  private let decisions: [(decision: Decision, isStorage: Bool)]
  private let decisionOf: [Int?]
  private let reviews: [AskedQuestion]

  /// - Parameter words: The number of words of all answers.
  init(_ questions: [AskedQuestion], _ permissions: Permissions, words: Int) {
    self.questions = questions
    self.permissions = permissions
    self.words = words
    var numbers = Numbered<Capability>()
    var decisions: [(decision: Decision, isStorage: Bool)] = []
    decisionOf = questions.map { asked in
      guard let decision = asked.decision, let capability = asked.question.capability else {
        return nil
      }
      let number = Int(numbers.number(of: capability))
      if number == decisions.count { decisions.append((decision, asked.question.isStorage)) }
      return number
    }
    self.decisions = decisions
    reviews = questions.filter { $0.decision == nil }
  }

  func words(ofModelTier tier: Int) -> PermittedWords {
    permitted { permissions.modelTier(of: $0, $1, tier) == nil }
  }

  func words(of kept: PolicyParts.Retentions) -> PermittedWords {
    permitted { permissions.retention(of: $0, $1, kept.data, kept.audit) == nil }
  }

  func words(ofOwner owner: String?) -> PermittedWords {
    permitted { endpoint, _ in permissions.dedication(of: endpoint, owner) == nil }
  }

  func words(of review: PolicyParts.Reviews, _ residency: Residency) -> PermittedWords {
    var result = PermittedWords(words: Array(repeating: 0, count: words))
    for asked in reviews {
      guard case .review(let reviewers) = asked.question.subject,
        let pool = reviewers.pool(own: review.pool)
      else { continue }
      let isForbidden =
        permissions.prohibition(
          ofPool: pool, label: asked.question.label, residency, owner: review.owner) != nil
      result.words[asked.firstWord] = 1 | (isForbidden ? 2 : 0) | UInt64(pool) << 2
    }
    return result
  }

  /// What an endpoint may be used for depends on the regions for each class of data alone: worked out
  /// for each decision once, not for each label.
  func words(of residency: Residency) -> PermittedWords {
    var result = PermittedWords(words: Array(repeating: 0, count: words))
    let hasGrounds = !residency.accepts.isEmpty && permissions.hasGrounds
    if hasGrounds { result.ends = Array(repeating: .max, count: questions.count) }
    let uses = [residency.general] + residency.byClass.map(\.use)
    let permitted = decisions.map { decision, isStorage in
      uses.map { PermittedUse(decision, $0, residency.accepts, permissions, isStorage: isStorage) }
    }
    for (number, asked) in questions.enumerated() {
      guard let decision = decisionOf[number] else { continue }
      let relevant = residency.positions(of: asked.question.label)
      for word in 0..<asked.wordCount {
        result.words[asked.firstWord + word] = relevant.reduce(.max) {
          $0 & permitted[decision][$1].words[word]
        }
      }
      guard hasGrounds, let possible = asked.snapshots?.possible else { continue }
      for position in relevant.reduce(possible, { $0.intersection(permitted[decision][$1].set) })
        .members
      {
        let end = relevant.reduce(.max) { min($0, permitted[decision][$1].ends[position]) }
        result.ends[number] = min(result.ends[number], end)
      }
    }
    return result
  }

  /// The candidates of all questions for which that is so.
  private func permitted(_ isPermitted: (Int, Question) -> Bool) -> PermittedWords {
    var result = PermittedWords(words: Array(repeating: 0, count: words))
    for asked in questions {
      for (position, endpoint) in (asked.decision?.endpoints ?? []).enumerated()
      where isPermitted(endpoint, asked.question) {
        result.words[asked.firstWord + position / 64] |= 1 << UInt64(position % 64)
      }
    }
    return result
  }
}

/// The candidates of a decision that may have data of one class.
private struct PermittedUse {
  let set: Bitset
  let words: [UInt64]
  /// By candidate, the end of the ground that it relies on, in seconds.
  let ends: [Int64]

  init(
    _ decision: Decision, _ use: RegionUse, _ accepted: Bitset, _ permissions: Permissions,
    isStorage: Bool
  ) {
    ends = decision.endpoints.map {
      permissions.groundEnd(of: $0, in: use, accepted, isStorage: isStorage)
    }
    let set = Bitset(ends.indices.filter { [ends] in ends[$0] != .min })
    self.set = set
    words = (0..<max((ends.count + 63) / 64, 1)).map { set.word($0) }
  }
}

extension Residency {
  /// Which regions matter for a label: 0 for the general ones, and from 1 on those of single classes.
  fileprivate func positions(of label: UInt64) -> [Int] {
    let own = byClass.indices.filter { label >> UInt64(byClass[$0].dataClass) & 1 == 1 }
    let rest = own.reduce(label) { $0 & ~(1 << UInt64(byClass[$1].dataClass)) }
    return (own.isEmpty || rest != 0 ? [0] : []) + own.map { $0 + 1 }
  }
}

extension Reviewers {
  /// - Parameter own: The tenant's pool.
  fileprivate func pool(own: Int?) -> Int? {
    switch self {
    case .tenantsOwn: own
    case .pool(let pool): pool
    }
  }
}
