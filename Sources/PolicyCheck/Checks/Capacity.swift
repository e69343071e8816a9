import PolicyDiagnostics
import PolicyModel

/// Slots of the worker pool that a tenant could never have, or never use.
enum Capacity {
  static func problems(of policy: EffectivePolicy, in context: CheckContext) -> [PolicyProblem] {
    let catalogue = context.catalogue
    let cap = policy[policyFields.concurrencyCap].number
    let guaranteed = policy[policyFields.guaranteedSlots].number
    let burst = policy[policyFields.burst].burst
    var problems: [PolicyProblem] = []
    if let pool = catalogue.workerPool, cap > pool.value.slots {
      problems.append(.capAbovePool(cap, pool))
    }
    if guaranteed > cap { problems.append(.guaranteeAboveCap(guaranteed, cap)) }
    if burst != .none, burst.to <= cap { problems.append(.burstBelowCap(burst, cap)) }
    return problems
  }
}

extension PolicyProblem {
  private static let capField = policyFields.concurrencyCap.index

  fileprivate static func capAbovePool(_ cap: Int64, _ pool: Located<WorkerPool>) -> PolicyProblem {
    PolicyProblem(
      Rules.capacity.capAbovePool,
      "a cap of \(Count(cap)) workflows is no cap: the worker pool has \(Count(pool.value.slots)) slots",
      at: .value(capField), others: [Other(.place(pool.span), "the pool is declared here")],
      help: "one tenant could take every slot: lower the cap")
  }

  fileprivate static func guaranteeAboveCap(_ guaranteed: Int64, _ cap: Int64) -> PolicyProblem {
    PolicyProblem(
      Rules.capacity.guaranteeAboveCap,
      "\(Count(guaranteed)) slots are guaranteed, but only \(Count(cap)) may be used at once",
      at: .value(policyFields.guaranteedSlots.index),
      others: [Other(.value(capField), "capped here")], help: "guarantee no more than the cap")
  }

  fileprivate static func burstBelowCap(_ burst: Burst, _ cap: Int64) -> PolicyProblem {
    PolicyProblem(
      Rules.capacity.burstBelowCap,
      "a burst to \(Count(burst.to)) does not exceed the cap of \(Count(cap))",
      at: .value(policyFields.burst.index), others: [Other(.value(capField), "capped here")],
      help: "burst above the cap, or write `burst: none`")
  }
}
