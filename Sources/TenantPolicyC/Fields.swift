// What is public here is documented in tenantpolicy.h.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

public import CTenantPolicy
import TenantPolicy

@c @implementation public func tp_text(
  _ bundle: OpaquePointer?, _ admission: UnsafePointer<tp_admission>?, _ field: tp_text_field,
  _ text: UnsafeMutablePointer<CChar>?, _ capacity: Int, _ length: UnsafeMutablePointer<Int>?
) -> tp_status {
  unsafe withContext(bundle, admission) { context in
    let value: String? =
      switch field {
      case TP_TENANT_ID: context.tenantID
      case TP_ORG_ID: context.orgID
      case TP_POLICY_TIER: context.policyTier
      case TP_BUDGET_CLASS: context.budgetClass
      case TP_MODEL_TIER: context.modelTier
      default: nil
      }
    return unsafe give(value, to: text, capacity, length)
  }
}

@c @implementation public func tp_number(
  _ bundle: OpaquePointer?, _ admission: UnsafePointer<tp_admission>?, _ field: tp_number_field,
  _ value: UnsafeMutablePointer<Int64>?
) -> tp_status {
  unsafe withContext(bundle, admission) { unsafe give($0.number(field), to: value) }
}

extension TenantContext {
  fileprivate func number(_ field: tp_number_field) -> Int64? {
    switch field {
    case TP_CONCURRENCY_CAP: concurrencyCap
    case TP_WEIGHT: weight
    case TP_GUARANTEED_SLOTS: guaranteedSlots
    case TP_PRIORITY: priority.rawValue
    case TP_PER_WORKFLOW_MICROS: perWorkflowMicros
    case TP_PER_MONTH_MICROS: perMonthMicros
    case TP_AUDIT_RETENTION_MS: auditRetention.milliseconds
    case TP_DATA_RETENTION_MS: dataRetention.milliseconds
    case TP_SLA_SHARE_BASIS_POINTS: serviceLevel?.shareBasisPoints ?? -1
    case TP_SLA_WITHIN_MS: serviceLevel?.within.milliseconds ?? 0
    case TP_BURST_TO: burst?.to ?? 0
    case TP_BURST_FOR_MS: burst?.duration.milliseconds ?? 0
    default: nil
    }
  }
}

extension Duration {
  /// Whole milliseconds, no more than there can be.
  fileprivate var milliseconds: Int64 {
    let (seconds, attoseconds) = components
    let (whole, isTooLarge) = seconds.multipliedReportingOverflow(by: 1_000)
    guard !isTooLarge else { return Int64.max }
    let (sum, overflows) = whole.addingReportingOverflow(attoseconds / 1_000_000_000_000_000)
    return overflows ? Int64.max : sum
  }
}

@c @implementation public func tp_rates(
  _ bundle: OpaquePointer?, _ admission: UnsafePointer<tp_admission>?,
  _ rates: UnsafeMutablePointer<tp_rate>?, _ capacity: Int, _ count: UnsafeMutablePointer<Int>?
) -> tp_status {
  guard let count = unsafe count else { return TP_ERROR_ARGUMENT }
  return unsafe withContext(bundle, admission) { context in
    let limits = context.rateLimits
    unsafe count.pointee = limits.count
    guard capacity >= limits.count else { return TP_ERROR_BUFFER }
    for (position, limit) in limits.enumerated() {
      guard let rates = unsafe rates else { return TP_ERROR_ARGUMENT }
      unsafe rates[position] = tp_rate(limit)
    }
    return TP_OK
  }
}

extension tp_rate {
  fileprivate init(_ limit: RateLimit) {
    self.init(
      tool: tp_index(limit.tool, TP_TOOL), calls: limit.calls,
      window_ms: limit.window.milliseconds, is_sliding: limit.isSliding ? 1 : 0)
  }
}

@c @implementation public func tp_field_place(
  _ bundle: OpaquePointer?, _ admission: UnsafePointer<tp_admission>?,
  _ field: UnsafePointer<CChar>?, _ place: UnsafeMutablePointer<tp_decision>?
) -> tp_status {
  guard unsafe field != nil else { return TP_ERROR_ARGUMENT }
  return unsafe withAdmission(bundle, admission) { bundle, admission in
    guard let name = unsafe text(field),
      let decision = bundle.statement(of: name, for: admission.tenant)
    else { return TP_ERROR_NOT_FOUND }
    return unsafe give(decision.value, to: place)
  }
}

private func withContext(
  _ bundle: OpaquePointer?, _ admission: UnsafePointer<tp_admission>?,
  _ body: (TenantContext) -> tp_status
) -> tp_status {
  unsafe withAdmission(bundle, admission) { bundle, admission in
    guard let context = bundle.context(for: admission.tenant) else { return TP_ERROR_NOT_FOUND }
    return body(context)
  }
}
