// What is public here is documented in tenantpolicy.h.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

public import CTenantPolicy
import TenantPolicy

@c @implementation public func tp_platform(
  _ bundle: OpaquePointer?, _ name: UnsafePointer<CChar>?, _ index: UnsafeMutablePointer<tp_index>?
) -> tp_status {
  guard unsafe name != nil else { return TP_ERROR_ARGUMENT }
  return unsafe withBundle(bundle, else: TP_ERROR_ARGUMENT) { bundle in
    let platform = unsafe text(name).flatMap { bundle.platform(named: $0) }
    return unsafe give(platform.map { tp_index($0, TP_PLATFORM) }, to: index)
  }
}

@c @implementation public func tp_find(
  _ bundle: OpaquePointer?, _ kind: tp_kind, _ of: tp_index, _ name: UnsafePointer<CChar>?,
  _ index: UnsafeMutablePointer<tp_index>?
) -> tp_status {
  guard unsafe name != nil else { return TP_ERROR_ARGUMENT }
  return unsafe withBundle(bundle, else: TP_ERROR_ARGUMENT) { bundle in
    guard let name = unsafe text(name) else { return TP_ERROR_NOT_FOUND }
    return unsafe give(found(name, kind, of, bundle), to: index)
  }
}

private func found(
  _ name: String, _ kind: tp_kind, _ owner: tp_index, _ bundle: PolicyBundle
) -> tp_index? {
  if kind == TP_STEP {
    return owner.plan.flatMap { bundle.step(named: name, of: $0) }.map { tp_index($0, kind) }
  }
  guard let platform = owner.platform else { return nil }
  switch kind {
  case TP_REGION: return bundle.region(named: name, of: platform).map { tp_index($0, kind) }
  case TP_TOOL: return bundle.tool(named: name, of: platform).map { tp_index($0, kind) }
  case TP_MODEL: return bundle.model(named: name, of: platform).map { tp_index($0, kind) }
  case TP_ENDPOINT: return bundle.endpoint(named: name, of: platform).map { tp_index($0, kind) }
  case TP_REVIEWER_POOL:
    return bundle.reviewerPool(named: name, of: platform).map { tp_index($0, kind) }
  case TP_PLAN: return bundle.plan(named: name, of: platform).map { tp_index($0, kind) }
  default: return nil
  }
}

@c @implementation public func tp_count(_ bundle: OpaquePointer?, _ kind: tp_kind) -> UInt32 {
  unsafe withBundle(bundle, else: 0) { bundle in
    let count =
      switch kind {
      case TP_PLATFORM: bundle.platformCount
      case TP_REGION: bundle.regionCount
      case TP_TOOL: bundle.toolCount
      case TP_MODEL: bundle.modelCount
      case TP_ENDPOINT: bundle.endpointCount
      case TP_REVIEWER_POOL: bundle.reviewerPoolCount
      case TP_PLAN: bundle.planCount
      case TP_STEP: bundle.stepCount
      default: 0
      }
    return UInt32(truncatingIfNeeded: count)
  }
}

@c @implementation public func tp_name(
  _ bundle: OpaquePointer?, _ index: tp_index, _ text: UnsafeMutablePointer<CChar>?,
  _ capacity: Int, _ length: UnsafeMutablePointer<Int>?
) -> tp_status {
  unsafe withBundle(bundle, else: TP_ERROR_ARGUMENT) { bundle in
    unsafe give(name(of: index, bundle), to: text, capacity, length)
  }
}

private func name(of index: tp_index, _ bundle: PolicyBundle) -> String? {
  switch tp_kind(rawValue: index.kind) {
  case TP_PLATFORM: index.platform.flatMap { bundle.name(of: $0) }
  case TP_REGION: index.region.flatMap { bundle.name(of: $0) }
  case TP_TOOL: index.tool.flatMap { bundle.name(of: $0) }
  case TP_MODEL: index.model.flatMap { bundle.name(of: $0) }
  case TP_ENDPOINT: index.endpoint.flatMap { bundle.name(of: $0) }
  case TP_REVIEWER_POOL: index.reviewerPool.flatMap { bundle.name(of: $0) }
  case TP_PLAN: index.plan.flatMap { bundle.name(of: $0) }
  case TP_STEP: index.step.flatMap { bundle.name(of: $0) }
  default: nil
  }
}

@c @implementation public func tp_data_class(
  _ bundle: OpaquePointer?, _ platform: tp_index, _ name: UnsafePointer<CChar>?,
  _ label: UnsafeMutablePointer<UInt64>?
) -> tp_status {
  guard unsafe name != nil else { return TP_ERROR_ARGUMENT }
  return unsafe withBundle(bundle, else: TP_ERROR_ARGUMENT) { bundle in
    guard let name = unsafe text(name), let platform = platform.platform else {
      return TP_ERROR_NOT_FOUND
    }
    return unsafe give(bundle.label(ofDataClass: name, of: platform)?.word, to: label)
  }
}
