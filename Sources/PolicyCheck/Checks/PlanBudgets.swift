import PolicyDiagnostics
import PolicyModel

/// A budget for one workflow below the worst case of a plan that the tenant may run: with its retries
/// and replans such a run stops half-way. A tenant may run the plans whose tools it may all call.
enum PlanBudgets {
  static func problems(of policy: EffectivePolicy, in context: CheckContext) -> [PolicyProblem] {
    let budget = policy[policyFields.perWorkflow].number
    let permitted = policy.permittedTools
    guard let currency = context.catalogue.currency else { return [] }
    return context.plans.compactMap { plan in
      guard let worst = plan.worst, worst > budget, plan.tools.isSubset(of: permitted) else {
        return nil
      }
      return .budgetBelowPlan(plan, Money(micros: worst, currency: currency))
    }
  }
}

extension PolicyProblem {
  fileprivate static func budgetBelowPlan(_ plan: PlanCost, _ worst: Money) -> PolicyProblem {
    PolicyProblem(
      Rules.capacity.budgetBelowPlan,
      "plan `\(plan.name)` may cost \(worst) with its retries and replans, more than the budget",
      at: .value(policyFields.perWorkflow.index), others: [Other(.place(plan.span), "the plan")],
      help: "budget for the worst case, or bound the plan's retries and replans", plan: plan.name)
  }
}
