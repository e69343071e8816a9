import BundleTables
import PolicyDiagnostics
import PolicyModel
package import TenantPolicy

/// What holds for a tenant, field by field, with where each value came from and what bounds it: all
/// of it read from a bundle.
package struct TenantReport: Sendable {
  struct Line: Sendable {
    let field: AnyField
    let value: FieldValue
    /// In the notation of the language.
    let text: String
    let provenance: Provenance?
  }

  let tenant: TenantEntry
  let org: String
  let tier: String
  let catalogue: Catalogue
  let lines: [Line]
  let sourceNames: [String]

  /// `nil` if the bundle is not one that this release would write.
  package init?(_ context: TenantContext) {
    let bundle = context.bundle
    guard let tenant = bundle.tenant(at: context.ordinal), let platform = context.platform,
      let lifted = LiftedPlatform(platform.number, of: bundle),
      let org = lifted.org(ofClass: context.classRow),
      let tier = lifted.tier(ofClass: context.classRow)
    else { return nil }
    let numbers = Dictionary(
      (0..<bundle.fieldCount).map { (bundle.fieldName(at: $0) ?? "", $0) },
      uniquingKeysWith: { first, _ in first })
    var lines: [Line] = []
    for field in PolicyFields.all {
      guard let value = lifted.value(of: field, inClass: context.classRow) else { return nil }
      lines.append(
        Line(
          field: field, value: value, text: lifted.catalogue.text(of: value, field),
          provenance: numbers[field.name].flatMap { context.provenance(ofField: $0) }))
    }
    (self.tenant, self.org, self.tier, self.lines) = (tenant, org, tier, lines)
    catalogue = lifted.catalogue
    sourceNames = (0..<bundle.sourceCount).map { bundle.source(at: $0)?.name ?? "?" }
  }

  func sourceName(_ place: SourceLine) -> String {
    sourceNames.indices.contains(place.source) ? sourceNames[place.source] : "?"
  }
}

// As text: a line a field, as a policy would state it, with a comment on how it came about.
extension TenantReport {
  package var text: String {
    let head = [
      (entry: "tenant_id: \(tenant.id)", comment: "# declared at \(shown(tenant.declared))"),
      (entry: "org_id: \(org)", comment: ""), (entry: "policy_tier: \(tier)", comment: ""),
    ]
    let entries =
      head
      + lines.map { line in
        (entry: "\(line.field.name): \(line.text)", comment: comment(on: line.provenance))
      }
    let column = min(entries.map(\.entry.count).max() ?? 0, Self.widestEntry) + 2
    return entries.map { commented($0, $1, at: column) }.joined()
  }

  /// Columns of an entry whose comment still stands beside it.
  private static let widestEntry = 44

  private func commented(_ entry: String, _ comment: String, at column: Int) -> String {
    guard !comment.isEmpty else { return entry + "\n" }
    let isBelow = entry.count + 2 > column
    let gap = String(repeating: " ", count: isBelow ? column : column - entry.count)
    return entry + (isBelow ? "\n" : "") + gap + comment + "\n"
  }

  private func comment(on provenance: Provenance?) -> String {
    guard let provenance else { return "" }
    let origin = provenance.place.map { "\(provenance.origin.title) \(shown($0))" }
    let limit = provenance.limit.map { ", limited by \($0.layer.title) \(shown($0.place))" }
    return "# " + (origin.map { "from \($0)" } ?? "built in") + (limit ?? "")
  }

  private func shown(_ place: SourceLine) -> String {
    "\(escaped(sourceName(place))):\(place.line)"
  }
}

extension Origin {
  var title: String {
    switch self {
    case .tenant: "tenant"
    case .budgetClass: "budget class"
    case .org: "org"
    case .tier: "policy tier"
    case .platform: "platform"
    case .builtIn: "language"
    }
  }
}

extension LimitingLayer {
  var title: String {
    switch self {
    case .budgetClass: "budget class"
    case .org: "org"
    case .tier: "policy tier"
    case .platform: "platform"
    }
  }
}
