import PolicyDiagnostics
package import TenantPolicy

/// What a bundle is: its identity, its parts and their sizes.
package struct BundleReport: Sendable {
  private let bundle: PolicyBundle

  package init(_ bundle: PolicyBundle) { self.bundle = bundle }

  /// Bytes that grow with the number of tenants: the index, long ids and the tenants' records.
  private var tenantBytes: Int {
    let names: Set = [Section.slots.name, Section.longIDs.name, Section.tenants.name]
    return bundle.sections.filter { names.contains($0.name) }.reduce(0) { $0 + $1.length }
  }

  private var classCount: Int { bundle.table(named: "classes")?.rowCount ?? 0 }

  private var sources: [(name: String, digest: String)] {
    (0..<bundle.sourceCount).compactMap { number in
      bundle.source(at: number).map { (name: $0.name, digest: hexadecimal($0.digest)) }
    }
  }
}

// As text.
extension BundleReport {
  package var text: String {
    """
    format \(bundle.formatVersion), language \(bundle.language), \(bundle.length) bytes
    digest \(hexadecimal(bundle.digest))
    platforms: \(bundle.platformNames.map { escaped($0) }.joined(separator: ", "))
    plans: \(bundle.isVerified ? "proved" : "not proved, written all the same")
    certificate: \(bundle.certificateDigest.map(hexadecimal) ?? "none")
    epoch: \(bundle.release.epoch == 0 ? "none" : "\(bundle.release.epoch)")
    holds: \(bundle.release.times)
    tenants: \(bundle.tenantCount) in \(counted(classCount, "class", "classes")), \
    \(perTenant) bytes a tenant beyond what they share

    sections
    \(aligned(bundle.sections.map { [$0.name, "\($0.length)"] }))
    tables
    \(aligned(bundle.allTables.map { [escaped($0.name), "\($0.rowCount)"] }))
    sources
    \(sources.map { "  \($0.digest)  \(escaped($0.name))\n" }.joined())
    """
  }

  private var perTenant: String {
    guard bundle.tenantCount > 0 else { return "0" }
    let tenths = tenantBytes * 10 / bundle.tenantCount
    return "\(tenths / 10).\(tenths % 10)"
  }

  /// A name and a number a line; the numbers end in one column.
  private func aligned(_ rows: [[String]]) -> String {
    let widths = (0..<2).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let gap = widths[0] - row[0].count + widths[1] - row[1].count
      return "  \(row[0])\(String(repeating: " ", count: gap + 2))\(row[1])\n"
    }.joined()
  }

  private func counted(_ count: Int, _ one: String, _ several: String) -> String {
    "\(count) \(count == 1 ? one : several)"
  }
}

// As JSON.
extension BundleReport {
  package var object: String {
    jsonObject { root in
      root.field("version", 1)
      root.field("format", bundle.formatVersion)
      root.field("language", bundle.language)
      root.field("bytes", bundle.length)
      root.field("digest", hexadecimal(bundle.digest))
      root.field("verified", bundle.isVerified)
      root.field("certificate", bundle.certificateDigest.map(hexadecimal))
      root.field("epoch", Int(clamping: bundle.release.epoch))
      root.field("notBefore", bundle.release.notBefore.map(instantText))
      root.field("notAfter", bundle.release.notAfter.map(instantText))
      root.array("platforms") { list in bundle.platformNames.forEach { list.element($0) } }
      root.field("tenants", bundle.tenantCount)
      root.field("classes", classCount)
      root.field("tenant_bytes", tenantBytes)
      root.array("sections") { fillSections(&$0) }
      root.array("tables") { tables in
        for table in bundle.allTables { tables.object { fill(&$0, with: table) } }
      }
      root.array("sources") { fillSources(&$0) }
    } + "\n"
  }

  private func fillSections(_ sections: inout JSONArray) {
    for section in bundle.sections {
      sections.object { object in
        object.field("name", section.name)
        object.field("offset", section.offset)
        object.field("bytes", section.length)
      }
    }
  }

  private func fill(_ object: inout JSONObject, with table: Table) {
    object.field("name", table.name)
    object.field("rows", table.rowCount)
    object.field("stride", table.stride)
    object.array("columns") { columns in
      for column in table.columns {
        columns.object { object in
          object.field("id", column.id.number)
          object.field("name", column.name)
          object.field("kind", String(describing: column.kind))
          object.field("offset", column.offset)
          object.field("bytes", column.width)
        }
      }
    }
  }

  private func fillSources(_ list: inout JSONArray) {
    for source in sources {
      list.object { object in
        object.field("name", source.name)
        object.field("digest", source.digest)
      }
    }
  }
}

extension Release {
  /// When a bundle holds, for people.
  package var times: String {
    switch (notBefore.map(instantText), notAfter.map(instantText)) {
    case (nil, nil): "at any time"
    case (let first?, nil): "from \(first)"
    case (nil, let last?): "through \(last)"
    case (let first?, let last?): "from \(first) through \(last)"
    }
  }
}
