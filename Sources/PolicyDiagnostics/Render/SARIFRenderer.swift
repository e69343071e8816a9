/// Findings as SARIF 2.1.0 (OASIS standard, 2020), which code scanning services read.
func renderSARIF(_ findings: [Finding], in sources: inout OpenSources) -> String {
  let rules = Set(findings.map(\.rule)).sorted { $0.code < $1.code }
  let run = SARIFRun(rules: rules, artifacts: artifacts(of: findings))
  return jsonObject { root in
    root.field(
      "$schema",
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
    root.field("version", "2.1.0")
    root.array("runs") { $0.object { run.write(findings, in: &sources, to: &$0) } }
  } + "\n"
}

/// The sources that take part in any way, in their order.
private func artifacts(of findings: [Finding]) -> [SourceID] {
  var used = Set<SourceID>()
  for finding in findings {
    if let span = finding.span { used.insert(span.source) }
    if let fix = finding.fix { used.insert(fix.span.source) }
    finding.others.forEach { used.insert($0.span.source) }
  }
  return used.sorted()
}

/// A run: results refer to its rules and artifacts by position.
private struct SARIFRun {
  let rules: [Rule]
  let artifacts: [SourceID]
  private let ruleIndexes: [Rule: Int]
  private let artifactIndexes: [SourceID: Int]

  init(rules: [Rule], artifacts: [SourceID]) {
    self.rules = rules
    self.artifacts = artifacts
    ruleIndexes = positions(in: rules)
    artifactIndexes = positions(in: artifacts)
  }

  func write(_ findings: [Finding], in sources: inout OpenSources, to run: inout JSONObject) {
    run.object("tool") { tool in
      tool.object("driver") { driver in
        driver.field("name", "tenantpolicy")
        driver.array("rules") { array in
          for rule in rules { array.object { write(rule, to: &$0) } }
        }
      }
    }
    run.field("columnKind", "unicodeCodePoints")
    run.array("artifacts") { array in
      for source in artifacts {
        let path = sources.sources.path(of: source)
        array.object { $0.object("location") { $0.field("uri", uri(ofPath: path)) } }
      }
    }
    run.array("results") { array in
      for finding in findings { array.object { write(finding, in: &sources, to: &$0) } }
    }
  }

  private func write(_ rule: Rule, to object: inout JSONObject) {
    object.field("id", rule.code)
    object.field("name", rule.name)
    object.object("shortDescription") { $0.field("text", rule.what) }
    object.object("fullDescription") { $0.field("text", rule.why) }
    object.object("help") {
      $0.field("text", "\(rule.why)\n\nWrong:\n\n\(rule.bad)\n\nRight:\n\n\(rule.good)")
    }
    object.object("defaultConfiguration") { $0.field("level", rule.severity.rawValue) }
  }

  private func write(
    _ finding: Finding, in sources: inout OpenSources, to result: inout JSONObject
  ) {
    result.field("ruleId", finding.rule.code)
    result.field("ruleIndex", ruleIndexes[finding.rule])
    result.field("level", finding.severity.rawValue)
    result.object("message") { $0.field("text", message(of: finding)) }
    result.array("locations") { array in
      guard let place = finding.span.map({ sources.place(of: $0) }) else { return }
      array.object { writeLocation(place, label: finding.label, to: &$0) }
    }
    result.array("relatedLocations") { array in
      for (index, other) in finding.others.enumerated() {
        let place = sources.place(of: other.span)
        array.object {
          $0.field("id", index)
          writeLocation(place, label: other.label, to: &$0)
        }
      }
    }
    if let acceptance = finding.acceptance {
      result.array("suppressions") { array in
        array.object {
          $0.field("kind", "external")
          $0.field("status", "accepted")
          $0.field("justification", messageText("\(acceptance.waiver): \(acceptance.reason)"))
        }
      }
    }
    guard let fix = finding.fix else { return }
    result.array("fixes") { array in
      array.object { write(fix, help: finding.help, in: &sources, to: &$0) }
    }
  }

  private func writeLocation(_ place: Place, label: String, to location: inout JSONObject) {
    location.object("physicalLocation") { physical in
      writeArtifact(place, to: &physical)
      physical.object("region") { writeRegion(of: place, to: &$0) }
    }
    if !label.isEmpty { location.object("message") { $0.field("text", messageText(label)) } }
  }

  private func writeArtifact(_ place: Place, to object: inout JSONObject) {
    object.object("artifactLocation") {
      $0.field("uri", uri(ofPath: place.path))
      $0.field("index", artifactIndexes[place.span.source])
    }
  }

  private func write(
    _ fix: Finding.Fix, help: String?, in sources: inout OpenSources, to object: inout JSONObject
  ) {
    let place = sources.place(of: fix.span)
    if let help { object.object("description") { $0.field("text", messageText(help)) } }
    object.array("artifactChanges") { changes in
      changes.object { change in
        writeArtifact(place, to: &change)
        change.array("replacements") { replacements in
          replacements.object {
            $0.object("deletedRegion") { writeRegion(of: place, to: &$0) }
            $0.object("insertedContent") { $0.field("text", fix.replacement) }
          }
        }
      }
    }
  }
}

private func positions<Element: Hashable>(in elements: [Element]) -> [Element: Int] {
  Dictionary(zip(elements, elements.indices), uniquingKeysWith: { first, _ in first })
}

/// Viewers show a result's message alone, so the notes and the help go into it.
private func message(of finding: Finding) -> String {
  var lines = [finding.message]
  lines += finding.allNotes.map { "note: " + $0 }
  if let help = finding.help { lines.append("help: " + help) }
  return lines.map(messageText).joined(separator: "\n")
}

/// Text as a viewer shows it. SARIF makes a link of `[words](target)` in any message, which a
/// source must not be able to place.
private func messageText(_ text: String) -> String {
  var output = ""
  var previous: Unicode.Scalar?
  for scalar in escaped(text).unicodeScalars {
    if scalar == "(", previous == "]" { output += " " }
    output.unicodeScalars.append(scalar)
    previous = scalar
  }
  return output
}

/// Lines and columns as far as the text is there, and bytes in any case.
private func writeRegion(of place: Place, to region: inout JSONObject) {
  if let text = place.text {
    region.field("startLine", text.start.line)
    region.field("startColumn", text.start.column)
    region.field("endLine", text.end.line)
    region.field("endColumn", text.end.column)
  }
  let span = place.span
  region.field("byteOffset", span.start)
  region.field("byteLength", span.end > span.start ? span.end - span.start : 0)
}

/// A path as a URI (RFC 3986): relative to the folder of the run, or `file:` for an absolute path.
private func uri(ofPath path: String) -> String {
  var uri = path.utf8.first == UInt8(ascii: "/") ? "file://" : ""
  for byte in path.utf8 {
    if isUnreserved(byte) || byte == UInt8(ascii: "/") {
      uri.unicodeScalars.append(Unicode.Scalar(byte))
    } else {
      uri += (byte < 0x10 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
    }
  }
  return uri
}

private func isUnreserved(_ byte: UInt8) -> Bool {
  switch Unicode.Scalar(byte) {
  case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "~": true
  default: false
  }
}
