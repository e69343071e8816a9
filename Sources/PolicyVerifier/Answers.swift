import PolicyModel
import Threads

/// What a policy answers to a question.
struct Answer: Hashable, Sendable {
  /// The candidates that it does not forbid, by position; of a review, position 0 stands for the pool.
  let permitted: Bitset
  /// The pool of a review; `nil` where there is none.
  let pool: Int?
}

/// What policies answer to the questions of a platform.
///
/// An answer depends on few parts of a policy, each of which takes few values: what each value permits is
/// worked out once, and the answer of a policy is the intersection. Policies whose parts permit the same
/// are one row.
struct AnswerTable: Sendable {
  let questions: [AskedQuestion]
  let rows: [Row]
  /// By group of tenants.
  let rowOfGroup: [Int32]
  private let residencies: [PermittedWords]
  private let modelTiers: [PermittedWords]
  private let retentions: [PermittedWords]
  private let owners: [PermittedWords]
  private let reviews: [PermittedWords]

  /// By number of what each part of a policy permits.
  struct Row: Hashable, Sendable {
    fileprivate let residency: Int32
    fileprivate let modelTier: Int32
    fileprivate let retention: Int32
    fileprivate let owner: Int32
    fileprivate let review: Int32
  }

  init(
    _ platform: PlatformDecisions, _ questions: [Question], _ tenants: [TenantGroup],
    on day: CalendarDate, threads: Int
  ) {
    var words = 0
    let asked = questions.map { AskedQuestion($0, platform, words: &words) }
    var parts = PolicyParts()
    let values = tenants.map { parts.numbers(of: $0.policy) }
    let answers = PartAnswers(asked, Permissions(platform.catalogue, on: day), words: words)
    let residencies = Interned(parts.residencies.values, threads) { answers.words(of: $0) }
    let modelTiers = Interned(parts.modelTiers.values, 1) { answers.words(ofModelTier: $0) }
    let retentions = Interned(parts.retentions.values, 1) { answers.words(of: $0) }
    let owners = Interned(parts.owners.values, threads) { answers.words(ofOwner: $0) }
    let places = parts.residencies.values
    let reviews = Interned(parts.reviews.values, threads) {
      answers.words(of: $0, places[Int($0.residency)])
    }
    var numbers: [Row: Int32] = [:]
    var rows: [Row] = []
    rowOfGroup = values.map { value in
      let row = Row(
        residency: residencies.numbers[Int(value.residency)],
        modelTier: modelTiers.numbers[Int(value.modelTier)],
        retention: retentions.numbers[Int(value.retention)],
        owner: owners.numbers[Int(value.owner)], review: reviews.numbers[Int(value.review)])
      if let known = numbers[row] { return known }
      let number = Int32(rows.count)
      numbers[row] = number
      rows.append(row)
      return number
    }
    self.questions = asked
    self.rows = rows
    self.residencies = residencies.words
    self.modelTiers = modelTiers.words
    self.retentions = retentions.words
    self.owners = owners.words
    self.reviews = reviews.words
  }

  /// - Parameter question: by number.
  func answer(to question: Int, row: Int) -> Answer {
    let asked = questions[question]
    guard asked.decision != nil else {
      return Answer(reviewWord: word(asked.firstWord, ofReviewIn: rows[row]))
    }
    return Answer(
      permitted: Bitset(
        words: (0..<asked.wordCount).map { word(asked.firstWord + $0, of: rows[row]) }), pool: nil)
  }

  /// The answer to a question as one word, with which equal answers are equal; only where it fits.
  func word(ofAnswerTo asked: AskedQuestion, row: Int) -> UInt64 {
    asked.decision == nil
      ? word(asked.firstWord, ofReviewIn: rows[row]) : word(asked.firstWord, of: rows[row])
  }

  /// The first end of a ground on which a candidate of a question is permitted to the tenants of a row.
  func groundEnd(of question: Int, row: Int) -> CalendarDate? {
    let ends = residencies[Int(rows[row].residency)].ends
    guard question < ends.count, ends[question] != .max else { return nil }
    return CalendarDate(secondsSince1970: ends[question])
  }

  /// Which residency a row has, for those that need grounds; `nil` for others.
  func groundsNumber(ofRow row: Int) -> Int32? {
    let number = rows[row].residency
    return residencies[Int(number)].ends.isEmpty ? nil : number
  }

  private func word(_ index: Int, of row: Row) -> UInt64 {
    residencies[Int(row.residency)].words[index] & modelTiers[Int(row.modelTier)].words[index]
      & retentions[Int(row.retention)].words[index] & owners[Int(row.owner)].words[index]
  }

  private func word(_ index: Int, ofReviewIn row: Row) -> UInt64 {
    reviews[Int(row.review)].words[index]
  }
}

extension Answer {
  /// A word that is 0 where there is no pool, else has bit 0 set, in bit 1 whether the pool is
  /// forbidden, and the pool's number from bit 2 on.
  init(reviewWord word: UInt64) {
    self.init(
      permitted: word & 3 == 1 ? Bitset([0]) : Bitset(),
      pool: word & 1 == 1 ? Int(word >> 2) : nil)
  }
}

/// A question with the decision that answers it.
struct AskedQuestion: Sendable {
  let question: Question
  /// `nil` for a review.
  let decision: Decision?
  /// `nil` for a review, or where the conditions tell too many cases apart.
  let snapshots: Snapshots?
  /// Where its answer is among the words of all answers, and in how many.
  let firstWord: Int
  let wordCount: Int

  fileprivate init(_ question: Question, _ platform: PlatformDecisions, words: inout Int) {
    self.question = question
    decision = question.capability.map { platform.decisions[$0] }
    snapshots = question.capability.flatMap {
      platform.decisions.snapshots(of: $0, label: question.label)
    }
    firstWord = words
    wordCount = max(((decision?.endpoints.count ?? 0) + 63) / 64, 1)
    words += wordCount
  }
}

/// What values of a part of policies permit, those that permit the same under one number.
private struct Interned {
  private(set) var words: [PermittedWords] = []
  /// By number of the value.
  private(set) var numbers: [Int32] = []

  init<Value: Sendable>(
    _ values: [Value], _ threads: Int,
    _ permitted: @escaping @Sendable (Value) -> PermittedWords
  ) {
    var known: [PermittedWords: Int32] = [:]
    for permitted in parallelMap(count: values.count, threads: threads, { permitted(values[$0]) }) {
      let number = known[permitted] ?? Int32(words.count)
      if number == Int32(words.count) {
        known[permitted] = number
        words.append(permitted)
      }
      numbers.append(number)
    }
  }
}
