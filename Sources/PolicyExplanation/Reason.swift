import PolicyDiagnostics

/// Something that is so, the line that says it, and why.
package struct Reason: Sendable {
  /// Lower case, names between backticks.
  package let text: String
  /// File and line; `nil` for what nobody wrote.
  package let place: String?
  package let verdict: Verdict?
  package let because: [Reason]

  package enum Verdict: String, Sendable {
    case allowed, denied
  }

  init(
    _ text: String, at place: String? = nil, _ verdict: Verdict? = nil, because: [Reason] = []
  ) {
    self.text = text
    self.place = place
    self.verdict = verdict
    self.because = because
  }
}

/// Why things are as they are for a tenant: a chain of lines.
package struct Explanation: Sendable {
  package let tenant: String
  package let plan: String?
  package let subject: String?
  package let reasons: [Reason]

  /// Indented, with the lines behind what they say.
  package var text: String {
    reasons.map { Self.text(of: $0, indent: 0) }.joined()
  }

  private static func text(of reason: Reason, indent: Int) -> String {
    let place = reason.place.map { "  (\(escaped($0)))" } ?? ""
    let line = String(repeating: "  ", count: indent) + escaped(reason.text) + place + "\n"
    return line + reason.because.map { text(of: $0, indent: indent + 1) }.joined()
  }

  package var object: String {
    jsonObject { root in
      root.field("version", 1)
      root.field("tenant", tenant)
      root.field("plan", plan)
      root.field("subject", subject)
      root.array("reasons") { array in
        for reason in reasons { array.object { Self.write(reason, to: &$0) } }
      }
    } + "\n"
  }

  private static func write(_ reason: Reason, to object: inout JSONObject) {
    object.field("text", reason.text)
    object.field("verdict", reason.verdict?.rawValue)
    object.field("place", reason.place)
    object.array("because") { array in
      for inner in reason.because { array.object { write(inner, to: &$0) } }
    }
  }
}
