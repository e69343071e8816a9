/// What a tenant was promised: `95% within 4 h`, or `best effort`.
package enum ServiceLevel: Notation {
  case bestEffort
  case share(Percentage, within: Duration)

  package static let title = "a service level"
  package static let sample = "95% within 4 h"

  package init(from cursor: inout Cursor) throws(NotationError) {
    if cursor.take(text: "best effort") {
      self = .bestEffort
      return
    }
    let share = try Percentage(from: &cursor)
    guard cursor.take(text: " within ") else {
      throw NotationError(
        at: cursor.offset, expected: "`within` and a duration, as in `\(Self.sample)`")
    }
    self = .share(share, within: try Duration(from: &cursor))
  }

  package var description: String {
    switch self {
    case .bestEffort: "best effort"
    case .share(let share, let duration): "\(share) within \(duration)"
    }
  }

  /// A promise is stricter (asks less of the platform) when it covers no larger share in no shorter
  /// time.
  package func isAtLeastAsStrict(as other: ServiceLevel) -> Bool {
    switch (self, other) {
    case (.bestEffort, _): true
    case (.share, .bestEffort): false
    case (.share(let share, let time), .share(let otherShare, let otherTime)):
      share <= otherShare && time >= otherTime
    }
  }

  /// The widest promise that both allow.
  package func meet(_ other: ServiceLevel) -> ServiceLevel {
    guard case .share(let share, let time) = self,
      case .share(let otherShare, let otherTime) = other
    else { return .bestEffort }
    return .share(min(share, otherShare), within: max(time, otherTime))
  }
}

/// How far and how long a tenant may exceed its concurrency cap.
package struct Burst: Hashable, Sendable {
  /// Workflows at once.
  package let to: Int64
  package let duration: Duration

  package init(to: Int64, for duration: Duration) {
    self.to = to
    self.duration = duration
  }

  package static let none = Burst(to: 0, for: Duration(milliseconds: 0))

  package func isAtLeastAsStrict(as other: Burst) -> Bool {
    to <= other.to && duration <= other.duration
  }

  package func meet(_ other: Burst) -> Burst {
    Burst(to: min(to, other.to), for: min(duration, other.duration))
  }
}
