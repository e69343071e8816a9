/// A part of a name, in which `*` stands for any text and `?` for any one character; letters match in
/// either case.
package struct NamePattern: Sendable {
  private let pattern: [UInt8]

  package init(_ text: String) {
    pattern = Array("*\(text)*".utf8).map(Self.folded)
  }

  package func isHeld(by name: String) -> Bool {
    let bytes = name.utf8.map(Self.folded)
    // Positions in the pattern after which what was read of the name may stand.
    var (place, read) = (0, 0)
    var star: (place: Int, read: Int)?
    while read < bytes.count {
      if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
        star = (place, read)
        place += 1
      } else if place < pattern.count,
        pattern[place] == bytes[read] || pattern[place] == UInt8(ascii: "?")
      {
        place += 1
        read += 1
      } else if let last = star {
        star = (last.place, last.read + 1)
        place = last.place + 1
        read = last.read + 1
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
  }

  private static func folded(_ byte: UInt8) -> UInt8 {
    UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte + 32 : byte
  }
}
