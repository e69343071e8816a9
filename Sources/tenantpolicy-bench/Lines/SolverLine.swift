import PolicyGenerator
import PolicyModel
import PolicyVerifier
import ReferenceInterpreter
import SafetyQuestions

extension BenchmarkLine {
  /// The solver is asked whether there is a run at all, with unknown facts, labels and ways; the verifier
  /// goes through states of which there are finitely many, and answers for all policies at once.
  static let solver = BenchmarkLine(
    name: "verify-solver",
    title: "a verdict of all, against Z3 on the same question (symbolic; ours is finite)",
    goal: .atLeast(10_000, "x faster"), measure: measureSolver)
}

private func measureSolver(_ bench: Workbench) throws -> Outcome {
  guard isInstalled("z3", in: bench) else {
    return .notMeasured("z3 is not installed; `make deps-integration` does that")
  }
  let world = bench.sizes.verified
  let platform = world.platform
  var verification: Verification?
  let measure = { try seconds { verification = Verification(platform, threads: 1) } }
  let own = try medians(bench.sizes.slowTurns, [measure])[0]
  let results = verification?.results ?? []
  let verdicts = results.reduce(0) { $0 + $1.admittedGroups }
  let asked = questions(platform, results)
  let nothing = try ask([], bench).seconds
  let solver = try ask(asked.map(\.text), bench)
  guard solver.answers == asked.map({ $0.isProved ? "unsat" : "sat" }) else {
    throw BenchError("Z3 decides otherwise")
  }
  return try .ratio(
    of: .init("Z3", (solver.seconds - nothing) / Double(asked.count) * 1e9, "ns"),
    to: .init("own", own / Double(max(verdicts, 1)) * 1e9, "ns"),
    [
      .init("questions to Z3", asked.count),
      .init("of them violated", asked.count { !$0.isProved }),
      .init("own verdicts, for plans and policies", verdicts), .init("steps", world.steps),
    ])
}

private typealias Asked = (text: String, isProved: Bool)

/// Some plans, each for some policies; those that are violated first, as far as there are any.
private func questions(_ platform: VerifiedPlatform, _ results: [PlanResult]) -> [Asked] {
  let world = World(
    catalogue: platform.catalogue, routes: platform.routes, plans: platform.plans,
    day: platform.day)
  return stride(from: 0, to: results.count, by: max(results.count / 10, 1)).flatMap { plan in
    results[plan].cases.prefix(4).compactMap { one -> Asked? in
      let policy = platform.tenants[one.example].policy
      let question = SafetyQuestion(
        world, plan: plan, rights: Rights(policy, platform.tenants[one.example].first),
        isGated: platform.isGated)
      return question.map { ($0.text, one.verdict.safety == .proved) }
    }
  }
}

extension Rights {
  fileprivate init(_ policy: RoutingPolicy, _ tenant: String) {
    self.init(
      tenant: policy.owner ?? tenant, tools: policy.permittedTools, residency: policy.residency,
      modelTier: policy.modelTier, dataRetention: policy.dataRetention,
      auditRetention: policy.auditRetention, reviewerPool: policy.reviewerPool)
  }
}

private func ask(
  _ questions: [String], _ bench: Workbench
) throws -> (seconds: Double, answers: [String]) {
  let path = bench.path("questions.smt2")
  try overwrite(path, with: Array(questions.joined(separator: "\n").utf8))
  let run = try run(["z3", path], in: bench)
  let lines = String(decoding: run.output, as: UTF8.self).split(separator: "\n")
  return (run.wallSeconds, lines.map(String.init))
}
