// What is public here is documented in tenantpolicy.h.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

public import CTenantPolicy
import TenantPolicy

@c @implementation public func tp_route_next(
  _ bundle: OpaquePointer?, _ admission: UnsafePointer<tp_admission>?,
  _ capability: tp_capability, _ label: UInt64, _ snapshot: UnsafePointer<tp_snapshot>?,
  _ after: Int32, _ route: UnsafeMutablePointer<tp_route>?
) -> tp_status {
  guard let snapshot = unsafe snapshot, let route = unsafe route, after >= TP_FIRST else {
    return TP_ERROR_ARGUMENT
  }
  return unsafe withAdmission(bundle, admission) { bundle, admission in
    guard let capability = capability.capability else { return TP_ERROR_NOT_FOUND }
    let facts = unsafe snapshot.pointee
    let question = unsafe RouteQuestion(
      capability, label: DataLabel(label), now: facts.now, after: Int(after))
    let found = bundle.route(
      admission, question, latency: { unsafe facts.latency(of: $0.number) },
      up: { unsafe facts.isUp($0.number) })
    unsafe route.pointee = tp_route(found)
    return found.decision.isPermitted ? TP_OK : TP_ERROR_DENIED
  }
}

extension tp_snapshot {
  /// An endpoint beyond the words of the caller is not known to be up.
  fileprivate func isUp(_ row: Int) -> Bool {
    guard let up = unsafe up else { return true }
    guard unsafe row / 64 < up_words else { return false }
    return unsafe up[row / 64] >> UInt64(row % 64) & 1 == 1
  }

  fileprivate func latency(of row: Int) -> Int64? {
    guard let latencies = unsafe latency_ms, unsafe row < latency_count else { return nil }
    let value = unsafe latencies[row]
    return value >= 0 ? value : nil
  }
}

extension tp_route {
  fileprivate init(_ route: RouteDecision) {
    self.init(
      endpoint: route.endpoint.map { tp_index($0, TP_ENDPOINT) } ?? .none(TP_ENDPOINT),
      position: route.position.flatMap { Int32(exactly: $0) } ?? TP_FIRST,
      fallback: tp_fallback(rawValue: UInt32(truncatingIfNeeded: route.fallback.rawValue)),
      fallback_pool: route.fallbackPool.map { tp_index($0, TP_REVIEWER_POOL) }
        ?? .none(TP_REVIEWER_POOL),
      decision: route.decision.value)
  }
}

@c @implementation public func tp_permission(
  _ bundle: OpaquePointer?, _ admission: UnsafePointer<tp_admission>?,
  _ capability: tp_capability, _ endpoint: tp_index, _ label: UInt64, _ now: Int64,
  _ decision: UnsafeMutablePointer<tp_decision>?
) -> tp_status {
  unsafe withAdmission(bundle, admission) { bundle, admission in
    guard let capability = capability.capability, let endpoint = endpoint.endpoint else {
      return TP_ERROR_NOT_FOUND
    }
    let question = RouteQuestion(capability, label: DataLabel(label), now: now)
    return unsafe bundle.permission(admission, of: endpoint, for: question).give(decision)
  }
}

// MARK: Reviewers

@c @implementation public func tp_reviewers(
  _ bundle: OpaquePointer?, _ admission: UnsafePointer<tp_admission>?,
  _ pool: UnsafeMutablePointer<tp_index>?
) -> tp_status {
  unsafe withAdmission(bundle, admission) { bundle, admission in
    unsafe give(
      bundle.reviewers(admission).map { tp_index($0, TP_REVIEWER_POOL) }, to: pool)
  }
}

@c @implementation public func tp_review(
  _ bundle: OpaquePointer?, _ admission: UnsafePointer<tp_admission>?,
  _ pool: UnsafePointer<tp_index>?, _ label: UInt64,
  _ decision: UnsafeMutablePointer<tp_decision>?
) -> tp_status {
  unsafe withAdmission(bundle, admission) { bundle, admission in
    guard let pool = unsafe Pool(pool) else { return TP_ERROR_NOT_FOUND }
    return unsafe bundle.review(admission, by: pool.index, of: DataLabel(label)).give(decision)
  }
}

/// The pool that a caller names; `nil` in it for the tenant's own.
private struct Pool {
  let index: ReviewerPoolIndex?

  /// `nil` for what is no pool.
  init?(_ pointer: UnsafePointer<tp_index>?) {
    guard let named = unsafe pointer?.pointee else {
      index = nil
      return
    }
    guard let pool = named.reviewerPool else { return nil }
    index = pool
  }
}

// MARK: The monitor

@c @implementation public func tp_monitor(
  _ bundle: OpaquePointer?, _ admission: UnsafePointer<tp_admission>?, _ step: tp_index,
  _ capability: tp_capability, _ endpoint: tp_index, _ label: UInt64, _ now: Int64,
  _ decision: UnsafeMutablePointer<tp_decision>?
) -> tp_status {
  unsafe withAdmission(bundle, admission) { bundle, admission in
    guard let step = step.step, let capability = capability.capability,
      let endpoint = endpoint.endpoint
    else { return TP_ERROR_NOT_FOUND }
    let action = RunAction(
      at: step, .use(capability, endpoint), label: DataLabel(label), now: now)
    return unsafe bundle.monitor(admission, action).give(decision)
  }
}

@c @implementation public func tp_monitor_review(
  _ bundle: OpaquePointer?, _ admission: UnsafePointer<tp_admission>?, _ step: tp_index,
  _ pool: UnsafePointer<tp_index>?, _ label: UInt64,
  _ decision: UnsafeMutablePointer<tp_decision>?
) -> tp_status {
  unsafe withAdmission(bundle, admission) { bundle, admission in
    guard let step = step.step, let pool = unsafe Pool(pool) else { return TP_ERROR_NOT_FOUND }
    let action = RunAction(at: step, .review(pool.index), label: DataLabel(label), now: 0)
    return unsafe bundle.monitor(admission, action).give(decision)
  }
}
