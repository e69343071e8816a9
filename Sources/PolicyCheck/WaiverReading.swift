package import PolicyDiagnostics
package import PolicyModel

/// Waivers that stand by themselves, of policies that are at hand as a bundle alone, which holds none.
package struct WaiverReading: Sendable {
  package private(set) var waivers: [Waiver] = []
  package private(set) var findings = Findings()

  /// - Parameters:
  ///   - readings: Of which other documents are left alone.
  ///   - names: What waivers may name.
  ///   - now: The day by which they must not have ended.
  package init(_ readings: [SourceReading], naming names: DeclaredNames, now: CalendarDate) {
    var decoder = Decoder()
    for reading in readings {
      findings.append(reading.findings)
      for document in reading.documents where document.kind == .waiver {
        decoder.waiver(document.root, in: names, now: now).map { waivers.append($0) }
      }
    }
    findings.append(decoder.findings)
    WaiverChecks.repeated(waivers).forEach { findings.raise($0) }
  }
}
