import PolicyModel

/// A name that policies may have, made of one of another tool: what is no letter, digit, `.`, `_` or `-`
/// becomes `-`.
package func policyName(_ text: String) -> String { PolicyNames.name(text) }

/// Names of another tool as names that policies may have, each of them once.
struct PolicyNames {
  private var taken: Set<String>
  private var counts: [String: Int] = [:]

  /// - Parameter taken: Names that stand for something else.
  init(reserving taken: Set<String> = []) {
    self.taken = taken.union(Identifier.reserved)
  }

  mutating func unique(_ text: String) -> String {
    let name = Self.name(text)
    if taken.insert(name).inserted { return name }
    var count = counts[name] ?? 1
    var candidate: String
    repeat {
      count += 1
      candidate = "\(name)-\(count)"
    } while !taken.insert(candidate).inserted
    counts[name] = count
    return candidate
  }

  /// Most bytes of a name that is made of another: a number fits behind it.
  private static let mostBytes = 100

  /// Letters, digits, `.`, `_` and `-` as they are, anything else as `-`. What is too long ends in a digest,
  /// so that names that differ at their ends stay apart.
  static func name(_ text: String) -> String {
    let name = spelled(text)
    guard text.utf8.count > mostBytes else { return name }
    return name.prefix(mostBytes - 17) + "-" + digest(text)
  }

  /// FNV-1a with 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/), in hexadecimal.
  private static func digest(_ text: String) -> String {
    let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }

  private static func spelled(_ text: String) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      let isKept =
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
        || (0x61...0x7A).contains(byte) || byte == 0x2E || byte == 0x5F || byte == 0x2D
      if isKept { bytes.append(byte) } else if bytes.last != 0x2D { bytes.append(0x2D) }
      if bytes.count == mostBytes { break }
    }
    while bytes.last == 0x2D { bytes.removeLast() }
    let begin = bytes.firstIndex { $0 != 0x2D && $0 != 0x2E && $0 != 0x5F } ?? bytes.count
    let name = String(decoding: bytes[begin...], as: UTF8.self)
    return name.isEmpty ? "unnamed" : Identifier.reserved.contains(name) ? name + "-" : name
  }
}
