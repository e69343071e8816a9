import PolicyDiagnostics

/// A review as a comment on a pull request: the most important first, and what does not fit is told.
struct DiffMarkdown {
  /// What GitHub takes as a comment, in characters; bytes are counted, of which there are no fewer.
  static let mostBytes = 65_536

  private let review: Review
  private let limit: Int

  init(_ review: Review, limit: Int = mostBytes) {
    self.review = review
    self.limit = limit
  }

  var text: String {
    let head = heading
    let end = assumptions
    var parts: [String] = []
    var left = limit - head.utf8.count - end.utf8.count - Self.reserve
    var cut: [ChangeVerdict: Int] = [:]
    for number in order {
      let part = section(number)
      if cut.isEmpty, part.utf8.count <= left {
        parts.append(part)
        left -= part.utf8.count
      } else {
        cut[review.report.causes[number].verdict, default: 0] += 1
      }
    }
    return head + parts.joined() + proofs(&left) + cutLine(cut) + end
  }

  /// Bytes that are kept for saying what was cut.
  private static let reserve = 600

  /// What the gate stops, then what permits more, as the causes are sorted.
  private var order: [Int] {
    let stopped = review.outcome.stopped
    return stopped + review.report.causes.indices.filter { !stopped.contains($0) }
  }

  // MARK: Heading and end

  private var heading: String {
    let diff = review.diff
    let title =
      "## Policy review: \(MarkdownText.code(diff.old.title)) to \(MarkdownText.code(diff.new.title))\n\n"
    guard !diff.isEmpty else { return title + "Nothing is decided differently.\n" }
    return title + "**\(MarkdownText.sentence(review.report.summary))**\n\n"
      + review.lines.map { MarkdownText.sentence($0) + "\n\n" }.joined()
  }

  private var assumptions: String {
    review.diff.undecided.isEmpty
      ? ""
      : "\n### Not decided\n\n"
        + review.diff.undecided.prefix(10).map {
          "- \(MarkdownText.sentence(ProofWords.text(of: $0)))\n"
        }.joined()
  }

  private func cutLine(_ cut: [ChangeVerdict: Int]) -> String {
    guard !cut.isEmpty else { return "" }
    let counts = ChangeVerdict.allCases.compactMap { verdict in
      cut[verdict].map { "\(verdict.rawValue): \($0)" }
    }
    let total = cut.values.reduce(0, +)
    return
      "\n**Cut here: \(counted(total, "more cause")) (\(counts.joined(separator: ", "))).** "
      + "`tenantpolicy diff` shows all of them.\n"
  }

  // MARK: Causes

  private func section(_ number: Int) -> String {
    let cause = review.report.causes[number]
    let mark = review.mark(ofCause: number).map { " (\(MarkdownText.sentence($0)))" } ?? ""
    var lines = [
      "### \(cause.verdict.rawValue): \(MarkdownText.sentence(cause.headline))\(mark)", "",
    ]
    for detail in cause.details { lines += self.lines(of: detail, in: cause) }
    if cause.otherDetails > 0 { lines.append("- and \(cause.otherDetails) more") }
    if let tenants = DiffReport.tenants(of: cause) {
      lines += (cause.details.isEmpty ? [] : [""]) + [MarkdownText.sentence(tenants)]
    }
    return lines.joined(separator: "\n") + (lines.last == "" ? "\n" : "\n\n")
  }

  private func lines(of detail: CauseWords.Detail, in cause: CauseWords) -> [String] {
    let count =
      detail.tenants == cause.tenantCount ? "" : " (\(counted(detail.tenants, "tenant")))"
    let values =
      detail.values.map { ": \(MarkdownText.code($0.old)) to \(MarkdownText.code($0.new))" } ?? ""
    let most = 6
    let told =
      detail.gained.map { "now: \($0)" } + detail.lost.map { "no longer: \($0)" }
    let rest = told.count > most ? ["  - and \(told.count - most) more"] : []
    return ["- \(MarkdownText.sentence(detail.subject))\(values)\(count)"]
      + told.prefix(most).map { "  - \(MarkdownText.sentence($0))" } + rest
  }

  // MARK: Proofs

  private func proofs(_ left: inout Int) -> String {
    let proofs = review.diff.proofs.sorted { $0.isLoss && !$1.isLoss }
    guard !proofs.isEmpty else { return "" }
    var output = "### Proofs\n\n"
    var shown = 0
    for change in proofs {
      let line = "- \(MarkdownText.sentence(ProofWords.text(of: change)))\n"
      guard output.utf8.count + line.utf8.count <= left else { break }
      output += line
      shown += 1
    }
    let rest = proofs.count - shown
    return output + (rest > 0 ? "- and \(rest) more\n" : "") + "\n"
  }
}
