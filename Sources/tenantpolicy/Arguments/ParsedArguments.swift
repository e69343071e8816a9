/// The values of a command's options and operands, each checked against its declaration.
struct ParsedArguments: Sendable {
  /// By the name of the option; a switch that is on has the value `true`.
  private var values: [String: String] = [:]
  /// By the name of the operand.
  private var operands: [String: [String]] = [:]

  init() {}

  func has(_ option: Option) -> Bool {
    values[option.name] == "true"
  }

  func value(of option: Option) -> String? {
    values[option.name] ?? option.defaultValue
  }

  func number(of option: Option) -> Int? {
    value(of: option).flatMap { Int($0) }
  }

  /// All values of an operand, or its default.
  func values(of operand: Operand) -> [String] {
    if let given = operands[operand.name], !given.isEmpty { return given }
    return operand.defaultValue.map { [$0] } ?? []
  }

  /// The value of an operand that stands once; empty only for an optional one without a default.
  func value(of operand: Operand) -> String {
    values(of: operand).first ?? ""
  }

  func isSet(_ option: Option) -> Bool {
    values[option.name] != nil
  }

  mutating func set(_ option: Option, to value: String) {
    values[option.name] = value
  }

  mutating func append(_ value: String, to operand: Operand) {
    operands[operand.name, default: []].append(value)
  }
}
