import PolicyDiagnostics

/// A review as one page that needs nothing else: no script, no network, light and dark, on a telephone
/// and on paper.
package struct DiffPage: Sendable {
  /// A plan as it is drawn.
  package enum Picture: Sendable {
    /// An SVG element.
    case vector(String)
    case text(String)
  }

  private let review: Review
  private let pictures: [(plan: String, picture: Picture)]

  /// - Parameter pictures: Of plans whose runs reach something else.
  package init(_ review: Review, pictures: [(plan: String, picture: Picture)]) {
    self.review = review
    self.pictures = pictures
  }

  package var text: String {
    let title =
      "Policy review: \(HTMLText.plain(review.diff.old.title)) to \(HTMLText.plain(review.diff.new.title))"
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>\(title)</title>
      <style>
      \(PageStyle.text)
      </style>
      </head>
      <body>
      <main>
      <header>
      <p class="kicker">Policy review</p>
      <h1>\(HTMLText.code(review.diff.old.title)) <span class="to">to</span> \(HTMLText.code(review.diff.new.title))</h1>
      \(summary)
      </header>
      \(causes)
      \(proofs)
      \(plans)
      </main>
      </body>
      </html>

      """
  }

  // MARK: Summary

  private var summary: String {
    guard !review.diff.isEmpty else {
      return "<p class=\"lead\">Nothing is decided differently.</p>"
    }
    let cards = ChangeVerdict.allCases.map { verdict in
      "<li class=\"\(verdict.rawValue)\"><b>\(review.diff.tenants(verdict))</b> "
        + "<span>\(review.diff.tenants(verdict) == 1 ? "tenant" : "tenants") \(verdict.rawValue)</span></li>"
    }
    let lines = review.lines.map { "<p class=\"lead\">\(HTMLText.sentence($0))</p>" }
    return "<ul class=\"cards\" aria-label=\"tenants by verdict\">\(cards.joined())</ul>\n"
      + lines.joined(separator: "\n")
  }

  // MARK: Causes

  private var causes: String {
    ChangeVerdict.allCases.map { verdict in
      let numbers = review.report.causes.indices.filter {
        review.report.causes[$0].verdict == verdict
      }
      guard !numbers.isEmpty else { return "" }
      return
        "<section><h2>\(verdict.rawValue) <small>\(counted(numbers.count, "cause"))</small></h2>\n"
        + numbers.map(article).joined() + "</section>\n"
    }.joined()
  }

  private func article(_ number: Int) -> String {
    let cause = review.report.causes[number]
    let mark =
      review.mark(ofCause: number).map { "<p class=\"mark\">\(HTMLText.sentence($0))</p>" } ?? ""
    let rest = cause.otherDetails > 0 ? "<p>and \(cause.otherDetails) more</p>" : ""
    let tenants =
      DiffReport.tenants(of: cause).map { "<p class=\"tenants\">\(HTMLText.sentence($0))</p>" }
      ?? ""
    return """
      <article class="\(cause.verdict.rawValue)">
      <h3>\(HTMLText.sentence(cause.headline))</h3>
      \(mark)\(cause.details.map { detail($0, in: cause) }.joined())\(rest)\(tenants)
      \(excerpts(cause))
      </article>

      """
  }

  private func detail(_ detail: CauseWords.Detail, in cause: CauseWords) -> String {
    let count =
      detail.tenants == cause.tenantCount
      ? "" : " <small>\(counted(detail.tenants, "tenant"))</small>"
    let values =
      detail.values.map {
        "<p class=\"values\"><del>\(HTMLText.plain($0.old))</del> <ins>\(HTMLText.plain($0.new))</ins></p>"
      } ?? ""
    let told =
      detail.gained.map { "<li class=\"gained\"><span>now</span> \(HTMLText.sentence($0))</li>" }
      + detail.lost.map {
        "<li class=\"lost\"><span>no longer</span> \(HTMLText.sentence($0))</li>"
      }
    let list = told.isEmpty ? "" : "<ul class=\"told\">\(told.joined())</ul>"
    return
      "<div class=\"detail\"><h4>\(HTMLText.sentence(detail.subject))\(count)</h4>\(values)\(list)</div>\n"
  }

  private func excerpts(_ cause: CauseWords) -> String {
    let shown = cause.places.compactMap { place -> String? in
      let side = place.isOld ? review.diff.old : review.diff.new
      guard let lines = side.excerpt(around: place.line) else { return nil }
      let rows = lines.map { number, text in
        let mark = number == place.line.line ? " class=\"at\"" : ""
        return "<span\(mark)><i>\(number)</i>\(HTMLText.plain(text))\n</span>"
      }
      return
        "<figure class=\"\(place.isOld ? "old" : "new")\"><figcaption>\(place.isOld ? "was" : "is"): "
        + "\(HTMLText.code(side.shown(place.line)))</figcaption><pre>\(rows.joined())</pre></figure>"
    }
    return shown.isEmpty ? "" : "<div class=\"excerpts\">\(shown.joined())</div>"
  }

  // MARK: Proofs and plans

  private var proofs: String {
    let proofs = review.diff.proofs.sorted { $0.isLoss && !$1.isLoss }
    let lines =
      proofs.prefix(100).map { (ProofWords.text(of: $0), $0.isLoss) }
      + review.diff.undecided.prefix(100).map { ("not decided: " + ProofWords.text(of: $0), true) }
    guard !lines.isEmpty else { return "" }
    let items = lines.map { text, isLoss in
      "<li class=\"\(isLoss ? "lost" : "kept")\">\(HTMLText.sentence(text))</li>"
    }
    let rest = proofs.count + review.diff.undecided.count - lines.count
    return "<section><h2>proofs</h2><ul class=\"proofs\">\(items.joined())</ul>"
      + (rest > 0 ? "<p>and \(rest) more</p>" : "") + "</section>\n"
  }

  private var plans: String {
    guard !pictures.isEmpty else { return "" }
    let figures = pictures.map { plan, picture in
      let drawing =
        switch picture {
        case .vector(let element): "<div class=\"drawing\">\(element)</div>"
        case .text(let text): "<pre>\(HTMLText.lines(text))</pre>"
        }
      return
        "<figure class=\"plan\"><figcaption>plan \(HTMLText.code(plan))</figcaption>\(drawing)</figure>"
    }
    return "<section><h2>plans as they are</h2>\(figures.joined())</section>\n"
  }
}

/// Text for a page, in which nothing that a file holds is markup.
enum HTMLText {
  static func plain(_ text: String) -> String {
    var output = ""
    for scalar in escaped(text).unicodeScalars {
      switch scalar {
      case "&": output += "&amp;"
      case "<": output += "&lt;"
      case ">": output += "&gt;"
      case "\"": output += "&quot;"
      case "'": output += "&#39;"
      default: output.unicodeScalars.append(scalar)
      }
    }
    return output
  }

  static func code(_ text: String) -> String { "<code>\(plain(text))</code>" }

  /// A sentence of ours, in which the user's words stand between backticks.
  static func sentence(_ text: String) -> String {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .map { $0.isMultiple(of: 2) ? plain(String($1)) : code(String($1)) }.joined()
  }

  /// Several lines.
  static func lines(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { plain(String($0)) }
      .joined(separator: "\n")
  }
}

extension ReviewedBundle {
  /// A few lines around one; `nil` where the sources are not at hand.
  fileprivate func excerpt(around line: WrittenLine) -> [(number: Int, text: String)]? {
    guard let written,
      case .success(let bytes) = written.sources.bytes(of: SourceID(line.source))
    else { return nil }
    let index = LineIndex(bytes)
    let numbers = max(line.line - 2, 1)...(line.line + 2)
    let lines = numbers.compactMap { number -> (number: Int, text: String)? in
      guard number <= index.lineCount else { return nil }
      let range = index.textRange(ofLine: number)
      let cut = bytes[range].prefix(Self.mostBytesOfLine)
      return (number, String(decoding: cut, as: UTF8.self))
    }
    return lines.isEmpty ? nil : lines
  }

  private static var mostBytesOfLine: Int { 400 }
}
