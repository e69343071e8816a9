import PolicyModel

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
  private(set) var questions: [AskedQuestion]
  private(set) var rows: [Row] = []
  /// By group of tenants.
  private(set) var rowOfGroup: [Int32] = []
  /// Of all answers, a bit a candidate.
  private var wordCount = 0
  /// Of the routes' conditions, as far as they were looked at.
  private var caseCount = 0
  private var parts = PolicyParts()
  /// By group of tenants.
  private var values: [PolicyParts.Numbers] = []
  private var residencies = Interned<Residency>()
  private var modelTiers = Interned<Int>()
  private var retentions = Interned<PolicyParts.Retentions>()
  private var owners = Interned<String?>()
  private var reviews = Interned<PolicyParts.Reviews>()
  private var numbers: [Row: Int32] = [:]

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
    var snapshots = SnapshotTable(platform.decisions)
    self.questions = questions.map { AskedQuestion($0, platform, &snapshots, words: &words) }
    (wordCount, caseCount) = (words, snapshots.cases)
    values = tenants.map { parts.numbers(of: $0.policy) }
    internParts(Permissions(platform.catalogue, on: day), threads)
    rowOfGroup = values.map { row(of: $0) }
    sortRows()
  }

  /// Puts rows next to each other that leave as many questions unserved, and then those that permit
  /// alike: what has to be looked at more closely, or again after a change, is then in few blocks.
  private mutating func sortRows() {
    let sets = questions.map { $0.snapshots?.sets.map { $0.word(0) } ?? [] }
    let unserved = rows.map { row in
      questions.indices.count { number in
        let asked = questions[number]
        guard asked.decision != nil else { return word(asked.firstWord, ofReviewIn: row) & 3 != 1 }
        let permitted = word(asked.firstWord, of: row)
        return asked.wordCount == 1 && sets[number].contains { $0 & permitted == 0 }
      }
    }
    let order = rows.indices.sorted { left, right in
      guard unserved[left] == unserved[right] else { return unserved[left] > unserved[right] }
      let (one, other) = (Int(rows[left].residency), Int(rows[right].residency))
      guard one != other else { return left < right }
      return residencies.words[one].words.lexicographicallyPrecedes(residencies.words[other].words)
    }
    var places = [Int32](repeating: 0, count: rows.count)
    for (place, row) in order.enumerated() { places[row] = Int32(place) }
    rows = order.map { rows[$0] }
    rowOfGroup = rowOfGroup.map { places[Int($0)] }
    numbers = numbers.mapValues { places[Int($0)] }
  }

  /// Works out what values of parts of policies permit that are new.
  private mutating func internParts(_ permissions: Permissions, _ threads: Int) {
    let answers = PartAnswers(questions, permissions, words: wordCount)
    residencies.add(parts.residencies.values, threads) { answers.words(of: $0) }
    modelTiers.add(parts.modelTiers.values, 1) { answers.words(ofModelTier: $0) }
    retentions.add(parts.retentions.values, 1) { answers.words(of: $0) }
    owners.add(parts.owners.values, threads) { answers.words(ofOwner: $0) }
    let places = parts.residencies.values
    reviews.add(parts.reviews.values, threads) {
      answers.words(of: $0, places[Int($0.residency)])
    }
  }

  private mutating func row(of value: PolicyParts.Numbers) -> Int32 {
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

  /// The first end of a ground on which a candidate of a question is permitted, in seconds; `Int64.max`
  /// where none needs one.
  ///
  /// - Parameter number: Of the grounds of a row.
  func groundEnd(of question: Int, _ number: Int) -> Int64 {
    let ends = residencies.words[number].ends
    return question < ends.count ? ends[question] : .max
  }

  /// Which residency a row has, for those that need grounds; `nil` for others.
  func groundsNumber(ofRow row: Int) -> Int? {
    let number = Int(rows[row].residency)
    return residencies.words[number].ends.isEmpty ? nil : number
  }

  private func word(_ index: Int, of row: Row) -> UInt64 {
    residencies.words[Int(row.residency)].words[index]
      & modelTiers.words[Int(row.modelTier)].words[index]
      & retentions.words[Int(row.retention)].words[index]
      & owners.words[Int(row.owner)].words[index]
  }

  private func word(_ index: Int, ofReviewIn row: Row) -> UInt64 {
    reviews.words[Int(row.review)].words[index]
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

  fileprivate init(
    question: Question, decision: Decision?, snapshots: Snapshots?, firstWord: Int, wordCount: Int
  ) {
    self.question = question
    self.decision = decision
    self.snapshots = snapshots
    self.firstWord = firstWord
    self.wordCount = wordCount
  }

  fileprivate init(
    _ question: Question, _ platform: PlatformDecisions, _ snapshots: inout SnapshotTable,
    words: inout Int
  ) {
    self.question = question
    decision = question.capability.map { platform.decisions[$0] }
    self.snapshots = question.capability.flatMap {
      snapshots.snapshots(of: $0, label: question.label)
    }
    firstWord = words
    wordCount = max(((decision?.endpoints.count ?? 0) + 63) / 64, 1)
    words += wordCount
  }
}

// MARK: After a change

extension AnswerTable {
  /// The table for another state of the platform. Rows keep their numbers, also where nobody has them
  /// any more; policies that were one row and are told apart now become several.
  ///
  /// - Parameters:
  ///   - changed: Questions, by number, whose answers may be others now.
  ///   - all: All questions: those before, under the same numbers, and new ones.
  ///   - kept: By group of tenants, the group before that has the same policy.
  /// - Returns: whether that was possible.
  mutating func update(
    _ platform: PlatformDecisions, changed: [Int], all: [Question], _ tenants: [TenantGroup],
    kept: [Int?], on day: CalendarDate, threads: Int
  ) -> Bool {
    let permissions = Permissions(platform.catalogue, on: day)
    let hasNew = all.count > questions.count
    let isRefined = !changed.isEmpty || hasNew
    if isRefined {
      guard let asked = replaceQuestions(platform, changed, all) else { return false }
      refineParts(asked, hasNew: hasNew, permissions, threads)
    }
    let before = (values, rowOfGroup)
    values = kept.indices.map { group in
      kept[group].map { before.0[$0] } ?? parts.numbers(of: tenants[group].policy)
    }
    internParts(permissions, threads)
    rowOfGroup = kept.indices.map { group in
      let known = isRefined ? nil : kept[group].map { before.1[$0] }
      return known ?? row(of: values[group])
    }
    return true
  }

  /// - Returns: the numbers of the questions that were replaced or added; `nil` where one has more
  ///   candidates than there are words for, or it might not be decided.
  private mutating func replaceQuestions(
    _ platform: PlatformDecisions, _ changed: [Int], _ all: [Question]
  ) -> [Int]? {
    var snapshots = SnapshotTable(platform.decisions)
    for number in changed {
      var words = questions[number].firstWord
      let asked = AskedQuestion(all[number], platform, &snapshots, words: &words)
      guard asked.wordCount == questions[number].wordCount else { return nil }
      questions[number] = asked
    }
    let new = questions.count..<all.count
    for number in new {
      questions.append(AskedQuestion(all[number], platform, &snapshots, words: &wordCount))
    }
    caseCount += snapshots.cases
    guard caseCount <= PlanGraph.mostCasesOfRoutes else { return nil }
    let asked = changed + Array(new)
    return asked.allSatisfy { questions[$0].isDecided } ? asked : nil
  }

  private mutating func refineParts(
    _ asked: [Int], hasNew: Bool, _ permissions: Permissions, _ threads: Int
  ) {
    var words = 0
    let packed = asked.map { questions[$0].packed(words: &words) }
    let answers = PartAnswers(packed, permissions, words: words)
    let places = Places(
      numbers: asked, words: asked.flatMap { questions[$0].words }, wordCount: wordCount,
      questionCount: questions.count)
    residencies.refine(parts.residencies.values, places, threads) { answers.words(of: $0) }
    modelTiers.refine(parts.modelTiers.values, places, 1) { answers.words(ofModelTier: $0) }
    retentions.refine(parts.retentions.values, places, 1) { answers.words(of: $0) }
    owners.refine(parts.owners.values, places, threads) { answers.words(ofOwner: $0) }
    // What reviewers may be shown has words of its own.
    guard hasNew || asked.contains(where: { questions[$0].decision == nil }) else { return }
    let residencies = parts.residencies.values
    reviews.refine(parts.reviews.values, places, threads) {
      answers.words(of: $0, residencies[Int($0.residency)])
    }
  }
}

extension AskedQuestion {
  /// Whether its conditions tell no more cases apart than are looked at.
  var isDecided: Bool { decision == nil || snapshots != nil }

  fileprivate var words: Range<Int> { firstWord..<(firstWord + wordCount) }

  /// The same question with its answer next to those of others.
  fileprivate func packed(words: inout Int) -> AskedQuestion {
    defer { words += wordCount }
    return AskedQuestion(
      question: question, decision: decision, snapshots: snapshots, firstWord: words,
      wordCount: wordCount)
  }
}
