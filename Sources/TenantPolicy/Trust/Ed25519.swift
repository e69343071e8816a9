internal import CSodium

/// Signatures with Ed25519, as libsodium verifies them: keys and signatures of small order, and those that
/// have a second form, are refused.
package enum Ed25519 {
  package static func verify(_ signature: [UInt8], of message: [UInt8], by key: [UInt8]) -> Bool {
    unsafe message.withUnsafeBytes { unsafe verify(signature, of: $0, by: key) }
  }

  static func verify(
    _ signature: [UInt8], of message: UnsafeRawBufferPointer, by key: [UInt8]
  ) -> Bool {
    guard signature.count == MinisignSignature.signatureSize, key.count == PublicKey.keySize else {
      return false
    }
    let start = unsafe message.baseAddress?.assumingMemoryBound(to: UInt8.self)
    return unsafe crypto_sign_verify_detached(signature, start, UInt64(message.count), key) == 0
  }

  /// What is signed of long messages: BLAKE2b with 64 bytes.
  static func prehash(_ message: UnsafeRawBufferPointer) -> [UInt8] {
    _ = sodium_init()
    var digest = [UInt8](repeating: 0, count: 64)
    let start = unsafe message.baseAddress?.assumingMemoryBound(to: UInt8.self)
    _ = unsafe crypto_generichash(&digest, digest.count, start, UInt64(message.count), nil, 0)
    return digest
  }

  package static func prehash(_ message: [UInt8]) -> [UInt8] {
    unsafe message.withUnsafeBytes { unsafe prehash($0) }
  }
}
