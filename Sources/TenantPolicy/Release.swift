/// What those who release a bundle state of it, beside its contents: which of several is the newer one,
/// and when it holds. Times are whole seconds since 1970-01-01T00:00:00Z.
public struct Release: Hashable, Sendable {
  /// Rises from one bundle to the next; 0 where none was stated.
  public let epoch: UInt64
  /// The first second at which the bundle holds; `nil` for no beginning.
  public let notBefore: Int64?
  /// The last second at which the bundle holds; `nil` for no end.
  public let notAfter: Int64?

  /// States nothing.
  public static let unstated = Release(validEpoch: 0, from: nil, through: nil)

  /// The largest epoch: every program that reads JSON reads it exactly.
  public static let maximumEpoch: UInt64 = 1 << 53 - 1

  /// The last second of the year 9999.
  public static let maximumTime: Int64 = 253_402_300_799

  /// - Returns: `nil` for an epoch above `maximumEpoch`, a time outside of 1 to `maximumTime`, or an end
  ///   before the beginning.
  public init?(epoch: UInt64, notBefore: Int64? = nil, notAfter: Int64? = nil) {
    guard epoch <= Self.maximumEpoch,
      1...Self.maximumTime ~= notBefore ?? 1, 1...Self.maximumTime ~= notAfter ?? 1,
      notBefore ?? 1 <= notAfter ?? Self.maximumTime
    else { return nil }
    self.init(validEpoch: epoch, from: notBefore, through: notAfter)
  }

  private init(validEpoch epoch: UInt64, from notBefore: Int64?, through notAfter: Int64?) {
    self.epoch = epoch
    self.notBefore = notBefore
    self.notAfter = notAfter
  }
}

extension Release {
  /// As the header of a bundle states it: times of 0 are not there.
  init(_ header: Record) throws(BundleError) {
    func time(_ entry: LayoutEntry) throws(BundleError) -> Int64? {
      let seconds = try header[u64: entry]
      return seconds == 0 ? nil : Int64(clamping: seconds)
    }
    guard
      let release = Release(
        epoch: try header[u64: HeaderLayout.epoch],
        notBefore: try time(HeaderLayout.notBefore), notAfter: try time(HeaderLayout.notAfter))
    else { throw header.refused(.release, HeaderLayout.epoch) }
    self = release
  }
}

/// An instant as people read it: `2027-07-10T00:00:00Z`.
///
/// - Parameter seconds: Since 1970-01-01T00:00:00Z, from 0 to `Release.maximumTime`; others are taken for
///   the nearest of these.
package func instantText(_ seconds: Int64) -> String {
  let inside = min(max(seconds, 0), Release.maximumTime)
  // Days are counted from 1 March of the year 0, so that a leap day is a year's last.
  let days = inside / 86_400 + 719_468
  let dayOfEra = days % 146_097
  let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let monthFromMarch = (5 * dayOfYear + 2) / 153
  let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
  let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  let year = days / 146_097 * 400 + yearOfEra + (month <= 2 ? 1 : 0)
  let second = inside % 86_400
  return "\(year)-\(twoDigits(month))-\(twoDigits(day))T\(twoDigits(second / 3_600))"
    + ":\(twoDigits(second / 60 % 60)):\(twoDigits(second % 60))Z"
}

private func twoDigits(_ number: Int64) -> String {
  number < 10 ? "0\(number)" : "\(number)"
}
