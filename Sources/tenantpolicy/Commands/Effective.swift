import PolicyCompiler
import PolicyDiagnostics
import PolicyReference
import TenantPolicy

extension Command {
  static let effective = Command(
    "effective",
    summary: "show what holds for a tenant, and where each value came from",
    details: """
      Shows the policy that holds for a tenant once all layers have spoken: for each field its value, \
      the place that gave it and the place that limits it. Policies are compiled first, so that they \
      and their bundle give the same answer; places are named as in the bundle.
      """,
    operands: [.tenant, .policiesOrBundle],
    options: [.anyFormat, .threads, .now],
    example: "effective acme-shop policies",
    exits: [.doesNotCheck, .bundleRefused]
  ) { invocation throws(CommandError) in
    let path = invocation.arguments.value(of: .policiesOrBundle)
    guard let bundle = try openPolicies(invocation, path) else { return .doesNotCheck }
    let context = try tenant(invocation.arguments.value(of: .tenant), of: bundle)
    guard let report = TenantReport(context) else {
      throw .refused(path, "the bundle lacks columns that this release shows")
    }
    try invocation.output.result(
      invocation.output.format == "json" ? report.object : report.text)
    return .clean
  }
}

extension Operand {
  fileprivate static let tenant = Operand("TENANT", .one, summary: "the id of a tenant")

  static let policiesOrBundle = Operand(
    "PATH|BUNDLE", .optionalOrDefault("policies"),
    summary: "a folder or file of policies, `-` for standard input, or a bundle")
}

/// The bundle that a path holds or that its policies compile to; `nil` after their findings were
/// shown, which they are only if the policies do not check.
func openPolicies(
  _ invocation: Invocation, _ path: String
) throws(CommandError) -> PolicyBundle? {
  if isBundle(path) { return try openBundle(path) }
  let compiled = try compiledSources(invocation, [path])
  guard compiled.status == .clean, let policies = compiled.compilation.policies else {
    try show(compiled, [], invocation.output)
    return nil
  }
  do {
    return try PolicyBundle(copying: try bundle(of: policies))
  } catch {
    throw CommandError(.internal, "bundle", "cannot make the bundle: \(error)")
  }
}

/// The policy of a tenant by id, or the error that names the nearest one.
func tenant(
  _ id: String, of bundle: PolicyBundle
) throws(CommandError) -> TenantContext {
  if let context = bundle.context(for: id) { return context }
  let ids = (0..<bundle.tenantCount).lazy.compactMap { bundle.tenant(at: $0)?.id }
  let nearest = nearestName(to: id, among: ids)
  throw .usage(
    "unknown-tenant", "there is no tenant `\(id)`",
    help: nearest.map { "the nearest is `\($0)`" }
      ?? "`tenantpolicy inspect BUNDLE --tenants` lists the tenants of a bundle")
}
