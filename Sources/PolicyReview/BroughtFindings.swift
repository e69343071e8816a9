package import PolicyDiagnostics

extension [Finding] {
  /// Those that another state does not have: as often as they are there more often, whatever line they
  /// stand at by now.
  package func brought(since old: [Finding]) -> [Finding] {
    var known: [String: Int] = [:]
    for finding in old { known[finding.key, default: 0] += 1 }
    return filter { finding in
      guard let count = known[finding.key], count > 0 else { return true }
      known[finding.key] = count - 1
      return false
    }
  }

  /// Those that weigh something, and that nobody accepted.
  var ofWeight: [Finding] { filter { $0.severity != .note } }
}

extension Finding {
  /// What it says, without where.
  fileprivate var key: String { "\(rule.code) \(message)" }
}
