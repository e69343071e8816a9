internal import CSodium
internal import TenantPolicy

/// Bytes that must not leak: between guard pages, locked into memory and left out of core dumps where the
/// system allows it, erased at the end. This is the only file of the target with `unsafe` in it.
@safe package final class SecretBytes: @unchecked Sendable {
  private let base: UnsafeMutablePointer<UInt8>
  package let count: Int

  static let seedSize = 32

  /// Zeros.
  package init(count: Int) {
    _ = sodium_init()
    self.count = count
    let size = max(count, 1)
    if let memory = unsafe sodium_malloc(size) {
      unsafe base = memory.assumingMemoryBound(to: UInt8.self)
      isGuarded = true
    } else {
      // Too little memory may be locked. Erased at the end all the same.
      unsafe base = .allocate(capacity: size)
      isGuarded = false
    }
    unsafe base.initialize(repeating: 0, count: size)
  }

  private let isGuarded: Bool

  convenience init(random count: Int) {
    self.init(count: count)
    unsafe randombytes_buf(base, count)
  }

  /// Takes bytes over, and erases them where they came from.
  package convenience init(erasing bytes: inout [UInt8]) {
    self.init(count: bytes.count)
    replace(at: 0, with: bytes)
    erase(&bytes)
  }

  convenience init(joining head: [UInt8], _ tail: SecretBytes) {
    self.init(count: head.count + tail.count)
    replace(at: 0, with: head)
    replace(at: head.count, with: tail)
  }

  deinit {
    if isGuarded {
      unsafe sodium_free(base)
    } else {
      unsafe sodium_memzero(base, max(count, 1))
      unsafe base.deallocate()
    }
  }

  /// Reads them in place, as for writing them to a file.
  package func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe body(UnsafeRawBufferPointer(start: base, count: count))
  }

  /// The first ones, in memory like any other.
  func prefix(_ length: Int) -> [UInt8] {
    unsafe Array(UnsafeBufferPointer(start: base, count: min(length, count)))
  }

  func suffix(_ length: Int) -> SecretBytes { copy(of: (count - min(length, count))..<count) }

  func copy(of range: Range<Int>) -> SecretBytes {
    let range = range.clamped(to: 0..<count)
    let copy = SecretBytes(count: range.count)
    unsafe copy.base.update(from: base + range.lowerBound, count: range.count)
    return copy
  }

  func replace(at offset: Int, with bytes: [UInt8]) {
    for (position, byte) in bytes.enumerated() where offset + position < count {
      unsafe base[offset + position] = byte
    }
  }

  func replace(at offset: Int, with bytes: SecretBytes) {
    unsafe (base + offset).update(from: bytes.base, count: max(0, min(bytes.count, count - offset)))
  }

  /// Whether they are the same, in a time that does not depend on where they differ.
  package func isSame(as other: SecretBytes) -> Bool {
    guard count == other.count else { return false }
    return unsafe sodium_memcmp(base, other.base, count) == 0
  }

  /// Combines them with what scrypt derives of a password; doing so again gives them back.
  func encrypt(
    with password: SecretBytes, _ salt: [UInt8], _ cost: PasswordCost
  ) throws(SecretKeyError) {
    let stream = SecretBytes(count: count)
    let status = unsafe password.base.withMemoryRebound(to: CChar.self, capacity: password.count) {
      unsafe crypto_pwhash_scryptsalsa208sha256(
        stream.base, UInt64(count), $0, UInt64(password.count), salt, cost.operations,
        Int(cost.memory))
    }
    guard status == 0 else { throw .noMemory }
    for position in 0..<count { unsafe base[position] ^= stream.base[position] }
  }
}

// Base64 without copies that stay behind.
extension SecretBytes {
  /// A line of text, and below it these bytes in base64.
  func base64Lines(below line: String) -> SecretBytes {
    let encoded = SecretBytes(count: (count + 2) / 3 * 4 + 1)
    unsafe encoded.base.withMemoryRebound(to: CChar.self, capacity: encoded.count) {
      _ = unsafe sodium_bin2base64(
        $0, encoded.count, base, count, Int32(sodium_base64_VARIANT_ORIGINAL))
    }
    // In place of the zero that ends it.
    encoded.replace(at: encoded.count - 1, with: [UInt8(ascii: "\n")])
    return SecretBytes(joining: Array(line.utf8), encoded)
  }

  /// What stands in base64 on the second of two lines.
  func base64SecondLine() -> SecretBytes? {
    let text = unsafe UnsafeBufferPointer(start: base, count: count)
    guard unsafe text.starts(with: "untrusted comment:".utf8),
      let end = unsafe text.firstIndex(of: UInt8(ascii: "\n"))
    else { return nil }
    let rest = unsafe text[(end + 1)...]
    let line = unsafe rest.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    let digits = unsafe line.count
    guard unsafe rest.dropFirst(digits).allSatisfy({ $0 == 0x0A || $0 == 0x0D }) else { return nil }
    let decoded = SecretBytes(count: digits / 4 * 3)
    var length = 0
    let status = unsafe (base + end + 1).withMemoryRebound(to: CChar.self, capacity: digits) {
      unsafe sodium_base642bin(
        decoded.base, decoded.count, $0, digits, nil, &length, nil,
        Int32(sodium_base64_VARIANT_ORIGINAL))
    }
    return status == 0 ? decoded.copy(of: 0..<length) : nil
  }
}

/// A key pair.
struct KeyPair {
  let secret: SecretBytes
  private let publicBytes: [UInt8]

  fileprivate init(_ secret: SecretBytes, _ publicBytes: [UInt8]) {
    self.secret = secret
    self.publicBytes = publicBytes
  }

  func publicKey(_ id: [UInt8]) -> PublicKey { PublicKey(id: id, bytes: publicBytes) }
}

func keyPair(ofSeed seed: SecretBytes) -> KeyPair {
  let secret = SecretBytes(count: 64)
  var publicBytes = [UInt8](repeating: 0, count: PublicKey.keySize)
  unsafe seed.fill { seed in
    unsafe secret.fill { secret in
      _ = unsafe crypto_sign_seed_keypair(&publicBytes, secret, seed)
    }
  }
  return KeyPair(secret, publicBytes)
}

extension SecretBytes {
  fileprivate func fill(_ body: (UnsafeMutablePointer<UInt8>) -> Void) { unsafe body(base) }
}

func ed25519Signature(of message: [UInt8], _ secret: SecretBytes) -> [UInt8] {
  var signature = [UInt8](repeating: 0, count: MinisignSignature.signatureSize)
  unsafe secret.fill { secret in
    _ = unsafe crypto_sign_detached(&signature, nil, message, UInt64(message.count), secret)
  }
  return signature
}

/// BLAKE2b-256 of the two, one after the other.
func digest(of head: [UInt8], _ tail: SecretBytes) -> [UInt8] {
  var digest = [UInt8](repeating: 0, count: 32)
  let joined = SecretBytes(joining: head, tail)
  unsafe joined.fill { bytes in
    _ = unsafe crypto_generichash(&digest, digest.count, bytes, UInt64(joined.count), nil, 0)
  }
  return digest
}

/// By the random numbers of the system.
func randomBytes(_ count: Int) -> [UInt8] {
  _ = sodium_init()
  var bytes = [UInt8](repeating: 0, count: count)
  unsafe randombytes_buf(&bytes, count)
  return bytes
}

/// Erases bytes that held a secret.
package func erase(_ bytes: inout [UInt8]) {
  let count = bytes.count
  unsafe bytes.withUnsafeMutableBytes { unsafe sodium_memzero($0.baseAddress, count) }
}
