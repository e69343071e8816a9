import PolicyCheck
import PolicyDiagnostics
import PolicyModel
import PolicySyntax
import TestSupport

/// Routes, plans, tests and waivers of a text, decoded together with `Tests/Samples/base.yaml` unless
/// the text declares a platform of its own.
struct PlanReading {
  /// The day of the check in these tests.
  static let today = date("2026-07-01")

  private(set) var findings = Findings()
  private(set) var routes: [Route] = []
  private(set) var plans: [Plan] = []
  private(set) var tests: [PolicyTest] = []
  private(set) var waivers: [Waiver] = []
  private(set) var catalogue: Catalogue?
  private let texts: [[UInt8]]

  init(_ text: String) {
    var trees = Self.trees(of: Array(text.utf8), SourceID(0), &findings)
    let base = readFile(Self.basePath) ?? []
    texts = [Array(text.utf8), base]
    if !trees.contains(where: { $0.kind == .platform }) {
      trees += Self.trees(of: base, SourceID(1), &findings)
    }
    decode(trees)
  }

  /// `TP0601:3` for each finding, with its line, in the order of the source; `base:` before those in
  /// the base platform.
  var answers: [String] {
    findings.sorted().map { finding in
      let source = Int(finding.span?.source.index ?? 0)
      let start = Int(finding.span?.start ?? 0)
      let line = 1 + texts[source].prefix(start).count { $0 == 0x0A }
      return "\(source == 1 ? "base:" : "")\(finding.rule.code):\(line)"
    }
  }

  /// The source text that each finding points at.
  var places: [String] {
    findings.sorted().compactMap(\.span).map { span in
      let text = texts[Int(span.source.index)]
      return String(decoding: text[Int(span.start)..<Int(span.end)], as: UTF8.self)
    }
  }

  private typealias Document = (kind: DocumentKind, root: Node)

  private static var basePath: String {
    "/" + #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
      + "/Samples/base.yaml"
  }

  private static func trees(
    of bytes: [UInt8], _ source: SourceID, _ findings: inout Findings
  ) -> [Document] {
    parseTrees(of: bytes, source: source, into: &findings).compactMap { tree in
      let key = tree.root.entries.first?.key.text ?? ""
      return DocumentKind(firstKey: key).map { ($0, tree.root) }
    }
  }

  /// What the catalogue's decoding says is not asked here.
  private mutating func decode(_ documents: [Document]) {
    var platformDecoder = Decoder()
    let roots = { (kind: DocumentKind) in documents.filter { $0.kind == kind }.map(\.root) }
    guard let platform = roots(.platform).first,
      let catalogue = platformDecoder.catalogue(platform)
    else { return }
    self.catalogue = catalogue
    var decoder = Decoder()
    routes = roots(.route).compactMap { decoder.route($0, in: catalogue) }
    plans = roots(.plan).compactMap { decoder.plan($0, in: catalogue) }
    let (routeTable, planTable) = (NameTable(sorting: routes), NameTable(sorting: plans))
    let ids = { (kind: DocumentKind) in roots(kind).compactMap { $0.entries.first?.value.text } }
    let tenants = ids(.tenant)
    let names = DeclaredNames(
      catalogue: catalogue, tiers: ids(.tier), orgs: ids(.org), plans: planTable,
      routes: routeTable, planNames: ids(.plan), routeNames: ids(.route),
      hasTenant: { tenants.contains($0) }, someTenants: { tenants })
    tests = roots(.test).compactMap { decoder.test($0, in: names) }
    waivers = roots(.waiver).compactMap { decoder.waiver($0, in: names, now: Self.today) }
    findings.append(decoder.findings)
    checkUse(of: routeTable, by: planTable, in: catalogue, into: &findings)
  }
}

/// A date that the tests know to be one.
func date(_ text: String) -> CalendarDate {
  guard let date = try? CalendarDate(parsing: Array(text.utf8)[...]) else {
    preconditionFailure("\(text) is no date")
  }
  return date
}

/// The findings that a sample is marked with, `TP0601:3`, of the rules on plans, tests and waivers.
func planMarkers(in text: String) -> [String] {
  text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().flatMap { line, text in
    ["# error[", "# warning["].flatMap { text.split(separator: $0).dropFirst() }
      .map { "\($0.prefix(6)):\(line + 1)" }
  }.filter { !$0.hasPrefix("TP05") }
}
