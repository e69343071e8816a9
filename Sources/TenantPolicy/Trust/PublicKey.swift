/// A public key of Ed25519 in the form of minisign: whose signatures a runtime accepts.
public struct PublicKey: Hashable, Sendable, CustomStringConvertible {
  /// Tells keys apart, and proves nothing: 8 bytes that signatures name.
  package let id: [UInt8]
  package let bytes: [UInt8]

  package static let idSize = 8
  package static let keySize = 32
  private static let algorithm = Array("Ed".utf8)

  /// - Parameters:
  ///   - id: `idSize` bytes.
  ///   - bytes: `keySize` bytes.
  package init(id: [UInt8], bytes: [UInt8]) {
    self.id = id
    self.bytes = bytes
  }

  /// The key that `text` is in base64, as `minisign -P` takes it: `RWQ...`. `nil` for anything else.
  public init?(_ text: String) {
    guard let bytes = Base64.decoded(text.utf8), bytes.count == 2 + Self.idSize + Self.keySize,
      bytes.starts(with: Self.algorithm)
    else { return nil }
    self.init(id: Array(bytes[2..<10]), bytes: Array(bytes[10...]))
  }

  /// In base64, as `minisign -P` takes it.
  public var description: String { Base64.encoded(Self.algorithm + id + bytes) }

  /// The id as minisign shows it: sixteen hexadecimal digits.
  public var shownID: String { shownKeyID(id) }
}

// Files of keys.
extension PublicKey {
  /// The keys of a file: each a line of its own, below a line `untrusted comment: ...`, as minisign writes
  /// one. Files of several keys are such files one after the other.
  ///
  /// - Returns: `nil` if anything else is in it, or no key at all.
  public static func keys(inFile text: String) -> [PublicKey]? {
    let lines = text.split(whereSeparator: \.isNewline)
    var keys: [PublicKey] = []
    var isCommented = false
    for line in lines {
      let isComment = line.hasPrefix("untrusted comment:")
      guard isComment != isCommented else { return nil }
      isCommented = isComment
      if isComment { continue }
      guard let key = PublicKey(String(line)) else { return nil }
      keys.append(key)
    }
    return keys.isEmpty || isCommented ? nil : keys
  }

  /// A file of the key, as minisign writes it.
  package var file: String { "untrusted comment: minisign public key \(shownID)\n\(self)\n" }
}

/// Ids are little-endian numbers.
package func shownKeyID(_ id: [UInt8]) -> String {
  id.reversed().map { byte in
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.count == 1 ? "0" + digits : digits
  }.joined()
}
