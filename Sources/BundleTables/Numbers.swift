package import PolicyModel

/// The numbers that stand in cells for the few words of the language, with their way back.
///
/// They are part of the format: a number is never given another meaning.
extension Storage {
  package var number: Int64 {
    switch self {
    case .checkpoint: 1
    case .state: 2
    case .audit: 4
    case .trace: 8
    case .queue: 16
    }
  }

  static let numbers = wordList(allCases.map { ($0.number, $0.rawValue) })

  /// The sum of all numbers.
  static let everyNumber = allCases.reduce(0) { $0 | $1.number }
}

extension Gate {
  package var number: Int64 {
    switch self {
    case .none: 0
    case .beforeEachCall: 1
    }
  }

  static let numbers = wordList(allCases.map { ($0.number, $0.rawValue) })
}

extension Plan.Kind {
  package var number: Int64 {
    switch self {
    case .tool: 0
    case .model: 1
    case .choose: 2
    case .branch: 3
    case .review: 4
    case .unknown: 5
    }
  }

  static let numbers = wordList(allCases.map { ($0.number, $0.rawValue) })
}

extension Fact.Stability {
  package var number: Int64 {
    switch self {
    case .atStart: 0
    case .atEachDecision: 1
    }
  }

  static let numbers = wordList(allCases.map { ($0.number, $0.rawValue) })
}

extension Condition.Comparison {
  package var number: Int64 {
    switch self {
    case .less: 0
    case .atMost: 1
    case .equal: 2
    case .notEqual: 3
    case .atLeast: 4
    case .greater: 5
    }
  }

  package static let numbers = wordList(
    allCases.sorted { $0.number < $1.number }.map { ($0.number, "`\($0.rawValue)`") })
}

extension Step.Action {
  package var kind: Plan.Kind {
    switch self {
    case .tool: .tool
    case .model: .model
    case .choose: .choose
    case .branch: .branch
    case .review: .review
    case .unknown: .unknown
    }
  }
}

/// What becomes of a step for which no endpoint is left.
package enum FallbackNumber: Int64, CaseIterable {
  case hold, queue, fail, review

  static let numbers = wordList(allCases.map { ($0.rawValue, String(describing: $0)) })
}

/// After which steps a plan stores.
package enum CheckpointNumber: Int64, CaseIterable {
  case never, everyStep, someSteps

  static let numbers = "0 after none, 1 after every step, 2 after those with a `checkpoint` of 1"
}

/// The type of a fact.
package enum FactTypeNumber: Int64, CaseIterable {
  case money, duration, integer, percentage, boolean, words

  static let numbers = wordList(allCases.map { ($0.rawValue, String(describing: $0)) })

  package init(_ type: FactType) {
    switch type {
    case .money: self = .money
    case .duration: self = .duration
    case .integer: self = .integer
    case .percentage: self = .percentage
    case .boolean: self = .boolean
    case .words: self = .words
    }
  }
}

/// What a plan asks at a step, with data of some label: numbers of `Storage`, and these.
package enum AskNumber: Int64, CaseIterable {
  case call = 0
  case review = 32

  static let numbers = wordList(
    allCases.map { ($0.rawValue, String(describing: $0)) }
      + Storage.allCases.map { ($0.number, $0.rawValue) })
}

/// When a way on is taken.
package enum OccasionNumber: Int64, CaseIterable {
  case success, failure, arm, otherwise

  static let numbers = wordList(allCases.map { ($0.rawValue, String(describing: $0)) })
}

/// Where a way on leads.
package enum TargetNumber: Int64, CaseIterable {
  case step, end, failed

  static let numbers = wordList(allCases.map { ($0.rawValue, String(describing: $0)) })
}

func wordList(_ pairs: [(Int64, String)]) -> String {
  pairs.map { "\($0) \($1)" }.joined(separator: ", ")
}
