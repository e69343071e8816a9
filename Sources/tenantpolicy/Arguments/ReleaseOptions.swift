import PolicyModel
import TenantPolicy

extension Option {
  static let epoch = Option(
    "epoch", nil, .number("N", in: 1...Int(Release.maximumEpoch)),
    summary: "state that the bundle is newer than all of a smaller epoch")

  static let notBefore = Option(
    "not-before", nil, .text("UTC"),
    summary: "state when it begins to hold: a day, as in 2027-01-31, or an instant")

  static let notAfter = Option(
    "not-after", nil, .text("UTC"),
    summary: "state when it last holds; of a day, its last second")
}

/// What `--epoch`, `--not-before` and `--not-after` state.
func release(of arguments: ParsedArguments) throws(CommandError) -> Release {
  let first = try instant(of: .notBefore, arguments, atEndOfDay: false)
  let last = try instant(of: .notAfter, arguments, atEndOfDay: true)
  let epoch = UInt64(arguments.number(of: .epoch) ?? 0)
  guard let release = Release(epoch: epoch, notBefore: first, notAfter: last) else {
    throw .usage("bad-value", "`--not-after` is earlier than `--not-before`")
  }
  return release
}

/// The second that an option names; `nil` where it is not given.
///
/// - Parameter atEndOfDay: Whether a day stands for its last second, and not for its first.
func instant(
  of option: Option, _ arguments: ParsedArguments, atEndOfDay: Bool
) throws(CommandError) -> Int64? {
  guard let text = arguments.value(of: option) else { return nil }
  var cursor = Cursor(text)
  guard let date = try? CalendarDate(from: &cursor),
    let second = cursor.isAtEnd ? (atEndOfDay ? 86_399 : 0) : takeSecondOfDay(from: &cursor),
    cursor.isAtEnd, 1...Release.maximumTime ~= date.secondsSince1970 + second
  else {
    throw .usage(
      "bad-value", "`--\(option.name)` takes a day or an instant in UTC after 1970, not `\(text)`",
      help: "write it as 2027-01-31 or 2027-01-31T06:00:00Z")
  }
  return date.secondsSince1970 + second
}

/// Takes `T06:00:00Z`.
private func takeSecondOfDay(from cursor: inout Cursor) -> Int64? {
  var second: Int64 = 0
  for (separator, limit) in [("T" as Character, 24 as Int64), (":", 60), (":", 60)] {
    guard cursor.take(separator) else { return nil }
    let digits = cursor.takeWhile { 0x30...0x39 ~= $0 }
    guard digits.count == 2 else { return nil }
    let number = digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    guard number < limit else { return nil }
    second = second * 60 + number
  }
  return cursor.take("Z") ? second : nil
}
