package import PolicyDiagnostics

/// Says which findings somebody has accepted: the one place where waivers are applied, whichever command
/// the findings are of.
///
/// INVARIANT: no waiver in it has ended: one that has is an error where it is read.
package struct WaiverEvaluation: Sendable {
  /// As they were given, those that are covered with who accepted them.
  package private(set) var findings: [Finding] = []
  /// Waivers that cover something, by their position.
  package private(set) var used: Set<Int> = []

  private let waivers: [Waiver]

  /// Every thing that a finding is about must be covered, by one waiver or several.
  package init(_ findings: [Finding], _ waivers: [Waiver]) {
    self.waivers = waivers
    for finding in findings {
      var finding = finding
      let covering = waivers.covering(finding)
      used.formUnion(covering)
      finding.acceptance = covering.first.map { Finding.Acceptance(waivers[$0]) }
      self.findings.append(finding)
    }
  }

  /// The waivers that cover nothing, among those of rules of which all findings are known.
  package func unused(where isKnown: (Rule) -> Bool) -> [Waiver] {
    waivers.indices.filter { isKnown(waivers[$0].rule.value) && !used.contains($0) }
      .map { waivers[$0] }
  }
}

extension Finding {
  /// That a waiver covers nothing.
  package static func unused(_ waiver: Waiver) -> Finding {
    Finding(
      Rules.changes.unusedWaiver,
      "waiver `\(waiver.id.value)` covers nothing: no finding of `\(waiver.rule.value.code)` is only "
        + "about what it names",
      at: waiver.id.span,
      help: "remove it where that is resolved; else let it name all that the finding is about")
  }
}

extension [Waiver] {
  /// The positions of the waivers that together cover a finding, in their order; empty where they do not.
  package func covering(_ finding: Finding) -> [Int] {
    let candidates = indices.filter { self[$0].rule.value == finding.rule }
    guard !candidates.isEmpty, !finding.subjects.isEmpty else { return [] }
    var covering: Set<Int> = []
    for subject in finding.subjects {
      guard let first = candidates.first(where: { self[$0].scope.holds(subject) }) else {
        return []
      }
      covering.insert(first)
    }
    return covering.sorted()
  }
}

extension Waiver.Scope {
  /// Whether something is about all that is named here.
  package func holds(_ subject: Finding.Subject) -> Bool {
    [
      (tenant, subject.tenant), (org, subject.org), (tier, subject.tier), (plan, subject.plan),
      (route, subject.route),
    ].allSatisfy { named, actual in named == nil || named?.value == actual }
  }
}

extension Finding.Acceptance {
  package init(_ waiver: Waiver) {
    self.init(
      waiver: waiver.id.value, owner: waiver.owner, reason: waiver.reason,
      until: waiver.until.value.description)
  }
}
