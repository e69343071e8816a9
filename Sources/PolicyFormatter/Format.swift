package import PolicyDiagnostics
package import PolicySyntax

/// What formatting a source comes to.
package enum Formatting: Hashable, Sendable {
  /// The source in the canonical layout; its own bytes when it is in it already.
  case formatted([UInt8])
  /// The source does not parse, and why.
  case refused([Finding])
  /// The layout takes more bytes than a source may have.
  case tooLarge(limit: Int)
  /// The layout would have changed what the source says: a mistake of the formatter.
  case inexact
}

/// Lays a source out in the canonical way, which `docs/fmt.md` describes.
///
/// What comes out is read again and compared with the source: the same documents, the same
/// scalars in the same order, the same comments. Nothing else is ever given as formatted.
package func format(
  _ bytes: [UInt8], source: SourceID = SourceID(0), limits: SyntaxLimits = .standard
) -> Formatting {
  var findings = Findings()
  guard let parsed = ParsedSource(bytes, source: source, limits: limits, into: &findings) else {
    return .refused(findings.sorted())
  }
  let layout = layOut(parsed, limit: limits.fileBytes)
  guard layout.count <= limits.fileBytes else { return .tooLarge(limit: limits.fileBytes) }
  var problems = Findings()
  guard let again = ParsedSource(layout, source: source, limits: limits, into: &problems),
    saysTheSame(parsed, again)
  else { return .inexact }
  return .formatted(layout)
}
