// What is public here is documented in tenantpolicy.h.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

public import CTenantPolicy
import TenantPolicy

@c @implementation public func tp_admit(
  _ bundle: OpaquePointer?, _ tenant: UnsafePointer<CChar>?, _ tenant_length: Int,
  _ plan: tp_index, _ admission: UnsafeMutablePointer<tp_admission>?,
  _ decision: UnsafeMutablePointer<tp_decision>?
) -> tp_status {
  guard let tenant = unsafe tenant, let admission = unsafe admission, tenant_length >= 0 else {
    return TP_ERROR_ARGUMENT
  }
  return unsafe withBundle(bundle, else: TP_ERROR_ARGUMENT) { bundle in
    guard let plan = plan.plan else { return TP_ERROR_NOT_FOUND }
    return unsafe withID(tenant, tenant_length) { id in
      do throws(Decision) {
        unsafe admission.pointee = try bundle.admit(id, to: plan).value
        return TP_OK
      } catch {
        return unsafe error.give(decision)
      }
    }
  }
}

@c @implementation public func tp_admit_names(
  _ bundle: OpaquePointer?, _ tenant: UnsafePointer<CChar>?, _ plan: UnsafePointer<CChar>?,
  _ admission: UnsafeMutablePointer<tp_admission>?,
  _ decision: UnsafeMutablePointer<tp_decision>?
) -> tp_status {
  guard let admission = unsafe admission, unsafe tenant != nil, unsafe plan != nil else {
    return TP_ERROR_ARGUMENT
  }
  return unsafe withBundle(bundle, else: TP_ERROR_ARGUMENT) { bundle in
    // No id or name is empty: what is not UTF-8 names nothing.
    let (tenant, plan) = unsafe (text(tenant) ?? "", text(plan) ?? "")
    do throws(Decision) {
      unsafe admission.pointee = try bundle.admit(tenant: tenant, plan: plan).handle.value
      return TP_OK
    } catch {
      return unsafe error.give(decision)
    }
  }
}

@c @implementation public func tp_refused_tool(
  _ bundle: OpaquePointer?, _ tenant: UnsafePointer<CChar>?, _ tenant_length: Int,
  _ plan: tp_index, _ tool: UnsafeMutablePointer<tp_index>?
) -> tp_status {
  guard let tenant = unsafe tenant, tenant_length >= 0 else { return TP_ERROR_ARGUMENT }
  return unsafe withBundle(bundle, else: TP_ERROR_ARGUMENT) { bundle in
    let found = unsafe withID(tenant, tenant_length) { bundle.handle(for: $0) }
    let refused = found.flatMap { tenant in
      plan.plan.flatMap { bundle.toolNotPermitted(for: tenant, by: $0) }
    }
    return unsafe give(refused.map { tp_index($0, TP_TOOL) }, to: tool)
  }
}

@c @implementation public func tp_admission_platform(
  _ bundle: OpaquePointer?, _ admission: UnsafePointer<tp_admission>?,
  _ platform: UnsafeMutablePointer<tp_index>?
) -> tp_status {
  unsafe withAdmission(bundle, admission) { bundle, admission in
    let found = bundle.context(for: admission.tenant)?.platform
    return unsafe give(found.map { tp_index($0, TP_PLATFORM) }, to: platform)
  }
}

@c @implementation public func tp_admission_plan(
  _ bundle: OpaquePointer?, _ admission: UnsafePointer<tp_admission>?,
  _ plan: UnsafeMutablePointer<tp_index>?
) -> tp_status {
  unsafe withAdmission(bundle, admission) { bundle, admission in
    let isKnown = bundle.name(of: admission.plan) != nil
    return unsafe give(isKnown ? tp_index(admission.plan, TP_PLAN) : nil, to: plan)
  }
}

// MARK: Checkpoints

@c @implementation public func tp_admission_encode(
  _ bundle: OpaquePointer?, _ admission: UnsafePointer<tp_admission>?,
  _ bytes: UnsafeMutablePointer<UInt8>?, _ capacity: Int, _ length: UnsafeMutablePointer<Int>?
) -> tp_status {
  guard let length = unsafe length else { return TP_ERROR_ARGUMENT }
  return unsafe withAdmission(bundle, admission) { bundle, admission in
    guard let encoded = bundle.encoded(admission) else { return TP_ERROR_NOT_FOUND }
    unsafe length.pointee = encoded.count
    guard capacity >= encoded.count else { return TP_ERROR_BUFFER }
    guard let bytes = unsafe bytes else { return TP_ERROR_ARGUMENT }
    for (position, byte) in encoded.enumerated() { unsafe bytes[position] = byte }
    return TP_OK
  }
}

@c @implementation public func tp_admission_decode(
  _ bundle: OpaquePointer?, _ bytes: UnsafePointer<UInt8>?, _ length: Int,
  _ admission: UnsafeMutablePointer<tp_admission>?,
  _ decision: UnsafeMutablePointer<tp_decision>?
) -> tp_status {
  guard let bytes = unsafe bytes, let admission = unsafe admission, length >= 0 else {
    return TP_ERROR_ARGUMENT
  }
  return unsafe withBundle(bundle, else: TP_ERROR_ARGUMENT) { bundle in
    let encoded = unsafe Array(
      UnsafeBufferPointer(start: bytes, count: min(length, Int(TP_CONTEXT_MAX) + 1)))
    do throws(Decision) {
      unsafe admission.pointee = try bundle.admission(from: encoded).handle.value
      return TP_OK
    } catch {
      return unsafe error.give(decision)
    }
  }
}

// MARK: Bit tests

@c @implementation public func tp_permits(
  _ bundle: OpaquePointer?, _ admission: UnsafePointer<tp_admission>?, _ what: tp_index
) -> Int32 {
  unsafe test(bundle, admission) { bundle, admission in
    if let tool = what.tool { return bundle.permits(admission.tenant, tool: tool) }
    if let region = what.region {
      return bundle.permitsProcessing(admission.tenant, in: region)
    }
    if let endpoint = what.endpoint { return bundle.permits(admission, endpoint: endpoint) }
    if let model = what.model { return bundle.permits(admission, model: model) }
    return false
  }
}

@c @implementation public func tp_permits_storing(
  _ bundle: OpaquePointer?, _ admission: UnsafePointer<tp_admission>?, _ region: tp_index
) -> Int32 {
  unsafe test(bundle, admission) { bundle, admission in
    region.region.map { bundle.permitsStoring(admission.tenant, in: $0) } ?? false
  }
}

@c @implementation public func tp_permits_logging(
  _ bundle: OpaquePointer?, _ admission: UnsafePointer<tp_admission>?, _ region: tp_index
) -> Int32 {
  unsafe test(bundle, admission) { bundle, admission in
    region.region.map { bundle.permitsLogging(admission.tenant, in: $0) } ?? false
  }
}

private func test(
  _ bundle: OpaquePointer?, _ admission: UnsafePointer<tp_admission>?,
  _ holds: (PolicyBundle, AdmissionHandle) -> Bool
) -> Int32 {
  guard let admission = unsafe admission else { return 0 }
  return unsafe withBundle(bundle, else: 0) { bundle in
    unsafe holds(bundle, AdmissionHandle(admission.pointee)) ? 1 : 0
  }
}
