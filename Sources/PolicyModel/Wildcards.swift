extension [UInt8] {
  /// Whether this is what a pattern says in which `*` stands for any bytes. Only the last star is gone back
  /// to, so that it takes no more steps than the product of the lengths.
  ///
  /// - Parameter one: What stands for any one byte in the pattern; nothing does without it.
  package func matches(wildcards pattern: [UInt8], one: UInt8? = nil) -> Bool {
    let any = UInt8(ascii: "*")
    // Positions in the pattern and in this, up to which they agree.
    var (place, read) = (0, 0)
    var star: (place: Int, read: Int)?
    while read < count {
      if place < pattern.count, pattern[place] == any {
        star = (place, read)
        place += 1
      } else if place < pattern.count, pattern[place] == self[read] || pattern[place] == one {
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
    return pattern[place...].allSatisfy { $0 == any }
  }
}
