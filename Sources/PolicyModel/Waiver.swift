package import PolicyDiagnostics

/// Findings of one rule that somebody accepted, for a while and for named things only.
package struct Waiver: Sendable {
  /// Days from the check within which a waiver should end.
  package static let mostDays: Int64 = 366

  package let id: Located<String>
  package let rule: Located<Rule>
  package let scope: Scope
  package let reason: String
  package let owner: String
  /// The day on which it ends.
  package let until: Located<CalendarDate>

  package init(
    _ id: Located<String>, of rule: Located<Rule>, scope: Scope, reason: String, owner: String,
    until: Located<CalendarDate>
  ) {
    self.id = id
    self.rule = rule
    self.scope = scope
    self.reason = reason
    self.owner = owner
    self.until = until
  }

  /// What it is limited to: a finding is covered if it is about all that is named here.
  package struct Scope: Sendable {
    package var tenant: Located<String>?
    package var org: Located<String>?
    package var tier: Located<String>?
    package var plan: Located<String>?
    package var route: Located<String>?

    package init() {}
  }
}
