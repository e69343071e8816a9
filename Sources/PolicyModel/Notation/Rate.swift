/// How many calls a window of time may hold: `500/hour`, `20/second sliding`.
///
/// A fixed window starts anew at each whole second, minute, hour, day or month; a sliding one is any
/// stretch of that length. Two fixed windows that meet let twice the count through in one stretch,
/// which is why a fixed rate is wider than the sliding one of the same figures.
package struct Rate: Notation {
  package enum Window: String, CaseIterable, Sendable {
    case second, minute, hour, day, month

    package var milliseconds: Int64 {
      switch self {
      case .second: 1_000
      case .minute: 60_000
      case .hour: 3_600_000
      case .day: 86_400_000
      case .month: 31 * 86_400_000
      }
    }
  }

  package let count: Int64
  package let window: Window
  package let isSliding: Bool

  package init(count: Int64, per window: Window, isSliding: Bool = false) {
    self.count = count
    self.window = window
    self.isSliding = isSliding
  }

  package static let title = "a rate"
  package static let sample = "500/hour"

  /// The largest count that can be written.
  package static let mostCalls: Int64 = 1_000_000_000

  package init(from cursor: inout Cursor) throws(NotationError) {
    let start = cursor.offset
    count = try cursor.takeInteger(expected: Self.expectation)
    guard count <= Self.mostCalls else {
      throw NotationError(at: start, expected: "at most 1_000_000_000 calls")
    }
    guard cursor.take("/") else {
      throw NotationError(at: cursor.offset, expected: "`/` and a window, as in `500/hour`")
    }
    let unitOffset = cursor.offset
    guard let window = Window(rawValue: cursor.takeWord()) else {
      let windows = Window.allCases.map(\.rawValue).joined(separator: ", ")
      throw NotationError(at: unitOffset, expected: "a window (\(windows))")
    }
    self.window = window
    isSliding = cursor.take(text: " sliding")
    if !isSliding { _ = cursor.take(text: " fixed") }
  }

  package var description: String {
    "\(groupedDigits(count))/\(window.rawValue)\(isSliding ? " sliding" : "")"
  }

  /// Whether no stretch of time that this rate admits is refused by the other.
  package func isAtLeastAsStrict(as other: Rate) -> Bool {
    mostCalls(in: other.window, anyStretch: other.isSliding) <= other.count
  }

  /// The most calls that this rate lets through in one window of that length.
  private func mostCalls(in other: Window, anyStretch: Bool) -> Int64 {
    let windows = (other.milliseconds + window.milliseconds - 1) / window.milliseconds
    let straddled = !isSliding && (anyStretch || other.milliseconds % window.milliseconds != 0)
    return count * (max(windows, 1) + (straddled ? 1 : 0))
  }
}
