// What is public here is documented in tenantpolicy.h.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

public import CTenantPolicy
import TenantPolicy

/// The version of the interface: as the header says.
@c @implementation public func tp_version() -> UInt32 {
  UInt32(TP_VERSION_MAJOR) * 1_000 + UInt32(TP_VERSION_MINOR)
}

@c @implementation public func tp_bundle_open(
  _ path: UnsafePointer<CChar>?, _ mode: tp_open_mode,
  _ bundle: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<tp_error>?
) -> tp_status {
  guard let path = unsafe path, mode == TP_OPEN_COPY || mode == TP_OPEN_IN_PLACE else {
    return TP_ERROR_ARGUMENT
  }
  guard let path = unsafe String(validatingCString: path) else {
    unsafe error?.pointee = tp_error(.file("the path is not UTF-8"))
    return TP_ERROR_FILE
  }
  return unsafe open(into: bundle, error) { () throws(BundleError) in
    mode == TP_OPEN_COPY
      ? try PolicyBundle(path: path) : try PolicyBundle(inPlace: path)
  }
}

@c @implementation public func tp_bundle_open_bytes(
  _ bytes: UnsafePointer<UInt8>?, _ length: Int,
  _ bundle: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<tp_error>?
) -> tp_status {
  guard let bytes = unsafe bytes, length >= 0 else { return TP_ERROR_ARGUMENT }
  let copy = unsafe Array(UnsafeBufferPointer(start: bytes, count: length))
  return unsafe open(into: bundle, error) { () throws(BundleError) in
    try PolicyBundle(copying: copy)
  }
}

func open(
  into place: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<tp_error>?,
  _ open: () throws(BundleError) -> PolicyBundle
) -> tp_status {
  guard let place = unsafe place else { return TP_ERROR_ARGUMENT }
  unsafe place.pointee = nil
  do throws(BundleError) {
    unsafe place.pointee = OpaquePointer(Unmanaged.passRetained(try open()).toOpaque())
    return TP_OK
  } catch let trouble {
    unsafe error?.pointee = tp_error(trouble)
    if case .file = trouble { return TP_ERROR_FILE }
    return TP_ERROR_REFUSED
  }
}

@c @implementation public func tp_bundle_retain(_ bundle: OpaquePointer?) -> OpaquePointer? {
  if let bundle = unsafe bundle {
    _ = unsafe Unmanaged<PolicyBundle>.fromOpaque(UnsafeRawPointer(bundle)).retain()
  }
  return unsafe bundle
}

@c @implementation public func tp_bundle_release(_ bundle: OpaquePointer?) {
  if let bundle = unsafe bundle {
    unsafe Unmanaged<PolicyBundle>.fromOpaque(UnsafeRawPointer(bundle)).release()
  }
}

@c @implementation public func tp_bundle_digest(
  _ bundle: OpaquePointer?, _ digest: UnsafeMutablePointer<UInt8>?
) -> tp_status {
  guard let digest = unsafe digest else { return TP_ERROR_ARGUMENT }
  return unsafe withBundle(bundle, else: TP_ERROR_ARGUMENT) { bundle in
    unsafe bundle.identity.copy(into: UnsafeMutableRawBufferPointer(start: digest, count: 32))
    return TP_OK
  }
}

@c @implementation public func tp_bundle_tenant_count(_ bundle: OpaquePointer?) -> UInt64 {
  unsafe withBundle(bundle, else: 0) { UInt64($0.tenantCount) }
}

@c @implementation public func tp_bundle_source_count(_ bundle: OpaquePointer?) -> UInt32 {
  unsafe withBundle(bundle, else: 0) { UInt32(truncatingIfNeeded: $0.sourceCount) }
}

@c @implementation public func tp_bundle_is_verified(_ bundle: OpaquePointer?) -> Int32 {
  unsafe withBundle(bundle, else: 0) { $0.isVerified ? 1 : 0 }
}

@c @implementation public func tp_bundle_source(
  _ bundle: OpaquePointer?, _ source: UInt32, _ text: UnsafeMutablePointer<CChar>?,
  _ capacity: Int, _ length: UnsafeMutablePointer<Int>?
) -> tp_status {
  unsafe withBundle(bundle, else: TP_ERROR_ARGUMENT) { bundle in
    unsafe give(bundle.source(at: Int(source))?.name, to: text, capacity, length)
  }
}

// MARK: Codes

@c @implementation public func tp_code_text(_ code: tp_code) -> UnsafePointer<CChar>! {
  unsafe constant(DecisionCode(code)?.words ?? "an unknown code")
}

@c @implementation public func tp_code_name(_ code: tp_code) -> UnsafePointer<CChar>! {
  unsafe constant(DecisionCode(code)?.name ?? "unknown")
}

@c @implementation public func tp_code_can_retry(_ code: tp_code) -> Int32 {
  DecisionCode(code)?.canRetry == true ? 1 : 0
}

extension DecisionCode {
  fileprivate init?(_ code: tp_code) {
    guard let number = UInt8(exactly: code.rawValue) else { return nil }
    self.init(rawValue: number)
  }
}

/// The bytes of a literal, which end with a zero byte.
private func constant(_ text: StaticString) -> UnsafePointer<CChar> {
  unsafe UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
}

extension tp_error {
  init(_ error: BundleError) {
    self.init()
    offset = -1
    if case .refused(_, let place) = error { offset = Int64(place) }
    if case .file = error {} else { Self.fill(&reason, error.reason) }
    Self.fill(&text, error.description)
  }

  /// As much of the text as there is room for, whole characters, and a zero byte.
  static func fill<Characters>(_ place: inout Characters, _ text: String) {
    unsafe withUnsafeMutableBytes(of: &place) { bytes in
      var end = 0
      for character in text.unicodeScalars {
        let encoded = UTF8.encode(character) ?? UTF8.encodedReplacementCharacter
        guard end + encoded.count < bytes.count else { break }
        for byte in encoded {
          unsafe bytes[end] = byte
          end += 1
        }
      }
      unsafe bytes[end] = 0
    }
  }
}
