import PolicyDiagnostics
import PolicyModel

/// A workflow that may cost more than the whole month.
enum Budgets {
  static func problems(of policy: EffectivePolicy, in context: CheckContext) -> [PolicyProblem] {
    let catalogue = context.catalogue
    let perWorkflow = policy[policyFields.perWorkflow].number
    let perMonth = policy[policyFields.perMonth].number
    guard perWorkflow > perMonth, let currency = catalogue.currency else { return [] }
    return [
      .workflowAboveMonth(
        Money(micros: perWorkflow, currency: currency), Money(micros: perMonth, currency: currency))
    ]
  }
}

extension PolicyProblem {
  fileprivate static func workflowAboveMonth(_ workflow: Money, _ month: Money) -> PolicyProblem {
    PolicyProblem(
      Rules.capacity.workflowAboveMonth,
      "one workflow may cost \(workflow), and all of a month only \(month)",
      at: .value(policyFields.perWorkflow.index),
      others: [Other(.value(policyFields.perMonth.index), "the month's budget")],
      help: "raise the month's budget, or lower the workflow's")
  }
}
