// What is public here is documented in tenantpolicy.h.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

public import CTenantPolicy
import TenantPolicy

@c @implementation public func tp_bundle_epoch(_ bundle: OpaquePointer?) -> UInt64 {
  unsafe withBundle(bundle, else: 0) { $0.release.epoch }
}

@c @implementation public func tp_bundle_not_before(_ bundle: OpaquePointer?) -> Int64 {
  unsafe withBundle(bundle, else: 0) { $0.release.notBefore ?? 0 }
}

@c @implementation public func tp_bundle_not_after(_ bundle: OpaquePointer?) -> Int64 {
  unsafe withBundle(bundle, else: 0) { $0.release.notAfter ?? 0 }
}

@c @implementation public func tp_bundle_open_trusted(
  _ path: UnsafePointer<CChar>?, _ signature: UnsafePointer<CChar>?,
  _ demands: UnsafePointer<tp_demands>?, _ bundle: UnsafeMutablePointer<OpaquePointer?>?,
  _ error: UnsafeMutablePointer<tp_error>?
) -> tp_status {
  guard let path = unsafe text(path), let demands = unsafe Demands(demands),
    let signature = unsafe optionalText(signature)
  else { return TP_ERROR_ARGUMENT }
  return unsafe open(into: bundle, error) { () throws(BundleError) in
    try TrustedBundle(path: path, signature: signature.text, demanding: demands).bundle
  }
}

// MARK: Following

@c @implementation public func tp_follow(
  _ path: UnsafePointer<CChar>?, _ signature: UnsafePointer<CChar>?,
  _ state: UnsafePointer<CChar>?, _ demands: UnsafePointer<tp_demands>?, _ interval: UInt32,
  _ followed: UnsafeMutablePointer<OpaquePointer?>?
) -> tp_status {
  guard let place = unsafe followed else { return TP_ERROR_ARGUMENT }
  unsafe place.pointee = nil
  guard let path = unsafe text(path), let demands = unsafe Demands(demands),
    let signature = unsafe optionalText(signature), let state = unsafe optionalText(state)
  else { return TP_ERROR_ARGUMENT }
  let followed = FollowedBundle(
    path: path, signature: signature.text, demanding: demands,
    rememberingIn: state.text.map { ActivationFile(path: $0) })
  guard interval == 0 || followed.follow(everyMilliseconds: Int(interval)) else {
    return TP_ERROR_FILE
  }
  unsafe place.pointee = OpaquePointer(Unmanaged.passRetained(followed).toOpaque())
  return TP_OK
}

@c @implementation public func tp_followed_release(_ followed: OpaquePointer?) {
  guard let followed = unsafe followed else { return }
  let object = unsafe Unmanaged<FollowedBundle>.fromOpaque(UnsafeRawPointer(followed))
  unsafe object.takeUnretainedValue().stop()
  unsafe object.release()
}

@c @implementation public func tp_followed_current(_ followed: OpaquePointer?) -> OpaquePointer? {
  unsafe withFollowed(followed, else: nil) { followed in
    unsafe followed.current.map { unsafe OpaquePointer(Unmanaged.passRetained($0).toOpaque()) }
  }
}

@c @implementation public func tp_followed_refresh(_ followed: OpaquePointer?) -> tp_status {
  unsafe withFollowed(followed, else: TP_ERROR_ARGUMENT) { followed in
    followed.refresh()
    return TP_OK
  }
}

@c @implementation public func tp_followed_status(
  _ followed: OpaquePointer?, _ status: UnsafeMutablePointer<tp_follow_status>?
) -> tp_status {
  guard let status = unsafe status else { return TP_ERROR_ARGUMENT }
  return unsafe withFollowed(followed, else: TP_ERROR_ARGUMENT) { followed in
    unsafe status.pointee = tp_follow_status(followed.status)
    return TP_OK
  }
}

private func withFollowed<Result>(
  _ handle: OpaquePointer?, else missing: Result, _ body: (FollowedBundle) -> Result
) -> Result {
  guard let handle = unsafe handle else { return missing }
  let followed = unsafe Unmanaged<FollowedBundle>.fromOpaque(UnsafeRawPointer(handle))
  return unsafe followed._withUnsafeGuaranteedRef { body($0) }
}

// MARK: Values

/// A text that may be NULL.
private struct OptionalText {
  let text: String?
}

/// - Returns: `nil` for a text that is not UTF-8.
private func optionalText(_ given: UnsafePointer<CChar>?) -> OptionalText? {
  guard let given = unsafe given else { return OptionalText(text: nil) }
  return unsafe text(given).map { OptionalText(text: $0) }
}

extension Demands {
  /// - Returns: `nil` for demands that make no sense, or do not say whose signature is good.
  fileprivate init?(_ demands: UnsafePointer<tp_demands>?) {
    guard let demands = unsafe demands?.pointee,
      let signature = unsafe Signature(demands.public_keys, demands.without_signature),
      let proof = unsafe Proof(demands), let time = unsafe Time(demands),
      let platforms = unsafe optionalText(demands.platforms)
    else { return nil }
    self.init(
      signature: signature, proof: proof, minimumEpoch: unsafe demands.minimum_epoch, time: time,
      platforms: platforms.text?.split(separator: ",").map(String.init))
  }
}

extension Demands.Signature {
  fileprivate init?(_ keys: UnsafePointer<CChar>?, _ without: Int32) {
    switch unsafe (keys, without) {
    case (nil, 1): self = .notDemanded
    case (let keys?, 0):
      guard let text = unsafe text(keys),
        let keys = PublicKey(text).map({ [$0] }) ?? PublicKey.keys(inFile: text)
      else { return nil }
      self = .byOne(of: keys)
    default: return nil
    }
  }
}

extension Demands.Proof {
  fileprivate init?(_ demands: tp_demands) {
    switch unsafe demands.proof {
    case TP_PROOF_NOT_DEMANDED: self = .notDemanded
    case TP_PROOF_VERIFIED: self = .verified
    case TP_PROOF_CERTIFIED: self = .certified
    case TP_PROOF_CERTIFICATE:
      var digest = unsafe demands.certificate
      self = .certificate(unsafe withUnsafeBytes(of: &digest) { unsafe Array($0) })
    default: return nil
    }
  }
}

extension Demands.Time {
  fileprivate init?(_ demands: tp_demands) {
    switch unsafe demands.time {
    case TP_TIME_NOT_DEMANDED: self = .notDemanded
    case TP_TIME_NOW: self = .now
    case TP_TIME_AT: self = .at(unsafe demands.at)
    default: return nil
    }
  }
}

extension tp_follow_status {
  fileprivate init(_ status: FollowStatus) {
    self.init()
    is_sound = status.isSound ? 1 : 0
    is_active = status.active == nil ? 0 : 1
    epoch = status.active?.release.epoch ?? 0
    memory = tp_memory(status.memory)
    activations = UInt64(clamping: status.activations)
    refusals = UInt64(clamping: status.refusals)
    if let refusal = status.refusal { self.refusal = tp_error(refusal) }
    unsafe withUnsafeMutableBytes(of: &bundle) { bytes in
      for (position, byte) in (status.active?.digest ?? []).enumerated().prefix(bytes.count) {
        unsafe bytes[position] = byte
      }
    }
    tp_error.fill(&text, status.description)
  }
}

extension tp_memory {
  fileprivate init(_ memory: FollowStatus.Memory) {
    switch memory {
    case .notKept: self = TP_MEMORY_NOT_KEPT
    case .kept: self = TP_MEMORY_KEPT
    case .lost: self = TP_MEMORY_LOST
    case .damaged: self = TP_MEMORY_DAMAGED
    case .notWritten: self = TP_MEMORY_NOT_WRITTEN
    }
  }
}
