/// What can be asked of a diff, to be answered by the exit status.
package enum ReviewQuestion: String, CaseIterable, Sendable {
  /// Whether nothing is decided differently for anybody.
  case equivalent
  /// Whether no run of any tenant comes to an endpoint, pool, region or data class that it did not come
  /// to before. An added tenant is one whose runs came to nothing.
  case noNewRoute = "no-new-route"
}

extension PolicyDiff {
  package func answer(to question: ReviewQuestion) -> Review.Answer {
    if !reasons(against: question).isEmpty { return .fails }
    return undecided.isEmpty ? .holds : .undecided
  }

  /// Positions in `causes` of what answers it with no.
  package func reasons(against question: ReviewQuestion) -> [Int] {
    causes.indices.filter { number in
      switch question {
      case .equivalent: causes[number].verdict != .neutral
      case .noNewRoute:
        causes[number].origin == .tenantsAdded
          || causes[number].reach.contains { reach[$0.reach].verdict.permitsMore }
      }
    }
  }
}
