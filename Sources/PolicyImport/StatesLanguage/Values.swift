import PolicySyntax

/// What a parameter of a state says.
enum StateValue {
  /// As it is, once what is bound has been put in.
  case literal(String, Node)
  /// Put in when the machine is deployed, and not bound: the name of the variable.
  case substituted(String, Node)
  /// An intrinsic function, a path, or an expression; or text in which something is put in that is not
  /// bound.
  case open(Node)
}

extension StatesReader {
  /// A parameter of a call; `nil` where it is not stated.
  mutating func value(_ name: String, of call: StateCall) -> StateValue? {
    if let dynamic = call.parameters[name + ".$"] {
      return settings.bindings.value(of: "\(call.name).\(name)").map { .literal($0, dynamic) }
        ?? .open(dynamic)
    }
    guard let parameters = call.parametersNode else { return nil }
    // `Arguments` may be one expression.
    if parameters.kind == .scalar { return value(parameters, "\(call.name).\(name)") }
    guard let node = call.parameters[name] else { return nil }
    return value(node, "\(call.name).\(name)")
  }

  mutating func value(_ node: Node, _ binding: String) -> StateValue {
    if let bound = settings.bindings.value(of: binding) { return .literal(bound, node) }
    guard node.kind == .scalar, !isExpression(node.text) else { return .open(node) }
    if let text = resolved(node.text) {
      return substitution(text).map { .substituted($0, node) } ?? .literal(text, node)
    }
    return .open(node)
  }

  /// A JSONata expression.
  func isExpression(_ text: String) -> Bool {
    let trimmed = text.drop { $0 == " " }
    return trimmed.hasPrefix("{%")
  }

  /// Text with what is known put in for `${...}`; `nil` where something in the middle of it is open. Text
  /// that is nothing but a variable stays as it is.
  mutating func resolved(_ text: String) -> String? {
    guard text.contains("${") else { return text }
    if let variable = substitution(text) { return known(variable) ?? text }
    var result = ""
    var rest = text[...]
    while let start = rest.firstRange(of: "${") {
      guard let end = rest[start.upperBound...].firstIndex(of: "}") else { return nil }
      guard let value = known(String(rest[start.upperBound..<end])) else { return nil }
      result += rest[..<start.lowerBound] + value
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  private mutating func known(_ variable: String) -> String? {
    if let bound = settings.bindings.value(of: variable) { return bound }
    switch variable {
    case "AWS::Region": return settings.deployRegion
    case "AWS::Partition": return "aws"
    case "AWS::AccountId": return "0"
    default: return nil
    }
  }
}
