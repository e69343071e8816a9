import PolicyDiagnostics
import PolicyReview
import PolicySyntax

/// Reads recorded decisions: a JSON object a line.
///
/// `tenant`, one of `tool`, `endpoint` and `region`, and `decision` (`allowed` or `denied`) must be there;
/// `plan` and `label` (a list of data classes) may be. Other members mean nothing here.
struct ReplayFile {
  private(set) var decisions: [RecordedDecision] = []
  /// What is wrong with lines that are none.
  private(set) var errors: [CommandError] = []

  init(_ path: String) throws(CommandError) {
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try readFile(path, followingLink: true, limit: SourceFiles.largestFile).bytes
    } catch {
      throw .file("unreadable", path, error.reason)
    }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated()
    where line.contains(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\r") }) {
      do throws(UnreadableLine) {
        decisions.append(try Self.decision(Array(line), line: number + 1))
      } catch {
        errors.append(
          CommandError(.file, "replay-line", "`\(path)`:\(number + 1): \(error.reason)"))
      }
    }
  }

  private struct UnreadableLine: Error {
    let reason: String
  }

  private static func decision(
    _ bytes: [UInt8], line: Int
  ) throws(UnreadableLine) -> RecordedDecision {
    var findings = Findings()
    let trees = parseTrees(of: bytes, source: SourceID(0), notation: .json, into: &findings)
    guard let root = trees.first?.root, !findings.hasErrors else {
      throw UnreadableLine(reason: findings.all.first?.message ?? "it holds no JSON object")
    }
    guard root.kind == .mapping else { throw UnreadableLine(reason: "it holds no JSON object") }
    let members = Dictionary(
      root.entries.map { ($0.key.text, $0.value) }, uniquingKeysWith: { first, _ in first })
    func text(_ name: String) throws(UnreadableLine) -> String? {
      guard let node = members[name] else { return nil }
      guard node.kind == .scalar else { throw UnreadableLine(reason: "`\(name)` is no text") }
      return node.text
    }
    guard let tenant = try text("tenant") else { throw UnreadableLine(reason: "no `tenant`") }
    let word = try text("decision")
    guard word == "allowed" || word == "denied" else {
      throw UnreadableLine(reason: "`decision` is neither `allowed` nor `denied`")
    }
    let subjects: [RecordedDecision.Subject?] = [
      try text("tool").map { .tool($0) }, try text("endpoint").map { .endpoint($0) },
      try text("region").map { .region($0) },
    ]
    let named = subjects.compactMap { $0 }
    guard named.count == 1 else {
      throw UnreadableLine(reason: "it names not one of `tool`, `endpoint` and `region`")
    }
    let label = members["label"]?.elements ?? []
    guard members["label"].map({ $0.kind == .sequence }) ?? true,
      label.allSatisfy({ $0.kind == .scalar })
    else { throw UnreadableLine(reason: "`label` is no list of data classes") }
    return RecordedDecision(
      line: line, tenant: tenant, plan: try text("plan"), subject: named[0],
      label: label.map(\.text), isAllowed: word == "allowed")
  }
}
