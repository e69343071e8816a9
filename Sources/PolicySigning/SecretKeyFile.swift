import TenantPolicy

/// Why a file of a secret key cannot be used.
package enum SecretKeyError: Error, Hashable, Sendable, CustomStringConvertible {
  case notAKey
  case otherAlgorithm
  /// Deriving a key from the password would take more memory or time than minisign ever asks for.
  case tooCostly
  case noMemory
  case passwordNeeded
  case wrongPassword

  package var description: String {
    switch self {
    case .notAKey: "it is not a secret key of minisign"
    case .otherAlgorithm: "the key is of an unknown algorithm"
    case .tooCostly: "its password would take more to try than that of any key that minisign writes"
    case .noMemory: "there is not enough memory to try the password"
    case .passwordNeeded: "the key is encrypted, and there is no password"
    case .wrongPassword: "the password is wrong, or the file is damaged"
    }
  }
}

/// The layout of a secret key as minisign writes it: 158 bytes in base64 below a comment.
private enum KeyLayout {
  static let signatureAlgorithm = Array("Ed".utf8)
  static let scrypt = Array("Sc".utf8)
  static let none: [UInt8] = [0, 0]
  static let checksum = Array("B2".utf8)
  static let salt = 6..<38
  static let operations = 38..<46
  static let memory = 46..<54
  /// The id, the secret key and the checksum; encrypted where there is a password.
  static let secret = 54..<158
  static let size = 158
}

/// What trying a password costs: as much as minisign asks for.
package struct PasswordCost: Hashable, Sendable {
  package let operations: UInt64
  package let memory: UInt64

  package static let minisign = PasswordCost(operations: 1 << 25, memory: 1 << 30)
  /// For tests: the least that libsodium takes.
  package static let least = PasswordCost(operations: 1 << 15, memory: 1 << 24)
}

// Writing.
extension SecretKey {
  /// A file of the key, as minisign writes it.
  ///
  /// - Parameter password: Encrypts it; `nil` for a file that whoever reads it can sign with.
  package func file(
    password: SecretBytes?, cost: PasswordCost = .minisign
  ) throws(SecretKeyError) -> SecretBytes {
    let salt = password == nil ? [UInt8](repeating: 0, count: 32) : randomBytes(32)
    let cost = password == nil ? PasswordCost(operations: 0, memory: 0) : cost
    let head =
      KeyLayout.signatureAlgorithm + (password == nil ? KeyLayout.none : KeyLayout.scrypt)
      + KeyLayout.checksum + salt + littleEndian(cost.operations) + littleEndian(cost.memory)
    let secret = SecretBytes(count: KeyLayout.secret.count)
    secret.replace(at: 0, with: id)
    secret.replace(at: id.count, with: bytes)
    if let password {
      // Tells a wrong password from a right one. Without one, minisign leaves it zero.
      secret.replace(at: 72, with: checksum)
      try secret.encrypt(with: password, salt, cost)
    }
    let comment = "untrusted comment: minisign encrypted secret key\n"
    return SecretBytes(joining: head, secret).base64Lines(below: comment)
  }

  fileprivate var checksum: [UInt8] {
    digest(of: KeyLayout.signatureAlgorithm + id, bytes)
  }
}

private func littleEndian(_ number: UInt64) -> [UInt8] {
  (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) }
}

// Reading.
extension SecretKey {
  /// Whether a file of a key is one that a password is needed for.
  package static func isEncrypted(_ file: SecretBytes) throws(SecretKeyError) -> Bool {
    KeyLayout.scrypt == Array(try keyBytes(file).prefix(6)[2..<4])
  }

  package convenience init(
    file: SecretBytes, password: () throws(SecretKeyError) -> SecretBytes
  ) throws(SecretKeyError) {
    let key = try keyBytes(file)
    let head = key.prefix(KeyLayout.secret.lowerBound)
    let secret = key.suffix(KeyLayout.secret.count)
    let isEncrypted = Array(head[2..<4]) == KeyLayout.scrypt
    if isEncrypted {
      let cost = PasswordCost(
        operations: number(head[KeyLayout.operations]), memory: number(head[KeyLayout.memory]))
      guard cost.operations <= PasswordCost.minisign.operations,
        cost.memory <= PasswordCost.minisign.memory
      else { throw .tooCostly }
      try secret.encrypt(with: try password(), Array(head[KeyLayout.salt]), cost)
    }
    let id = Array(secret.prefix(PublicKey.idSize))
    self.init(id: id, seed: secret.copy(of: 8..<40))
    // The second half of a secret key follows from the first.
    let isWhole = publicKey.bytes == Array(secret.copy(of: 40..<72).prefix(32))
    let stated = Array(secret.copy(of: 72..<104).prefix(32))
    let isChecked = stated == checksum || (!isEncrypted && stated.allSatisfy { $0 == 0 })
    guard isWhole, isChecked else { throw isEncrypted ? .wrongPassword : .notAKey }
  }
}

/// The bytes of a key's file: a line of comment, and one of base64.
private func keyBytes(_ file: SecretBytes) throws(SecretKeyError) -> SecretBytes {
  guard let bytes = file.base64SecondLine(), bytes.count == KeyLayout.size else { throw .notAKey }
  let head = bytes.prefix(6)
  guard head.starts(with: KeyLayout.signatureAlgorithm),
    [KeyLayout.scrypt, KeyLayout.none].contains(Array(head[2..<4])),
    head[4..<6] == KeyLayout.checksum[...]
  else { throw .otherAlgorithm }
  return bytes
}

private func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
  bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
}
