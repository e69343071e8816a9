/// Findings as GitLab's Code Quality report: a JSON array that merge requests show beside the lines.
///
/// A finding keeps its fingerprint when lines above it come and go: it is made of the rule, the file and
/// the message.
func renderGitLab(_ findings: [Finding], in sources: inout OpenSources) -> String {
  var seen: [String: Int] = [:]
  return jsonArray { array in
    for finding in findings {
      let place = finding.span.map { sources.place(of: $0) }
      let path = place?.path ?? "."
      let key = "\(finding.rule.code)\u{0}\(path)\u{0}\(finding.message)"
      seen[key, default: 0] += 1
      let identity = key + "\u{0}\(seen[key] ?? 0)"
      let description = detailLines(of: finding, in: &sources).joined(separator: "\n")
      array.object { root in
        root.field("description", description)
        root.field("check_name", "\(finding.rule.code) \(finding.rule.name)")
        root.field("fingerprint", fingerprint(of: identity))
        root.field("severity", finding.severity == .error ? "major" : "minor")
        root.object("location") { location in
          location.field("path", path)
          location.object("lines") { $0.field("begin", place?.text?.start.line ?? 1) }
        }
      }
    }
  } + "\n"
}

/// Two rounds of FNV-1a with 64 bits, from two starts: it need not withstand anybody.
private func fingerprint(of text: String) -> String {
  [0xcbf2_9ce4_8422_2325, 0x9ae1_6a3b_2f90_404f].map { (start: UInt64) in
    let hash = text.utf8.reduce(start) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }.joined()
}
