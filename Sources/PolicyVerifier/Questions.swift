package import PolicyModel

/// What a plan needs of a policy at one point: that something be called, stored or shown, with data of
/// that label. Policies answer questions, plans ask them, and the two meet nowhere else.
package struct Question: Hashable, Sendable {
  package let subject: Subject
  /// Data classes, a bit each.
  package let label: UInt64

  package enum Subject: Hashable, Sendable {
    /// A tool or a model.
    case call(Capability)
    case store(Storage)
    case review(Reviewers)
  }

  package init(subject: Subject, label: UInt64) {
    self.subject = subject
    self.label = label
  }

  /// The capability that a decision is made for; `nil` for reviews.
  package var capability: Capability? { subject.capability }

  package var isStorage: Bool {
    if case .store = subject { true } else { false }
  }
}

/// Questions by number, each once.
struct QuestionTable: Sendable {
  private(set) var questions: [Question] = []
  private var numbers: [Question: Int] = [:]

  func contains(_ question: Question) -> Bool { numbers[question] != nil }

  mutating func number(of question: Question) -> Int {
    if let known = numbers[question] { return known }
    numbers[question] = questions.count
    questions.append(question)
    return questions.count - 1
  }
}
