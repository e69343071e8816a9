import PolicyModel
import TenantPolicy

/// The Swift source of the public accessors, one a field, by which a program reads a tenant's policy.
package func contextAccessors() -> String {
  """
  // Derived from the declarations of the policy fields; do not edit. To write it anew:
  // \(DerivedFile.command)

  // One accessor a policy field. Where a bundle has no column of that field, because it is older than
  // the field, the accessor gives the strictest value that there is.
  extension TenantContext {
  \(fields.map { accessor($0.name, $0.field) }.joined(separator: "\n"))}
  \(fields.map { wordType($0.name, $0.field) }.joined())
  """
}

/// The fields with the names of their declarations in Swift.
private let fields: [(name: String, field: AnyField)] =
  zip(Mirror(reflecting: policyFields).children, PolicyFields.all).map { child, field in
    (name: child.label ?? field.name, field: field)
  }

private func accessor(_ name: String, _ field: AnyField) -> String {
  let comment = ["`\(field.name)`: \(field.summary.uncapitalised)"] + notes(on: field.type)
  return comment.map { "  /// \($0)\n" }.joined() + declaration(name, field)
}

/// What a caller must know of the value, beside its summary.
private func notes(on type: FieldType) -> [String] {
  switch type {
  case .money: ["In millionths of the platform's currency."]
  case .deniedTools: ["`permits(tool:)` takes them into account."]
  case .serviceLevel: ["`nil` for best effort."]
  case .burst: ["`nil` where it may not be."]
  case .integer, .duration, .modelTier, .words, .choice, .allowedTools, .residency, .rateLimits: []
  }
}

private func declaration(_ name: String, _ field: AnyField) -> String {
  func column(_ part: Int) -> String { ".field(\(field.id), part: \(part))" }
  switch field.type {
  case .integer: return line(name, "Int64", "integer(\(column(0))) ?? 0")
  case .money: return line(name + "Micros", "Int64", "integer(\(column(0))) ?? 0")
  case .duration(.smaller): return line(name, "Duration", "milliseconds(\(column(0))) ?? .zero")
  case .duration(.greater):
    return line(name, "Duration", "milliseconds(\(column(0))) ?? .milliseconds(Int64.max)")
  case .modelTier, .choice(_, none: false):
    return line(name, "String", "name(\(column(0))) ?? \"\"")
  case .choice(_, none: true): return line(name, "String?", "name(\(column(0)))")
  case .words(let words):
    let value = "integer(\(column(0))).flatMap(\(name.capitalised).init) ?? .\(words[0])"
    return line(name, name.capitalised, value)
  case .allowedTools: return line(name, "ToolSet", "toolSet(\(column(0)), holdsUnknown: false)")
  case .deniedTools: return line(name, "ToolSet", "toolSet(\(column(0)), holdsUnknown: true)")
  case .rateLimits: return line(name, "[RateLimit]", "rateLimits(\(column(0)))")
  case .residency:
    return call(name, "DataResidency", "residency", ["store", "log", "accepts", "byClass"], column)
  case .serviceLevel:
    return call(name, "ServiceLevelPromise?", "serviceLevel", ["share", "within"], column)
  case .burst: return call(name, "ConcurrencyBurst?", "burst", ["to", "for"], column)
  }
}

/// A property on one line where it fits.
private func line(_ name: String, _ type: String, _ value: String) -> String {
  let line = "  public var \(name): \(type) { \(value) }\n"
  return line.count <= 101 ? line : "  public var \(name): \(type) {\n    \(value)\n  }\n"
}

/// A property whose value takes several columns, the parts of the field in their order.
private func call(
  _ name: String, _ type: String, _ function: String, _ labels: [String],
  _ column: (Int) -> String
) -> String {
  let arguments = labels.enumerated().map { "\($1): \(column($0))" }
  let value = "\(function)(\(arguments.joined(separator: ", ")))"
  let broken = labels.count > 2 ? broken(function, arguments) : value
  return "  public var \(name): \(type) {\n    \(broken)\n  }\n"
}

private func broken(_ function: String, _ arguments: [String]) -> String {
  let middle = arguments.count / 2
  let lines = [arguments[..<middle], arguments[middle...]].map { $0.joined(separator: ", ") }
  return "\(function)(\n      \(lines.joined(separator: ",\n      ")))"
}

/// The type of a field whose values are a few words.
private func wordType(_ name: String, _ field: AnyField) -> String {
  guard case .words(let words) = field.type else { return "" }
  let cases = words.enumerated().map { number, word in
    "  /// `\(word)`\n  case \(word) = \(number)\n"
  }
  return """

    /// The values of `\(field.name)`, strictest first.
    public enum \(name.capitalised): Int64, CaseIterable, Hashable, Sendable {
    \(cases.joined())}

    """
}
