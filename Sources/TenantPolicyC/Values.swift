import CTenantPolicy
import TenantPolicy

// How values of the reader stand in the structures of the header, and the way back. Nothing here is
// trusted: a number of a row that does not exist is one of nothing.

/// Calls with the bundle that a handle of the C interface stands for, without counting references: the
/// caller owns it for as long as the call lasts.
@inline(__always)
func withBundle<Result>(
  _ handle: OpaquePointer?, else missing: Result, _ body: (PolicyBundle) -> Result
) -> Result {
  guard let handle = unsafe handle else { return missing }
  let bundle = unsafe Unmanaged<PolicyBundle>.fromOpaque(UnsafeRawPointer(handle))
  return unsafe bundle._withUnsafeGuaranteedRef { body($0) }
}

/// The same with an admission.
@inline(__always)
func withAdmission(
  _ handle: OpaquePointer?, _ admission: UnsafePointer<tp_admission>?,
  _ body: (PolicyBundle, AdmissionHandle) -> tp_status
) -> tp_status {
  guard let admission = unsafe admission else { return TP_ERROR_ARGUMENT }
  return unsafe withBundle(handle, else: TP_ERROR_ARGUMENT) { bundle in
    unsafe body(bundle, AdmissionHandle(admission.pointee))
  }
}

extension AdmissionHandle {
  init(_ value: tp_admission) {
    let words = value.opaque
    self.init(words: (words.0, words.1, words.2, words.3, words.4, words.5))
  }

  var value: tp_admission {
    let words = words
    return tp_admission(
      opaque: (words.0, words.1, words.2, words.3, words.4, words.5, 0, 0))
  }
}

extension tp_index {
  init<Kind>(_ row: NamedRow<Kind>, _ kind: tp_kind) {
    self.init(row: UInt32(truncatingIfNeeded: row.number), tag: row.tag, kind: kind.rawValue)
  }

  /// That of nothing.
  static func none(_ kind: tp_kind) -> tp_index {
    tp_index(row: UInt32.max, tag: 0, kind: kind.rawValue)
  }

  /// The row; `nil` for one of another kind.
  func row<Kind>(_ wanted: tp_kind, of type: Kind.Type) -> NamedRow<Kind>? {
    kind == wanted.rawValue ? NamedRow(row: row, tag: tag) : nil
  }

  var platform: PlatformIndex? { row(TP_PLATFORM, of: RowKind.Platform.self) }
  var region: RegionIndex? { row(TP_REGION, of: RowKind.Region.self) }
  var tool: ToolIndex? { row(TP_TOOL, of: RowKind.Tool.self) }
  var model: ModelIndex? { row(TP_MODEL, of: RowKind.Model.self) }
  var endpoint: EndpointIndex? { row(TP_ENDPOINT, of: RowKind.Endpoint.self) }
  var reviewerPool: ReviewerPoolIndex? { row(TP_REVIEWER_POOL, of: RowKind.ReviewerPool.self) }
  var plan: PlanIndex? { row(TP_PLAN, of: RowKind.Plan.self) }
  var step: StepIndex? { row(TP_STEP, of: RowKind.Step.self) }
}

extension tp_capability {
  /// `nil` where it is none.
  var capability: CapabilityIndex? {
    guard storage == TP_STORAGE_NONE else {
      return StorageKind(rawValue: Int64(storage.rawValue)).map { .storage($0) }
    }
    if let tool = callee.tool { return .tool(tool) }
    return callee.model.map { .model($0) }
  }
}

extension Decision {
  var value: tp_decision {
    var value = tp_decision()
    value.code = tp_code(rawValue: UInt32(code.rawValue))
    value.can_retry = canRetry ? 1 : 0
    value.source = rule.map { UInt32(truncatingIfNeeded: $0.source) } ?? UInt32.max
    value.line = rule.map { UInt32(truncatingIfNeeded: $0.line) } ?? 0
    unsafe withUnsafeMutableBytes(of: &value.bundle) { unsafe bundle.copy(into: $0) }
    return value
  }

  /// Writes the decision where the caller wants it, if anywhere.
  func give(_ place: UnsafeMutablePointer<tp_decision>?) -> tp_status {
    unsafe place?.pointee = value
    return isPermitted ? TP_OK : TP_ERROR_DENIED
  }
}

/// Writes a value where the caller wants it.
func give<Value>(_ value: Value?, to place: UnsafeMutablePointer<Value>?) -> tp_status {
  guard let place = unsafe place else { return TP_ERROR_ARGUMENT }
  guard let value else { return TP_ERROR_NOT_FOUND }
  unsafe place.pointee = value
  return TP_OK
}

/// Writes text and a zero byte to a buffer, and its length where the caller wants it.
func give(
  _ text: String?, to buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int,
  _ length: UnsafeMutablePointer<Int>?
) -> tp_status {
  guard let text else { return TP_ERROR_NOT_FOUND }
  let bytes = text.utf8
  unsafe length?.pointee = bytes.count
  guard let buffer = unsafe buffer else {
    return capacity == 0 ? TP_ERROR_BUFFER : TP_ERROR_ARGUMENT
  }
  guard capacity > bytes.count else { return TP_ERROR_BUFFER }
  for (position, byte) in bytes.enumerated() { unsafe buffer[position] = CChar(bitPattern: byte) }
  unsafe buffer[bytes.count] = 0
  return TP_OK
}

/// The text of the caller's; `nil` where it is not UTF-8.
func text(_ pointer: UnsafePointer<CChar>?) -> String? {
  unsafe pointer.flatMap { unsafe String(validatingCString: $0) }
}

/// The bytes of the caller's as an id.
@inline(__always)
func withID<Result>(
  _ pointer: UnsafePointer<CChar>, _ length: Int, _ body: (Span<UInt8>) -> Result
) -> Result {
  unsafe pointer.withMemoryRebound(to: UInt8.self, capacity: length) { bytes in
    unsafe body(Span<UInt8>(_unsafeStart: bytes, count: length))
  }
}
