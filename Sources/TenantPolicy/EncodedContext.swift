/// An admission as bytes, for a checkpoint: another worker reads it back with the same bundle, and the run
/// goes on under the policy that it was admitted under.
///
/// The bytes name the bundle, the tenant and the plan; what was worked out of them stays in the bundle. A
/// checksum tells damage; it is no signature, since whoever can write checkpoints can admit runs.
package enum ContextLayout {
  package static let magic: [UInt8] = Array("TPCTX001".utf8)
  package static let bundle = LayoutEntry(8, .bytes(32), "bundle", "digest of the bundle")
  package static let tenantLength = LayoutEntry(40, .uint8, "tenant length", "bytes of the id")
  package static let planLength = LayoutEntry(41, .uint8, "plan length", "bytes of the name")
  /// Then the id of the tenant, the name of the plan, and the checksum.
  package static let size = 42
  package static let checksumSize = 32
  /// Most bytes of an encoded context.
  package static let maximumLength = 512

  package static let record = RecordLayout(
    "context", "an encoded context: the id, the name and a BLAKE2b-256 of all bytes before follow",
    size: size, isPrefix: true,
    [LayoutEntry(0, .bytes(8), "magic", "the letters TPCTX001"), bundle, tenantLength, planLength])
}

extension Admission {
  /// The admission as at most 512 bytes.
  public var encoded: [UInt8] { bundle.encoded(handle) ?? [] }
}

extension PolicyBundle {
  /// `Admission.encoded`, for code that holds the bundle itself; `nil` for a handle of another bundle.
  public func encoded(_ admission: AdmissionHandle) -> [UInt8]? {
    guard row(of: admission.tenant) != nil,
      let tenant = idRange(ofTenantAt: Int(admission.tenant.ordinal)),
      let plan = nameRange(ofPlan: admission.plan), plan.count <= UInt8.max,
      tenant.count <= UInt8.max
    else { return nil }
    var bytes = ContextLayout.magic + identity.bytes
    bytes += [UInt8(tenant.count), UInt8(plan.count)]
    bytes += memory.bytes(in: tenant) + memory.bytes(in: plan)
    return bytes + BundleDigest.of(bytes)
  }

  /// Reads an encoded admission back.
  ///
  /// - Throws: `damagedContext` for bytes that are none, or were changed; `otherBundle` for one of another
  ///   bundle; otherwise what `admit` throws.
  public func admission(from bytes: [UInt8]) throws(Decision) -> Admission {
    let fixed = ContextLayout.size + ContextLayout.checksumSize
    guard bytes.count >= fixed, bytes.count <= ContextLayout.maximumLength,
      bytes.starts(with: ContextLayout.magic)
    else { throw decision(.damagedContext) }
    let tenantLength = Int(bytes[ContextLayout.tenantLength.offset])
    let planLength = Int(bytes[ContextLayout.planLength.offset])
    let end = ContextLayout.size + tenantLength + planLength
    guard bytes.count == end + ContextLayout.checksumSize,
      BundleDigest.of(first: end, of: bytes) == Array(bytes[end...])
    else { throw decision(.damagedContext) }
    let named = bytes[ContextLayout.bundle.offset..<(ContextLayout.bundle.offset + 32)]
    guard named.elementsEqual(identity.bytes) else { throw decision(.otherBundle) }
    let tenant = bytes.span.extracting(ContextLayout.size..<(ContextLayout.size + tenantLength))
    guard let handle = handle(for: tenant) else { throw decision(.unknownTenant) }
    guard let name = String(validating: bytes[(end - planLength)..<end], as: UTF8.self),
      let platform = context(for: handle)?.platform, let plan = plan(named: name, of: platform)
    else { throw decision(.unknownPlan, declaration(of: handle)) }
    return Admission(self, try admit(handle, to: plan))
  }

  private func idRange(ofTenantAt ordinal: Int) -> Range<Int>? {
    tenantRecord(at: ordinal).flatMap { index.idRange(ofSlot: $0.slot, in: memory) }
  }

  private func nameRange(ofPlan plan: PlanIndex) -> Range<Int>? {
    guard let workflows, let start = workflows.plans.place.row(plan.number) else { return nil }
    return stringReference(at: start + workflows.plans.name)?.range(in: header[.strings])
  }
}
