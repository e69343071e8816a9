import PolicyDiagnostics
import PolicyModel

/// A diff as people and programs read it.
package struct DiffReport: Sendable {
  package let diff: PolicyDiff
  let causes: [CauseWords]

  package init(_ diff: PolicyDiff) {
    self.diff = diff
    causes = diff.causes.map { CauseWords($0, of: diff) }
  }

  /// The causes as findings: at the place of the edit where the new sources are at hand.
  var findings: [Finding] { causes.indices.map(finding) }

  private func finding(ofCause number: Int) -> Finding {
    let words = causes[number]
    let place = words.places.last { !$0.isOld }.flatMap { place in
      diff.new.written?.sources.span(ofLine: place.line.line, of: SourceID(place.line.source))
    }
    let notes = words.details.flatMap { Self.lines(of: $0, in: words) }
      .map { line in String(line.drop { $0 == " " }) }
    let rest = words.otherDetails > 0 ? ["and \(words.otherDetails) more"] : []
    var finding = Finding(
      diff.causes[number].rule, words.headline, at: place,
      notes: notes + rest + [Self.tenants(of: words)].compactMap { $0 })
    finding.subjects = diff.subjects(of: diff.causes[number])
    return finding
  }

  // MARK: For people

  package var text: String {
    guard !diff.isEmpty else { return "nothing is decided differently\n" }
    var lines: [String] = []
    for cause in causes { lines += Self.lines(of: cause) + [""] }
    lines += section("proofs", diff.proofs.map { ProofWords.text(of: $0) })
    lines += section("not decided", diff.undecided.map { ProofWords.text(of: $0) })
    return (lines + [summary]).map { escaped($0) }.joined(separator: "\n") + "\n"
  }

  private static func lines(of cause: CauseWords) -> [String] {
    var lines = ["\(cause.verdict.rawValue): \(cause.headline)"]
    for detail in cause.details { lines += self.lines(of: detail, in: cause) }
    if cause.otherDetails > 0 { lines.append("  and \(cause.otherDetails) more") }
    if let tenants = tenants(of: cause) { lines.append("  \(tenants)") }
    return lines
  }

  static func lines(of detail: CauseWords.Detail, in cause: CauseWords) -> [String] {
    let count =
      detail.tenants == cause.tenantCount ? "" : " (\(counted(detail.tenants, "tenant")))"
    let values = detail.values.map { ": \($0.old) -> \($0.new)" } ?? ""
    return ["  \(detail.subject)\(values)\(count)"]
      + detail.gained.map { "    now: \($0)" } + detail.lost.map { "    no longer: \($0)" }
  }

  /// Such as `for `a`, `b` and 3 more`.
  static func tenants(of cause: CauseWords) -> String? {
    guard !cause.tenants.isEmpty else { return nil }
    let names = cause.tenants.map { "`\($0)`" }.joined(separator: ", ")
    let rest = cause.tenantCount - cause.tenants.count
    return "for \(names)" + (rest > 0 ? " and \(rest) more" : "")
  }

  private func section(_ title: String, _ lines: [String]) -> [String] {
    guard !lines.isEmpty else { return [] }
    let shown = lines.prefix(Self.mostLines).map { "  \($0)" }
    let rest = lines.count - shown.count
    return ["\(title):"] + shown + (rest > 0 ? ["  and \(rest) more"] : []) + [""]
  }

  private static let mostLines = 40

  /// How many tenants each verdict hits.
  var summary: String {
    let parts = ChangeVerdict.allCases.compactMap { verdict -> String? in
      let tenants = diff.tenants(verdict)
      return tenants == 0 ? nil : "\(verdict.rawValue) for \(counted(tenants, "tenant"))"
    }
    let causes = counted(self.causes.count, "cause")
    return parts.isEmpty ? "\(causes), no tenant" : parts.joined(separator: ", ") + ": \(causes)"
  }
}

/// What is proved differently, in words.
enum ProofWords {
  static func text(of change: ProofChange) -> String {
    "plan `\(change.plan)` for \(counted(change.tenants, "tenant")): \(text(of: change.old)) -> "
      + text(of: change.new)
  }

  static func text(of open: UndecidedReach) -> String {
    "what plan `\(open.plan)` reaches for \(counted(open.tenants, "tenant"))"
  }

  static func text(of state: ProofState) -> String {
    var parts = [state.verdict.rawValue]
    if state.isGateNeeded { parts.append("gate needed") }
    if let resilience = state.resilience { parts.append("resilience \(resilience)") }
    if let day = state.validUntil { parts.append("until \(day)") }
    return parts.joined(separator: ", ")
  }
}
