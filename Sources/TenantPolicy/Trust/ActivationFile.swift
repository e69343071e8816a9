/// Where a runtime keeps which bundle was active, so that an older one is refused after it starts again. Where it is lost or damaged, the smallest epoch of the demands is what is left.
///
/// Whoever can write the file can make it forget; it belongs to the runtime alone.
public struct ActivationFile: Hashable, Sendable {
  /// Where the file is, or will be.
  public let path: String

  /// Nothing is read or written before a bundle is followed.
  public init(path: String) { self.path = path }

  /// What the file says.
  package enum Content: Hashable, Sendable {
    case known(Activation)
    /// There is no file: this is the first start, or it was lost.
    case missing
    /// There is one, and it is not what was written, or cannot be read.
    case damaged(String)

    package var activation: Activation? {
      if case .known(let activation) = self { activation } else { nil }
    }
  }

  package func read() -> Content {
    let bytes: [UInt8]?
    do {
      bytes = try SmallFile.read(path, limit: Self.largest)
    } catch {
      return .damaged("\(error)")
    }
    guard let bytes else { return .missing }
    guard let activation = Activation(file: bytes) else {
      return .damaged("`\(path)` is damaged")
    }
    return .known(activation)
  }

  /// Remembers an activation, unless a greater epoch is remembered by then.
  package func write(_ activation: Activation) throws(BundleError) {
    func isNewer(than content: Content) -> Bool {
      guard let known = content.activation else { return true }
      return known != activation && known.epoch <= activation.epoch
    }
    guard isNewer(than: read()) else { return }
    try SmallFile.replace(path, with: activation.file) { isNewer(than: read()) }
  }

  private static let largest = 1_024
}

// The file: lines of text, the last of which is the digest of those above it.
extension Activation {
  private var lines: String {
    """
    tenantpolicy activation 1
    epoch \(epoch)
    bundle \(hexadecimal(digest))

    """
  }

  var file: [UInt8] {
    let lines = Array(lines.utf8)
    return lines + Array("check \(hexadecimal(BundleDigest.of(lines)))\n".utf8)
  }

  /// - Returns: `nil` unless the bytes are what `file` gives of some activation.
  init?(file bytes: [UInt8]) {
    let words = bytes.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: " ") }
      .map { String(decoding: $0, as: UTF8.self) }
    guard words.count == 9, let epoch = UInt64(words[4]), epoch <= Release.maximumEpoch,
      let digest = bytesOf(hexadecimal: words[6])
    else { return nil }
    self.init(epoch: epoch, digest: digest)
    guard file == bytes else { return nil }
  }
}

/// Bytes as hexadecimal digits, two each.
package func hexadecimal(_ bytes: [UInt8]) -> String {
  bytes.map { byte in
    let digits = String(byte, radix: 16)
    return digits.count == 1 ? "0" + digits : digits
  }.joined()
}

/// The 32 bytes of a digest that `hexadecimal` shows; `nil` for anything else.
package func bytesOf(hexadecimal text: String) -> [UInt8]? {
  let digits = text.utf8.compactMap { digit -> UInt8? in
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x61...0x66: digit - 0x61 + 10
    default: nil
    }
  }
  guard digits.count == text.utf8.count, digits.count == 2 * TableLayout.digestSize else {
    return nil
  }
  return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}
