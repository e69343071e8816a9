import PolicyDiagnostics
package import PolicyModel
package import PolicySyntax

extension Decoder {
  /// A waiver, or `nil` when any part of it is wrong; an expired one is wrong.
  ///
  /// - Parameter now: The day of the check; `nil` where it does not matter when waivers end.
  package mutating func waiver(
    _ root: Node, in names: DeclaredNames, now: CalendarDate?
  ) -> Waiver? {
    decodeWhole { decoder in
      guard let keys = decoder.keys(of: root, as: Shapes.waiver) else { return nil }
      let id = keys["waiver"].flatMap { decoder.text($0, "the id of the waiver") }
      let rule = keys["of"].flatMap { decoder.waivableRule($0) }
      let scope = keys["for"].flatMap { decoder.waiverScope($0, in: names) }
      let reason = keys["reason"].flatMap { decoder.statement($0, "a reason") }
      let owner = keys["owner"].flatMap { decoder.statement($0, "an owner") }
      let until = keys["until"].flatMap { decoder.end($0, now: now) }
      guard let id, let rule, let scope, let reason, let owner, let until else { return nil }
      return Waiver(id, of: rule, scope: scope, reason: reason, owner: owner, until: until)
    }
  }

  private mutating func waivableRule(_ node: Node) -> Located<Rule>? {
    guard let code = scalar(node, expected: "the code of a rule") else { return nil }
    guard let rule = Rules.all.first(where: { $0.code == code }) else {
      findings.raise(.unknownRule(node))
      return nil
    }
    if !rule.isWaivable { findings.raise(.unwaivable(rule, at: node.span)) }
    return Located(rule, at: node.span, line: node.line)
  }

  private mutating func waiverScope(_ node: Node, in names: DeclaredNames) -> Waiver.Scope? {
    guard let keys = keys(of: node, as: Shapes.waiverScope) else { return nil }
    if node.entries.isEmpty { findings.raise(.boundlessWaiver(node)) }
    var scope = Waiver.Scope()
    scope.tenant = keys["tenant"].flatMap { name($0, of: .tenant, in: names) }
    scope.org = keys["org"].flatMap { name($0, of: .org, in: names) }
    scope.tier = keys["tier"].flatMap { name($0, of: .policyTier, in: names) }
    scope.plan = keys["plan"].flatMap { name($0, of: .plan, in: names) }
    scope.route = keys["route"].flatMap { name($0, of: .route, in: names) }
    return scope
  }

  private mutating func statement(_ node: Node, _ what: String) -> String? {
    guard let text = scalar(node, expected: what) else { return nil }
    if text.utf8.allSatisfy({ $0 == 0x20 || $0 == 0x0A }) {
      findings.raise(.blankText(node, what))
    }
    return text
  }

  private mutating func end(_ node: Node, now: CalendarDate?) -> Located<CalendarDate>? {
    guard let until = notation(node, as: CalendarDate.self) else { return nil }
    guard let now else { return Located(until, at: node.span, line: node.line) }
    let days = (until.secondsSince1970 - now.secondsSince1970) / 86_400
    if days <= 0 { findings.raise(.expired(node, now: now)) }
    if days > Waiver.mostDays { findings.raise(.endlessWaiver(node, days: days)) }
    return Located(until, at: node.span, line: node.line)
  }
}

// MARK: - Messages

extension Finding {
  fileprivate static func unknownRule(_ node: Node) -> Finding {
    let nearest = nearestName(to: node.text, among: Rules.all.map(\.code))
    return Finding(
      Rules.names.unknownName, "there is no rule `\(node.text)`", at: node.span,
      help: nearest.map { "did you mean `\($0)`?" })
  }

  fileprivate static func unwaivable(_ rule: Rule, at span: SourceSpan) -> Finding {
    Finding(
      Rules.reviews.unwaivable, "findings of `\(rule.code)` (\(rule.name)) cannot be accepted",
      at: span, help: "correct what it finds instead")
  }

  fileprivate static func boundlessWaiver(_ node: Node) -> Finding {
    Finding(
      Rules.reviews.boundlessWaiver, "the waiver is limited to nothing", at: node.span,
      help: "name the tenant, org, tier, plan or route that it is for")
  }

  fileprivate static func blankText(_ node: Node, _ what: String) -> Finding {
    Finding(Rules.reviews.blankText, "nothing is written where \(what) belongs", at: node.span)
  }

  fileprivate static func expired(_ node: Node, now: CalendarDate) -> Finding {
    Finding(
      Rules.reviews.expiredWaiver, "the waiver ended on `\(node.text)`", at: node.span,
      notes: ["the day of the check is \(now)"],
      help: "resolve what it covered, or have it renewed by its owner")
  }

  fileprivate static func endlessWaiver(_ node: Node, days: Int64) -> Finding {
    Finding(
      Rules.reviews.endlessWaiver, "the waiver lasts for \(days) days", at: node.span,
      label: "more than \(Waiver.mostDays) from now", help: "choose a day within a year")
  }
}
