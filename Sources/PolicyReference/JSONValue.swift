import PolicyDiagnostics

/// A JSON value that is put together piece by piece; members keep their order.
indirect enum JSONValue: Sendable {
  case text(String)
  case number(Int64)
  case flag(Bool)
  case list([JSONValue])
  case members([(name: String, value: JSONValue)])

  /// The text of a JSON object; of anything else, an object without members.
  var rendered: String {
    jsonObject { root in write(membersInto: &root) } + "\n"
  }

  subscript(name: String) -> JSONValue? {
    guard case .members(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// An object with the members of both.
  static func + (left: JSONValue, right: JSONValue) -> JSONValue {
    guard case .members(let first) = left, case .members(let second) = right else { return left }
    return .members(first + second)
  }
}

extension JSONValue {
  private func write(membersInto object: inout JSONObject) {
    guard case .members(let members) = self else { return }
    for (name, value) in members {
      switch value {
      case .text(let text): object.field(name, text)
      case .number(let number): object.field(name, number)
      case .flag(let flag): object.field(name, flag)
      case .list: object.array(name) { value.write(elementsInto: &$0) }
      case .members: object.object(name) { value.write(membersInto: &$0) }
      }
    }
  }

  private func write(elementsInto array: inout JSONArray) {
    guard case .list(let elements) = self else { return }
    for value in elements {
      switch value {
      case .text(let text): array.element(text)
      case .number(let number): array.element(number)
      case .flag(let flag): array.element(flag)
      case .list: array.array { value.write(elementsInto: &$0) }
      case .members: array.object { value.write(membersInto: &$0) }
      }
    }
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
  init(stringLiteral value: String) { self = .text(value) }
  init(integerLiteral value: Int64) { self = .number(value) }
}

extension JSONValue: ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral {
  init(booleanLiteral value: Bool) { self = .flag(value) }
  init(arrayLiteral elements: JSONValue...) { self = .list(elements) }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
  init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .members(elements.map { (name: $0, value: $1) })
  }
}
