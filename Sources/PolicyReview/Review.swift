package import PolicyDiagnostics
package import PolicyModel

/// A diff with what was asked of it: a gate, or a question.
package struct Review: Sendable {
  package enum Answer: Sendable {
    case holds, fails, undecided
  }

  package let diff: PolicyDiff
  package let gate: [GateCondition]
  package let outcome: GateOutcome
  package let question: ReviewQuestion?
  /// What recorded decisions come to, where some were given.
  package let replay: Replay?
  /// What checks and proofs find in what is, as far as the gate asks for it.
  package let found: [Finding]
  let report: DiffReport
  private let waivers: [Waiver]

  /// - Parameter waivers: Those that hold on the day of the review.
  package init(
    _ diff: PolicyDiff, gate: [GateCondition] = [], waivers: [Waiver] = [],
    question: ReviewQuestion? = nil, replay: Replay? = nil, found: [Finding] = []
  ) {
    self.diff = diff
    self.gate = gate
    self.question = question
    self.replay = replay
    self.found = found
    self.waivers = waivers
    report = DiffReport(diff)
    outcome = diff.outcome(of: gate, report.findings, waivers: waivers)
  }

  /// How it ends: what is known to be wrong weighs more than what is not known.
  package var answer: Answer {
    let asked = question.map { diff.answer(to: $0) } ?? .holds
    if outcome.isMet || asked == .fails || !found.ofWeight.isEmpty { return .fails }
    return outcome.isUndecided || asked == .undecided ? .undecided : .holds
  }

  // MARK: For people

  package var text: String {
    (question == nil ? report.text : "") + lines.map { escaped($0) + "\n" }.joined()
  }

  /// A comment on a pull request, of no more than `DiffMarkdown.mostBytes`.
  package var markdown: String { DiffMarkdown(self).text }

  /// What was asked, and answered.
  var lines: [String] {
    questionLines + gateLines + (replay?.lines ?? [])
      + unusedWaivers.map { "warning: \(Finding.unused($0).message)" }
  }

  private var questionLines: [String] {
    guard let question else { return [] }
    let answer =
      switch diff.answer(to: question) {
      case .holds: "yes"
      case .fails: "no"
      case .undecided: "not decided"
      }
    let reason = diff.reasons(against: question).first.map { ": \(report.causes[$0].headline)" }
    return ["\(question.rawValue): \(answer)\(reason ?? "")"]
  }

  private var gateLines: [String] {
    guard !gate.isEmpty else { return [] }
    let words = gate.map(\.word).joined(separator: ", ")
    let waived = outcome.waived.map { cause, waivers in
      let ids = waivers.map { "`\($0.id.value)` of \($0.owner) until \($0.until.value)" }
      return "waived by \(ids.joined(separator: ", ")): \(report.causes[cause].headline)"
    }
    let parts = [
      (outcome.stopped.count, counted(outcome.stopped.count, "cause")),
      (outcome.proofs.count, counted(outcome.proofs.count, "lost proof")),
      (found.ofWeight.count, counted(found.ofWeight.count, "finding")),
      (outcome.isUndecided ? 1 : 0, "what could not be decided"),
    ].filter { $0.0 > 0 }.map(\.1)
    let findings = found.map { finding in
      let word = finding.acceptance == nil ? finding.severity.rawValue : "waived"
      return "\(word)[\(finding.rule.code)]: \(finding.message)"
    }
    return waived + findings
      + [
        parts.isEmpty
          ? "gate \(words): passed"
          : "gate \(words): stopped by \(parts.joined(separator: " and "))"
      ]
  }

  // MARK: For programs

  package func write(to root: inout JSONObject) {
    report.write(to: &root)
    root.object("gate") { object in
      object.array("conditions") { list in gate.forEach { list.element($0.word) } }
      object.field("passed", answer == .holds)
      object.field("undecided", outcome.isUndecided)
      object.array("stopped") { list in outcome.stopped.forEach { list.element($0) } }
      object.array("stoppedProofs") { list in outcome.proofs.forEach { list.element($0) } }
      object.array("waived") { list in
        for (cause, waivers) in outcome.waived {
          list.object { item in
            item.field("cause", cause)
            item.array("waivers") { ids in waivers.forEach { ids.element($0.id.value) } }
          }
        }
      }
    }
    if let replay {
      root.object("replay") { replay.write(to: &$0) }
    } else {
      root.field("replay", String?.none)
    }
    root.array("unusedWaivers") { list in unusedWaivers.forEach { list.element($0.id.value) } }
    guard let question else { return root.field("question", String?.none) }
    root.object("question") { object in
      object.field("asked", question.rawValue)
      object.field("answer", diff.answer(to: question).word)
      object.array("reasons") { list in
        diff.reasons(against: question).forEach { list.element($0) }
      }
    }
  }

  /// The causes as findings, those that the gate stops as errors and those that are waived as such; then
  /// waivers of changes that cover none.
  package var findings: [Finding] {
    let causes = report.findings.enumerated().map { number, finding in
      var finding = finding
      finding.isStopped = outcome.stopped.contains(number)
      if let waiver = outcome.waived.first(where: { $0.cause == number })?.waivers.first {
        finding.acceptance = Finding.Acceptance(waiver)
      }
      return finding
    }
    return causes + found + unusedWaivers.map { .unused($0) }
  }

  /// Waivers of what diffs find that cover nothing of this one.
  private var unusedWaivers: [Waiver] {
    WaiverEvaluation(report.findings, waivers).unused { $0.isOfChanges }
  }

  /// What became of a cause at the gate, where that is something.
  func mark(ofCause number: Int) -> String? {
    if outcome.stopped.contains(number) { return "stopped by the gate" }
    return outcome.waived.first { $0.cause == number }.map { _, waivers in
      "waived by "
        + waivers.map { "`\($0.id.value)` of \($0.owner) until \($0.until.value): \($0.reason)" }
        .joined(separator: "; ")
    }
  }
}

extension Rule {
  fileprivate var isOfChanges: Bool {
    [
      Rules.changes.widened, Rules.changes.mixed, Rules.changes.narrowed, Rules.changes.neutral,
    ].contains(self)
  }
}

extension Review.Answer {
  fileprivate var word: String {
    switch self {
    case .holds: "yes"
    case .fails: "no"
    case .undecided: "undecided"
    }
  }
}
