package import PolicyDiagnostics
import PolicySyntax
import PolicyModel

/// That no two tenants of a run have the same id, whatever platforms they are on: a runtime asks by
/// the id alone.
package enum TenantIDs {
  package static func findings(in readings: [SourceReading]) -> Findings {
    var findings = Findings()
    var ids = ByteTable(minimumCapacity: readings.reduce(0) { $0 + $1.tenants.records.count })
    var first: [SourceSpan] = []
    for reading in readings {
      for record in reading.tenants.records {
        let id = reading.tenants.id(of: record)
        let span = SourceSpan(
          reading.source, from: record.start, to: record.start + UInt32(record.idLength))
        let (index, isNew) = ids.insert(id)
        if isNew {
          first.append(span)
        } else {
          let name = String(decoding: id, as: UTF8.self)
          findings.raise(.declaredTwice(.tenant, name, at: span, first: first[index]))
        }
      }
    }
    return findings
  }
}
