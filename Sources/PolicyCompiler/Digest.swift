import CSodium

/// The BLAKE2b-256 digest (RFC 7693) of a source, as `b2sum -l 256` prints it.
func digest(of bytes: [UInt8]) -> [UInt8] {
  // Chooses the implementation for this processor; harmless when called again.
  _ = sodium_init()
  var digest = [UInt8](repeating: 0, count: 32)
  unsafe bytes.withUnsafeBufferPointer { bytes in
    _ = unsafe crypto_generichash(
      &digest, digest.count, bytes.baseAddress, UInt64(bytes.count), nil, 0)
  }
  return digest
}
