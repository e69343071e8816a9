import PolicyGenerator
import PolicyVerifier

/// Verifying again after an edit, with what was verified before at hand.
let verifyAgainLines: [BenchmarkLine] = [
  BenchmarkLine(
    name: "verify-again-policy", title: "again after an edit of a tenant or plan, 99th of 100",
    goal: .atMost(1, "ms")
  ) { try again(after: [.tenant, .plan], $0) },
  BenchmarkLine(
    name: "verify-again-endpoint", title: "the same of an endpoint or route",
    goal: .atMost(20, "ms")
  ) { try again(after: [.endpoint, .route], $0) },
  BenchmarkLine(
    name: "verify-again-region", title: "the same of a region or group of regions",
    goal: .atMost(200, "ms")
  ) { try again(after: [.region, .group], $0) },
]

/// Edits of each kind, and their being taken back, in turns; the slower kind counts.
private func again(after edits: [GeneratedWorld.Edit], _ bench: Workbench) throws -> Outcome {
  let world = bench.sizes.verified
  let platform = world.platform
  var verification: Verification?
  let scratch = try seconds { verification = Verification(platform, threads: 2) }
  guard var verification else { throw BenchError("nothing was verified") }
  var details: [Outcome.Detail] = [.init("from scratch", scratch * 1e3, "ms")]
  var slowest = 0.0
  for edit in edits {
    var times: [Double] = []
    for number in 0..<bench.sizes.quickTurns {
      let edited =
        number.isMultiple(of: 2) ? world.edited(platform, by: edit, number: number) : platform
      times.append(try seconds { verification.update(to: edited, threads: 2) } * 1e3)
      let isLast = number + 1 == bench.sizes.quickTurns
      guard !isLast || agree(verification, Verification(edited, threads: 2)) else {
        throw BenchError("after an edit of a \(edit) something else is found than from scratch")
      }
    }
    let late = times.sorted()[times.count - 1 - times.count / 100]
    details.append(.init("\(edit), median", median(times), "ms"))
    details.append(.init("99th", late, "ms"))
    slowest = max(slowest, late)
  }
  return .measured(slowest, details: details)
}

private func agree(_ one: Verification, _ other: Verification) -> Bool {
  zip(one.summaries, other.summaries).allSatisfy { left, right in
    (left.verdict, left.tenants, left.safe, left.progressing) == (
      right.verdict, right.tenants, right.safe, right.progressing
    )
      && (left.gateNeeded, left.resilience, left.weakest) == (
        right.gateNeeded, right.resilience, right.weakest
      )
  }
}
