import PolicyDiagnostics
import PolicyModel

/// A rate that the tenant's own concurrency exhausts early in the window, so that its workflows hold
/// their slots and wait for the rest of it.
///
/// Reckoned with one call a workflow, which takes the platform's `typical_run`; plans with retries
/// exhaust it sooner.
enum ExhaustedRates {
  static func problems(of policy: EffectivePolicy, in context: CheckContext) -> [PolicyProblem] {
    let catalogue = context.catalogue
    guard let run = catalogue.workerPool?.value.typicalRun, run.milliseconds > 0 else { return [] }
    let cap = policy[policyFields.concurrencyCap].number
    let permitted = policy.permittedTools
    return policy[policyFields.rateLimits].rates.entries.compactMap { entry in
      guard permitted.contains(entry.tool), cap > 0 else { return nil }
      let milliseconds = entry.rate.count * min(run.milliseconds, longestRun) / cap
      guard milliseconds * earlyShare < entry.rate.window.milliseconds else { return nil }
      return .exhaustedRate(
        catalogue.tools[entry.tool], entry.rate, Duration(milliseconds: milliseconds), cap)
    }
  }

  /// Early is within this part of the window: two minutes of an hour.
  private static let earlyShare: Int64 = 30
  /// Keeps the product in range: rates are at most 10^9 calls.
  private static let longestRun: Int64 = 9_000_000_000
}

extension PolicyProblem {
  fileprivate static func exhaustedRate(
    _ tool: Tool, _ rate: Rate, _ time: Duration, _ cap: Int64
  ) -> PolicyProblem {
    let seconds = time.milliseconds / 1_000
    let text = seconds >= 120 ? "\(seconds / 60) minutes" : "\(seconds) seconds"
    return PolicyProblem(
      Rules.capacity.exhaustedRate,
      "\(Count(cap)) workflows at once exhaust `\(tool.name): \(rate)` within \(text)",
      at: .value(policyFields.rateLimits.index),
      others: [Other(.value(policyFields.concurrencyCap.index), "the cap")],
      notes: ["reckoned with one call in each workflow of the platform's `typical_run`"],
      help: "raise the rate or lower the cap, so that slots are not held by workflows that wait")
  }
}
