import PolicyDiagnostics
import PolicyReference
import TenantPolicy

extension Command {
  static let inspect = Command(
    "inspect",
    summary: "describe a bundle: its identity, its parts and what is in them",
    details: """
      Checks a bundle as a reader does before it trusts one, and describes it: versions, digest, \
      platforms, tenants, the sizes of its sections and tables, and the sources that it was made \
      from. It can also list the tenants, or the rows of a table.
      """,
    operands: [.bundle],
    options: [.tenants, .table, .anyFormat],
    example: "inspect policies.bundle --table tools",
    exits: [.bundleRefused]
  ) { invocation throws(CommandError) in
    let bundle = try openBundle(invocation.arguments.value(of: .bundle))
    try invocation.output.result(try description(of: bundle, invocation))
    return .clean
  }
}

extension Operand {
  fileprivate static let bundle = Operand("BUNDLE", .one, summary: "a file that `build` wrote")
}

extension Option {
  fileprivate static let tenants = Option(
    "tenants", summary: "list the ids of the tenants instead")

  fileprivate static let table = Option(
    "table", nil, .text("NAME"), summary: "list the rows of a table instead")
}

private func description(
  of bundle: PolicyBundle, _ invocation: Invocation
) throws(CommandError) -> String {
  let isJSON = invocation.output.format == "json"
  let table = invocation.arguments.value(of: .table)
  if invocation.arguments.has(.tenants) {
    guard table == nil else {
      throw .usage("conflict", "`--tenants` and `--table` ask for two lists", help: "run it twice")
    }
    return isJSON ? bundle.tenantObject : bundle.tenantLines
  }
  if let table {
    let report = TableReport(try tableNamed(table, of: bundle), of: bundle)
    return isJSON ? report.object : report.text
  }
  let report = BundleReport(bundle)
  return isJSON ? report.object : report.text
}

private func tableNamed(
  _ name: String, of bundle: PolicyBundle
) throws(CommandError) -> Table {
  if let table = bundle.table(named: name) { return table }
  let names = bundle.allTables.map(\.name)
  throw .usage(
    "unknown-table", "the bundle has no table `\(name)`",
    help: nearestName(to: name, among: names).map { "the nearest is `\($0)`" }
      ?? "its tables are \(listed(names, joiner: "and"))")
}
