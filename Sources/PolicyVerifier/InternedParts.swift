import Threads

/// What values of a part of policies permit, those that permit the same under one number.
struct Interned<Value: Sendable>: Sendable {
  private(set) var words: [PermittedWords] = []
  /// By number of the value.
  private(set) var numbers: [Int32] = []
  private var known: [PermittedWords: Int32] = [:]

  /// Adds the values that it does not have yet.
  mutating func add(
    _ values: [Value], _ threads: Int,
    _ permitted: @escaping @Sendable (Value) -> PermittedWords
  ) {
    let first = numbers.count
    guard first < values.count else { return }
    let new = parallelMap(count: values.count - first, threads: threads) {
      permitted(values[first + $0])
    }
    for permitted in new {
      let number = known[permitted] ?? Int32(words.count)
      if number == Int32(words.count) {
        known[permitted] = number
        words.append(permitted)
      }
      numbers.append(number)
    }
  }

  /// Replaces the answers to some questions, given in the order of the places. Values that permitted
  /// the same and do not any more are told apart; the first keeps the number.
  mutating func refine(
    _ values: [Value], _ places: Places, _ threads: Int,
    _ permitted: @escaping @Sendable (Value) -> PermittedWords
  ) {
    let count = numbers.count
    let new = parallelMap(count: count, threads: threads) { permitted(values[$0]) }
    let before = words
    var split: [RefinedKey: Int32] = [:]
    var isKept = [Bool](repeating: false, count: before.count)
    for (value, answers) in new.enumerated() {
      let key = RefinedKey(number: numbers[value], answers: answers)
      let old = Int(key.number)
      if split[key] == nil {
        let replaced = before[old].replacing(places, answers)
        split[key] = isKept[old] ? Int32(words.count) : key.number
        if isKept[old] { words.append(replaced) } else { words[old] = replaced }
        isKept[old] = true
      }
      numbers[value] = split[key] ?? key.number
    }
    known = Dictionary(
      zip(words, words.indices.map { Int32($0) }), uniquingKeysWith: { first, _ in first })
  }
}

/// Where the answers to some questions are among those to all.
struct Places {
  /// Of the questions, and of their words.
  let numbers: [Int]
  let words: [Int]
  let wordCount: Int
  let questionCount: Int
}

private struct RefinedKey: Hashable {
  let number: Int32
  let answers: PermittedWords
}

extension PermittedWords {
  fileprivate func replacing(_ places: Places, _ answers: PermittedWords) -> PermittedWords {
    var result = self
    let missing = places.wordCount - result.words.count
    result.words += [UInt64](repeating: 0, count: missing)
    for (place, word) in zip(places.words, answers.words) { result.words[place] = word }
    guard !answers.ends.isEmpty else {
      result.ends = []
      return result
    }
    result.ends += [Int64](repeating: .max, count: places.questionCount - result.ends.count)
    for (place, end) in zip(places.numbers, answers.ends) { result.ends[place] = end }
    return result
  }
}
