package import PolicyDiagnostics
package import PolicyModel
package import PolicyVerifier
package import TenantPolicy

/// Where the parts of a platform are written, for findings to show.
///
/// Policies that were just compiled are shown byte for byte; of a bundle without its sources the names
/// and lines are told.
package struct WrittenPlaces: Sendable {
  package let catalogue: Catalogue
  package let routes: NameTable<Route>
  package let plans: NameTable<Plan>
  private let origin: Origin

  private enum Origin: Sendable {
    case sources(SourceMap)
    /// By number of the source.
    case names([String])
  }

  /// Places in the sources that a platform was compiled from.
  package init(_ platform: CheckedPlatform, in sources: SourceMap) {
    (catalogue, routes, plans) = (platform.catalogue, platform.routes, platform.plans)
    origin = .sources(sources)
  }

  /// Places as a bundle knows them.
  init(_ part: VerifiedBundle.VerifiedPart, of bundle: PolicyBundle) {
    self.init(part.verification.platform, of: bundle)
  }

  /// The same, of a platform that nothing was proved of.
  package init(_ platform: VerifiedPlatform, of bundle: PolicyBundle) {
    (catalogue, routes, plans) = (platform.catalogue, platform.routes, platform.plans)
    origin = .names((0..<bundle.sourceCount).map { bundle.source(at: $0)?.name ?? "?" })
  }

  /// The finding, with its places where sources are at hand and with their lines told where they are
  /// not.
  package func finding(
    _ rule: Rule, _ message: String, at place: Written, label: String,
    others: [(Written, String)], notes: [String], help: String?
  ) -> Finding {
    switch origin {
    case .sources:
      return Finding(
        rule, message, at: span(place), label: label,
        others: others.compactMap { place, label in
          span(place).map { Finding.OtherPlace($0, label) }
        }, notes: notes, help: help)
    case .names(let names):
      let told = ([(place, label)] + others).map { place, label in
        let name = names.indices.contains(place.source) ? names[place.source] : "?"
        return "\(name):\(place.line)" + (label.isEmpty ? "" : ": \(label)")
      }
      return Finding(rule, message, at: nil, notes: told + notes, help: help)
    }
  }

  /// The file and the line of a place: `routes.yaml:6`.
  package func shown(_ place: Written) -> String {
    let name: String? =
      switch origin {
      case .sources(let sources): sources.path(of: SourceID(place.source))
      case .names(let names): names.indices.contains(place.source) ? names[place.source] : nil
      }
    return "\(name ?? "?"):\(place.line)"
  }

  /// The bytes of a place; of one of which only the line is known, those of the line.
  private func span(_ place: Written) -> SourceSpan? {
    if let span = place.span { return span }
    guard case .sources(let sources) = origin else { return nil }
    return sources.span(ofLine: place.line, of: SourceID(place.source))
  }
}

/// Something that is written: the bytes where they are known, and the line.
package struct Written: Hashable, Sendable {
  package let span: SourceSpan?
  package let source: Int
  package let line: Int

  package init(_ span: SourceSpan, line: Int) {
    self.span = span.start == span.end ? nil : span
    source = Int(span.source.index)
    self.line = line
  }

  package init(_ place: SourceLine) {
    span = nil
    (source, line) = (place.source, place.line)
  }

  package init<Value>(_ value: Located<Value>) {
    self.init(value.span, line: value.line)
  }
}
