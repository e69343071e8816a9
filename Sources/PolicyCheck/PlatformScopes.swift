package import PolicyDiagnostics
import PolicyModel
import PolicySyntax

/// One platform document and everything that is read with its catalogue.
package struct PlatformScope: Sendable {
  package let platform: Document
  package var documents: [Document] = []
  /// Catalogues that it uses, in the order of their documents.
  package var catalogues: [UsedCatalogue] = []
  /// Readings whose tenants belong to the platform.
  package var readings: [SourceReading] = []
}

extension PlatformScope {
  /// The ids of all tenants, those among them that do not check: they are declared all the same.
  func tenantIDs() -> ByteTable {
    var ids = ByteTable(minimumCapacity: readings.reduce(0) { $0 + $1.tenants.records.count })
    for reading in readings {
      for record in reading.tenants.records { _ = ids.insert(reading.tenants.id(of: record)) }
    }
    for document in documents where document.kind == .tenant {
      if let id = document.root.entries.first?.value { _ = ids.insert(id.bytes) }
    }
    return ids
  }
}

/// Which platform governs which source.
///
/// A single platform governs all sources of a run, in whatever layout. Of several, each governs the
/// folder it is in and those below; none may lie in the folder of another.
package enum PlatformScopes {
  package static func assign(
    _ readings: [SourceReading], names: [String], into findings: inout Findings
  ) -> [PlatformScope] {
    let platforms = readings.flatMap(\.documents).filter { $0.kind == .platform }
    let folders = platforms.map { folder(of: names[Int($0.root.tree.source.index)]) }
    var scopes = platforms.map { PlatformScope(platform: $0) }
    guard reportOverlaps(platforms, folders, into: &findings) else { return [] }
    // Where text could not be read, the platform may be in it: that is said already.
    let isUnread = platforms.isEmpty && findings.hasErrors
    for reading in readings {
      let isEmpty = reading.documents.isEmpty && reading.tenants.records.isEmpty
      let name = names[Int(reading.source.index)]
      let owner =
        scopes.count == 1 ? 0 : folders.firstIndex { contains($0, name) }
      if let owner {
        scopes[owner].documents += reading.documents.filter { $0.kind != .platform }
        scopes[owner].readings.append(reading)
      } else if !isEmpty, !isUnread {
        findings.raise(.noPlatform(reading))
      }
    }
    return scopes
  }

  /// - Returns: whether no platform lies in the folder of another.
  private static func reportOverlaps(
    _ platforms: [Document], _ folders: [String], into findings: inout Findings
  ) -> Bool {
    var isClean = true
    for (index, platform) in platforms.enumerated() {
      let other = platforms.indices.first { other in
        other != index
          && (contains(folders[other], folders[index] + "/")
            || contains(folders[index], folders[other] + "/"))
      }
      guard let other else { continue }
      findings.raise(.twoPlatforms(platform, platforms[other]))
      isClean = false
    }
    return isClean
  }

  /// The folder of a name, without a slash at its end; empty for the top.
  private static func folder(of name: String) -> String {
    name.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
  }

  private static func contains(_ folder: String, _ name: String) -> Bool {
    folder.isEmpty || name.utf8.starts(with: (folder + "/").utf8)
  }
}

extension Finding {
  fileprivate static func noPlatform(_ reading: SourceReading) -> Finding {
    let first =
      reading.documents.first?.root.entries.first?.key.span
      ?? reading.tenants.records.first.map {
        SourceSpan(reading.source, from: $0.start, to: $0.start + UInt32($0.idLength))
      }
    return Finding(
      Rules.names.noPlatform, "no platform document governs this one", at: first,
      help: "put it into the folder of its platform, or add the `platform:` document")
  }

  fileprivate static func twoPlatforms(_ platform: Document, _ other: Document) -> Finding {
    Finding(
      Rules.names.twoPlatforms, "another platform lies in the same folder, or above or below it",
      at: platform.root.entries.first?.value.span,
      others: [
        OtherPlace(other.root.entries.first?.value.span ?? other.root.span, "the other platform")
      ],
      help: "give each platform a folder of its own")
  }
}
