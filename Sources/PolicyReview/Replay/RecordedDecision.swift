package import PolicyModel

/// A decision that a runtime made and wrote down.
package struct RecordedDecision: Sendable {
  package enum Subject: Hashable, Sendable {
    case tool(String)
    case endpoint(String)
    case region(String)
  }

  /// In the file of decisions, from 1.
  package let line: Int
  package let tenant: String
  package let plan: String?
  package let subject: Subject
  /// Names of data classes.
  package let label: [String]
  package let isAllowed: Bool

  package init(
    line: Int, tenant: String, plan: String?, subject: Subject, label: [String], isAllowed: Bool
  ) {
    self.line = line
    self.tenant = tenant
    self.plan = plan
    self.subject = subject
    self.label = label
    self.isAllowed = isAllowed
  }
}

/// What recorded decisions come to before and after a change.
package struct Replay: Sendable {
  package private(set) var count = 0
  /// Lines of decisions that would be made otherwise now.
  package private(set) var newlyAllowed: [Int] = []
  package private(set) var newlyDenied: [Int] = []
  /// Lines of decisions that what was would not have made so.
  package private(set) var unlikeRecorded: [Int] = []
  /// Lines that could not be decided again, with the reason.
  package private(set) var notReplayed: [(line: Int, reason: String)] = []
  /// By position in `PolicyDiff.causes`, how many decisions of its tenants are made otherwise.
  package private(set) var byCause: [Int: Int] = [:]

  package init(_ decisions: [RecordedDecision], on diff: PolicyDiff, day: CalendarDate) {
    let old = ReplaySide(diff.old, on: day)
    let new = ReplaySide(diff.new, on: day)
    for decision in decisions {
      switch (old.decide(decision), new.decide(decision)) {
      case (.unknown(let reason), .unknown): notReplayed.append((decision.line, reason))
      case (let before, let after): add(decision, before.isAllowed, after.isAllowed, diff)
      }
    }
  }

  private mutating func add(
    _ decision: RecordedDecision, _ before: Bool, _ after: Bool, _ diff: PolicyDiff
  ) {
    count += 1
    if before != decision.isAllowed { unlikeRecorded.append(decision.line) }
    guard before != after else { return }
    if after { newlyAllowed.append(decision.line) } else { newlyDenied.append(decision.line) }
    guard let group = diff.group(ofTenant: decision.tenant) else { return }
    for (number, cause) in diff.causes.enumerated() where cause.groups.contains(group) {
      byCause[number, default: 0] += 1
    }
  }
}
