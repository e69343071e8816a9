// Derived from the declarations of the policy fields; do not edit. To write it anew:
// UPDATE_GOLDENS=1 swift test --filter PolicyReference

// One accessor a policy field. Where a bundle has no column of that field, because it is older than
// the field, the accessor gives the strictest value that there is.
extension TenantContext {
  /// `budget_class`: class of rates and budgets that the tenant takes from the catalogue.
  public var budgetClass: String { name(.field(1, part: 0)) ?? "" }

  /// `data_residency`: regions in which the tenant's data may be processed, stored and logged.
  public var dataResidency: DataResidency {
    residency(
      store: .field(2, part: 0), log: .field(2, part: 1),
      accepts: .field(2, part: 2), byClass: .field(2, part: 3))
  }

  /// `allowed_tools`: tools that the tenant's workflows may call.
  public var allowedTools: ToolSet { toolSet(.field(3, part: 0), holdsUnknown: false) }

  /// `denied_tools`: tools that the tenant's workflows may not call, whatever else allows them.
  /// `permits(tool:)` takes them into account.
  public var deniedTools: ToolSet { toolSet(.field(4, part: 0), holdsUnknown: true) }

  /// `model_tier`: highest tier of models that may see the tenant's data.
  public var modelTier: String { name(.field(5, part: 0)) ?? "" }

  /// `concurrency_cap`: most workflows the tenant may have running at once.
  public var concurrencyCap: Int64 { integer(.field(6, part: 0)) ?? 0 }

  /// `reviewer_pool`: people who review the tenant's workflows, or none.
  public var reviewerPool: String? { name(.field(7, part: 0)) }

  /// `audit_retention`: least time for which the audit log is kept.
  public var auditRetention: Duration {
    milliseconds(.field(8, part: 0)) ?? .milliseconds(Int64.max)
  }

  /// `data_retention`: most time for which an endpoint may keep the tenant's data.
  public var dataRetention: Duration { milliseconds(.field(9, part: 0)) ?? .zero }

  /// `rate_limits`: calls a tool may get from the tenant, by tool.
  public var rateLimits: [RateLimit] { rateLimits(.field(10, part: 0)) }

  /// `per_workflow`: most that one workflow may cost.
  /// In millionths of the platform's currency.
  public var perWorkflowMicros: Int64 { integer(.field(11, part: 0)) ?? 0 }

  /// `per_month`: most that the tenant's workflows may cost in a calendar month.
  /// In millionths of the platform's currency.
  public var perMonthMicros: Int64 { integer(.field(12, part: 0)) ?? 0 }

  /// `weight`: share of the worker pool in weighted fair queuing, relative to other tenants.
  public var weight: Int64 { integer(.field(13, part: 0)) ?? 0 }

  /// `guaranteed_slots`: slots of the worker pool that are kept for the tenant.
  public var guaranteedSlots: Int64 { integer(.field(14, part: 0)) ?? 0 }

  /// `priority`: highest priority that the tenant's workflows may ask for.
  public var priority: Priority {
    integer(.field(15, part: 0)).flatMap(Priority.init) ?? .background
  }

  /// `sla`: share of workflows that are decided within a time.
  /// `nil` for best effort.
  public var serviceLevel: ServiceLevelPromise? {
    serviceLevel(share: .field(16, part: 0), within: .field(16, part: 1))
  }

  /// `burst`: how far and how long the concurrency cap may be exceeded.
  /// `nil` where it may not be.
  public var burst: ConcurrencyBurst? {
    burst(to: .field(17, part: 0), for: .field(17, part: 1))
  }
}

/// The values of `priority`, strictest first.
public enum Priority: Int64, CaseIterable, Hashable, Sendable {
  /// `background`
  case background = 0
  /// `normal`
  case normal = 1
  /// `urgent`
  case urgent = 2
}
