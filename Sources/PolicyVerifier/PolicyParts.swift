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

  /// - Parameter words: The number of words of all answers.
  init(_ questions: [AskedQuestion], _ permissions: Permissions, words: Int) {
    self.questions = questions
    self.permissions = permissions
    self.words = words
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
    for asked in questions {
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
  /// for each capability once, not for each label.
  func words(of residency: Residency) -> PermittedWords {
    var result = PermittedWords(words: Array(repeating: 0, count: words))
    let hasGrounds = !residency.accepts.isEmpty && permissions.hasGrounds
    if hasGrounds { result.ends = Array(repeating: .max, count: questions.count) }
    var known: [Capability: [[Int64]]] = [:]
    let uses = [residency.general] + residency.byClass.map(\.use)
    for (number, asked) in questions.enumerated() {
      guard let decision = asked.decision, let capability = asked.question.capability else {
        continue
      }
      let ends =
        known[capability]
        ?? uses.map { use in
          decision.endpoints.map {
            permissions.groundEnd(
              of: $0, in: use, residency.accepts, isStorage: asked.question.isStorage)
          }
        }
      known[capability] = ends
      let relevant = residency.positions(of: asked.question.label).map { ends[$0] }
      for position in decision.endpoints.indices {
        let end = relevant.reduce(Int64.max) { min($0, $1[position]) }
        guard end != .min else { continue }
        result.words[asked.firstWord + position / 64] |= 1 << UInt64(position % 64)
        if hasGrounds, asked.snapshots?.possible.contains(position) == true {
          result.ends[number] = min(result.ends[number], end)
        }
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
