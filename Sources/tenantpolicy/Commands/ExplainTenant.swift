import PolicyDiagnostics
import PolicyExplanation
import TenantPolicy

/// Why something is so for a tenant; `nil` after the findings of policies that do not check were shown.
///
/// - Parameter words: The tenant, then its plan and what is asked about, of which each may be missing.
func explanation(
  ofTenant words: [String], in path: String, _ invocation: Invocation
) throws(CommandError) -> String? {
  let bundle: PolicyBundle
  if isBundle(path) {
    bundle = try openBundleInPlace(path)
  } else {
    guard let compiled = try openPolicies(invocation, path) else { return nil }
    bundle = compiled
  }
  let context = try tenant(words[0], of: bundle)
  let day = try day(of: invocation.arguments)
  let asked = Array(words.dropFirst())
  guard let explained = ExplainedTenant(context, id: words[0], asked: asked, on: day) else {
    throw .refused(path, "the bundle's platform is none that this release writes")
  }
  let (plan, subject) = try question(asked, explained)
  let explanation = explained.explanation(plan: plan, subject: subject)
  return invocation.output.format == "json" ? explanation.object : explanation.text
}

/// The plan and the subject that the words name.
private func question(
  _ words: [String], _ explained: ExplainedTenant
) throws(CommandError) -> (plan: String?, subject: String?) {
  guard let first = words.first else { return (nil, nil) }
  let isPlan = explained.planNames.contains(first)
  guard isPlan || (words.count == 1 && explained.hasSubject(first, nil)) else {
    let names = explained.planNames + (words.count == 1 ? explained.subjectNames(nil) : [])
    let kinds = words.count == 1 ? "plan, tool, model or endpoint" : "plan"
    throw unknown("unknown-plan", "there is no \(kinds) `\(first)`", first, names)
  }
  guard isPlan else { return (nil, first) }
  guard words.count > 1 else { return (first, nil) }
  guard explained.hasSubject(words[1], first) else {
    throw unknown(
      "unknown-subject", "there is no step, tool, model or endpoint `\(words[1])`", words[1],
      explained.subjectNames(first))
  }
  return (first, words[1])
}

private func unknown(
  _ code: String, _ message: String, _ name: String, _ names: [String]
) -> CommandError {
  .usage(
    code, message,
    help: nearestName(to: name, among: names).map { "the nearest is `\($0)`" }
      ?? "`tenantpolicy explain TENANT` lists the plans")
}
