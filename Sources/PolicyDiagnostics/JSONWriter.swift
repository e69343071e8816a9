/// How JSON is laid out: a member a line, indented by 2 spaces, or without any space.
package enum JSONLayout: Sendable {
  case pretty
  case compact
}

/// The text of a JSON object whose members `fill` writes. Ends without a line break.
///
///     jsonObject { root in
///       root.field("version", 1)
///       root.array("names") { $0.element("a") }
///     }
package func jsonObject(
  _ layout: JSONLayout = .pretty, _ fill: (inout JSONObject) throws -> Void
) rethrows -> String {
  let output = JSONOutput(layout)
  try output.object(fill)
  return output.text
}

/// The text of a JSON array whose elements `fill` writes. Ends without a line break.
package func jsonArray(
  _ layout: JSONLayout = .pretty, _ fill: (inout JSONArray) throws -> Void
) rethrows -> String {
  let output = JSONOutput(layout)
  try output.array(fill)
  return output.text
}

/// An object that is being written.
///
/// It can be filled only inside the closure that receives it, and not while a value inside of it is
/// being filled: the compiler refuses the overlapping access, so what comes out always nests.
package struct JSONObject: ~Copyable {
  private let output: JSONOutput

  fileprivate init(_ output: JSONOutput) { self.output = output }

  package mutating func field(_ name: String, _ value: some JSONScalar) {
    output.beginMember(name)
    value.write(to: output)
  }

  package mutating func object(_ name: String, _ fill: (inout JSONObject) throws -> Void) rethrows {
    output.beginMember(name)
    try output.object(fill)
  }

  package mutating func array(_ name: String, _ fill: (inout JSONArray) throws -> Void) rethrows {
    output.beginMember(name)
    try output.array(fill)
  }
}

/// An array that is being written, under the same rules as an object.
package struct JSONArray: ~Copyable {
  private let output: JSONOutput

  fileprivate init(_ output: JSONOutput) { self.output = output }

  package mutating func element(_ value: some JSONScalar) {
    output.beginElement()
    value.write(to: output)
  }

  package mutating func object(_ fill: (inout JSONObject) throws -> Void) rethrows {
    output.beginElement()
    try output.object(fill)
  }

  package mutating func array(_ fill: (inout JSONArray) throws -> Void) rethrows {
    output.beginElement()
    try output.array(fill)
  }
}

/// What stands in JSON without members of its own; `nil` is `null`.
package protocol JSONScalar {
  func write(to output: JSONOutput)
}

extension String: JSONScalar {
  package func write(to output: JSONOutput) { output.string(self) }
}

extension Bool: JSONScalar {
  package func write(to output: JSONOutput) { output.literal(self ? "true" : "false") }
}

extension Int: JSONScalar {
  package func write(to output: JSONOutput) { output.literal(String(self)) }
}

extension UInt32: JSONScalar {
  package func write(to output: JSONOutput) { output.literal(String(self)) }
}

extension Int64: JSONScalar {
  package func write(to output: JSONOutput) { output.literal(String(self)) }
}

extension UInt64: JSONScalar {
  package func write(to output: JSONOutput) { output.literal(String(self)) }
}

extension Double: JSONScalar {
  /// The shortest digits that give the number back; what is no number is `null`.
  package func write(to output: JSONOutput) {
    output.literal(isFinite ? "\(self)" : "null")
  }
}

extension Optional: JSONScalar where Wrapped: JSONScalar {
  package func write(to output: JSONOutput) {
    if let self { self.write(to: output) } else { output.literal("null") }
  }
}

/// The text so far, and where in it the next value stands.
package final class JSONOutput {
  fileprivate private(set) var text = ""
  private let layout: JSONLayout
  private var depth = 0
  private var isFirst = true

  fileprivate init(_ layout: JSONLayout) { self.layout = layout }

  fileprivate func object(_ fill: (inout JSONObject) throws -> Void) rethrows {
    var object = JSONObject(self)
    try nest("{", "}") { try fill(&object) }
  }

  fileprivate func array(_ fill: (inout JSONArray) throws -> Void) rethrows {
    var array = JSONArray(self)
    try nest("[", "]") { try fill(&array) }
  }

  private func nest(_ open: String, _ close: String, _ fill: () throws -> Void) rethrows {
    text += open
    depth += 1
    isFirst = true
    // Closed on every way out, so that an error in the middle leaves the nesting whole.
    defer {
      depth -= 1
      if !isFirst { breakLine() }
      text += close
      isFirst = false
    }
    try fill()
  }

  fileprivate func beginElement() {
    if !isFirst { text += "," }
    isFirst = false
    breakLine()
  }

  fileprivate func beginMember(_ name: String) {
    beginElement()
    string(name)
    text += layout == .pretty ? ": " : ":"
  }

  fileprivate func literal(_ literal: String) { text += literal }

  fileprivate func string(_ string: String) {
    text += "\""
    var command = RunnerCommand()
    for scalar in string.unicodeScalars {
      if command.isOpened(by: scalar) || mustBeEscaped(scalar) {
        text += jsonEscape(scalar)
      } else if scalar == "\"" || scalar == "\\" {
        text += "\\"
        text.unicodeScalars.append(scalar)
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }

  private func breakLine() {
    guard layout == .pretty else { return }
    text += "\n"
    for _ in 0..<depth { text += "  " }
  }
}

private func jsonEscape(_ scalar: Unicode.Scalar) -> String {
  switch scalar {
  case "\n": "\\n"
  case "\r": "\\r"
  case "\t": "\\t"
  default: UTF16.encode(scalar)?.map(codeUnitEscape).joined() ?? ""
  }
}

private func codeUnitEscape(_ unit: UInt16) -> String {
  let digits = String(unit, radix: 16)
  return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
}
