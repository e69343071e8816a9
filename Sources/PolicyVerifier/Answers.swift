import PolicyModel

/// What a policy answers to a question, as one word.
///
/// For a decision: which candidates it does not forbid, a bit each by position (from 64 candidates on,
/// the number of such a set). For a review: 0 where there is no pool, else a bit 0 that is set, a bit 1
/// that says whether the pool is forbidden, and the pool's number from bit 2 on.
typealias Answer = UInt64

/// What policies answer to the questions of a platform.
///
/// An answer depends on few parts of a policy, each of which takes few values: what each value permits is
/// worked out once, and the answer of a policy is the intersection.
struct AnswerTable: Sendable {
  let questions: [AskedQuestion]
  private let permissions: Permissions
  private let catalogue: Catalogue
  private var residencies = PartTable<Residency>()
  private var modelTiers = PartTable<Int>()
  private var retentions = PartTable<Retentions>()
  private var owners = PartTable<String?>()
  private var reviews = PartTable<Reviews>()
  /// Answers to questions with many candidates, by number.
  private var wide: [Bitset] = []
  private var wideNumbers: [Bitset: Int] = [:]

  private struct Retentions: Hashable {
    let data: Int64
    let audit: Int64
  }

  private struct Reviews: Hashable {
    let residency: Int
    let pool: Int?
    let owner: String?
  }

  init(_ platform: PlatformDecisions, _ questions: [Question], on day: CalendarDate) {
    catalogue = platform.catalogue
    permissions = Permissions(platform.catalogue, on: day)
    self.questions = questions.map { AskedQuestion($0, platform) }
  }

  /// The answers of a policy, by number of the question.
  mutating func row(of policy: RoutingPolicy) -> [Answer] {
    let permissions = permissions
    let residency = residencies.number(of: policy.residency)
    if !residencies.hasRow(residency) {
      residencies.append(permitted { permissions.regions(of: $0, $1, policy.residency) })
    }
    let tier = modelTiers.number(of: policy.modelTier)
    if !modelTiers.hasRow(tier) {
      modelTiers.append(permitted { permissions.modelTier(of: $0, $1, policy.modelTier) })
    }
    let kept = Retentions(data: policy.dataRetention, audit: policy.auditRetention)
    let retention = retentions.number(of: kept)
    if !retentions.hasRow(retention) {
      retentions.append(permitted { permissions.retention(of: $0, $1, kept.data, kept.audit) })
    }
    let owner = owners.number(of: policy.owner)
    if !owners.hasRow(owner) {
      owners.append(permitted { endpoint, _ in permissions.dedication(of: endpoint, policy.owner) })
    }
    let review = reviews.number(
      of: Reviews(residency: residency, pool: policy.reviewerPool, owner: policy.owner))
    if !reviews.hasRow(review) { reviews.append(reviewAnswers(policy)) }

    let parts = [
      residencies.row(residency), modelTiers.row(tier), retentions.row(retention),
      owners.row(owner),
    ]
    let shown = reviews.row(review)
    return questions.indices.map { index in
      if questions[index].decision == nil { return shown[index] }
      let masks = parts.map { $0[index] }
      return questions[index].isWide
        ? wideAnswer(masks) : masks[0] & masks[1] & masks[2] & masks[3]
    }
  }

  /// The candidates that an answer does not forbid, by position.
  func permitted(_ answer: Answer, to question: Int) -> Bitset {
    questions[question].isWide ? wide[Int(answer)] : Bitset(word: answer)
  }

  /// The first end of a ground on which a candidate of a question is permitted under a residency.
  func groundEnd(of question: Int, _ residency: Residency) -> CalendarDate? {
    let asked = questions[question]
    guard let decision = asked.decision, let snapshots = asked.snapshots else { return nil }
    return snapshots.possible.members.compactMap {
      permissions.groundEnd(of: decision.endpoints[$0], asked.question, residency)
    }.min()
  }

  private mutating func wideAnswer(_ numbers: [Answer]) -> Answer {
    let set = numbers.map { wide[Int($0)] }.dropFirst()
      .reduce(wide[Int(numbers[0])]) { $0.intersection($1) }
    return number(ofWide: set)
  }

  private mutating func number(ofWide set: Bitset) -> Answer {
    if let known = wideNumbers[set] { return Answer(known) }
    wideNumbers[set] = wide.count
    wide.append(set)
    return Answer(wide.count - 1)
  }

  /// For each question the candidates that one part of a policy does not forbid.
  private mutating func permitted(
    _ prohibition: (Int, Question) -> Prohibition?
  ) -> [Answer] {
    var answers: [Answer] = []
    for asked in questions {
      guard let decision = asked.decision else {
        answers.append(0)
        continue
      }
      let fine = decision.endpoints.indices.filter {
        prohibition(decision.endpoints[$0], asked.question) == nil
      }
      let set = Bitset(fine)
      answers.append(asked.isWide ? number(ofWide: set) : set.word(0))
    }
    return answers
  }

  private func reviewAnswers(_ policy: RoutingPolicy) -> [Answer] {
    questions.map { asked in
      guard case .review(let reviewers) = asked.question.subject else { return 0 }
      let pool: Int?
      switch reviewers {
      case .tenantsOwn: pool = policy.reviewerPool
      case .pool(let index): pool = index
      }
      guard let pool else { return 0 }
      let isForbidden =
        permissions.prohibition(ofPool: pool, label: asked.question.label, policy) != nil
      return 1 | (isForbidden ? 2 : 0) | Answer(pool) << 2
    }
  }
}

/// A question with the decision that answers it.
struct AskedQuestion: Sendable {
  let question: Question
  /// `nil` for a review.
  let decision: Decision?
  /// `nil` for a review, or where the conditions tell too many cases apart.
  let snapshots: Snapshots?
  /// Whether its candidates do not fit in a word.
  var isWide: Bool { (decision?.endpoints.count ?? 0) > 64 }

  init(_ question: Question, _ platform: PlatformDecisions) {
    self.question = question
    decision = question.capability.map { platform.decisions[$0] }
    snapshots = question.capability.flatMap {
      platform.decisions.snapshots(of: $0, label: question.label)
    }
  }
}

/// The values that a part of policies takes, each with what it permits.
private struct PartTable<Value: Hashable & Sendable>: Sendable {
  private var numbers: [Value: Int] = [:]
  private var rows: [[Answer]] = []

  mutating func number(of value: Value) -> Int {
    if let known = numbers[value] { return known }
    numbers[value] = numbers.count
    return numbers.count - 1
  }

  func hasRow(_ number: Int) -> Bool { number < rows.count }
  func row(_ number: Int) -> [Answer] { rows[number] }
  mutating func append(_ row: [Answer]) { rows.append(row) }
}
