/// One thing the checker has to say: a rule, the place, the reason, the other places and the help.
///
/// Texts quote the user's words between backticks and may hold any byte sequence a source can hold
/// that is valid UTF-8; renderers escape, those who raise findings do not.
package struct Finding: Hashable, Sendable {
  /// Another place that takes part in the finding, such as the limit that was exceeded.
  package struct OtherPlace: Hashable, Sendable {
    package let span: SourceSpan
    /// What it has to do with it, such as `limited here`.
    package let label: String

    package init(_ span: SourceSpan, _ label: String) {
      self.span = span
      self.label = label
    }
  }

  /// An edit that would resolve the finding.
  package struct Fix: Hashable, Sendable {
    package let span: SourceSpan
    package let replacement: String

    package init(replacing span: SourceSpan, with replacement: String) {
      self.span = span
      self.replacement = replacement
    }
  }

  /// Something that a finding is about, as waivers name it; what is `nil` is not one thing alone.
  package struct Subject: Hashable, Sendable {
    package var tenant: String?
    package var org: String?
    package var tier: String?
    package var plan: String?
    package var route: String?

    package init(
      tenant: String? = nil, org: String? = nil, tier: String? = nil, plan: String? = nil,
      route: String? = nil
    ) {
      self.tenant = tenant
      self.org = org
      self.tier = tier
      self.plan = plan
      self.route = route
    }
  }

  /// That somebody accepted it, for a while.
  package struct Acceptance: Hashable, Sendable {
    /// The id of the waiver.
    package let waiver: String
    package let owner: String
    package let reason: String
    /// The day on which it ends, as in 2027-01-31.
    package let until: String

    package init(waiver: String, owner: String, reason: String, until: String) {
      self.waiver = waiver
      self.owner = owner
      self.reason = reason
      self.until = until
    }
  }

  package let rule: Rule
  /// What is wrong: lower case, no full stop, the user's words between backticks.
  package var message: String
  /// The smallest range at fault; `nil` only for what has no place in a source (a missing file).
  package var span: SourceSpan?
  /// A few words beside the carets; empty for none.
  package var label: String
  package var others: [OtherPlace]
  package var notes: [String]
  /// What to do about it: the only part that suggests.
  package var help: String?
  package var fix: Fix?
  /// All that it is about, as far as waivers can name that.
  package var subjects: Set<Subject> = []
  /// Who accepted it; `nil` where nobody did.
  package var acceptance: Acceptance?
  /// Whether a gate stops it: then it is an error, whatever its rule says.
  package var isStopped = false

  package init(
    _ rule: Rule, _ message: String, at span: SourceSpan?, label: String = "",
    others: [OtherPlace] = [], notes: [String] = [], help: String? = nil, fix: Fix? = nil
  ) {
    self.rule = rule
    self.message = message
    self.span = span
    self.label = label
    self.others = others
    self.notes = notes
    self.help = help
    self.fix = fix
  }

  package var severity: Severity {
    if acceptance != nil { return .note }
    return isStopped ? .error : rule.severity
  }
}

/// The findings of a run or of a part of it, in the order in which they were raised.
package struct Findings: Sendable {
  package private(set) var all: [Finding] = []

  package init() {}

  package var hasErrors: Bool { all.contains { $0.severity == .error } }

  package mutating func raise(_ finding: Finding) {
    all.append(finding)
  }

  package mutating func append(_ more: Findings) {
    all.append(contentsOf: more.all)
  }

  /// The findings in the order in which they are shown: by source, place, code and message, each
  /// once. Independent of the order in which files were read.
  package func sorted() -> [Finding] {
    var seen = Set<Finding>()
    return all.sorted(by: Finding.isShownBefore).filter { seen.insert($0).inserted }
  }
}

extension Finding {
  fileprivate static func isShownBefore(_ left: Finding, _ right: Finding) -> Bool {
    if left.span != right.span {
      guard let leftSpan = left.span else { return true }
      guard let rightSpan = right.span else { return false }
      return leftSpan < rightSpan
    }
    if left.rule.code != right.rule.code { return left.rule.code < right.rule.code }
    return left.message < right.message
  }
}
