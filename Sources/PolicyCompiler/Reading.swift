import PolicyCheck
package import PolicyDiagnostics
import PolicySyntax

/// A source that is there and could not be read.
package struct UnreadableSource: Hashable, Sendable {
  package let path: String
  package let error: SourceError
}

/// One source that was read: what it holds and what it was.
struct SourceContents: Sendable {
  let name: String
  let digest: [UInt8]
  var reading: SourceReading
}

/// What all sources hold, in the order of their ids.
struct Readings: Sendable {
  var contents: [SourceContents] = []
  var unreadable: [UnreadableSource] = []
  /// What the tenants of all of them write.
  var written = WrittenTenants()
}

/// Reads every source, several at once.
func read(_ sources: SourceMap, threads: Int) -> Readings {
  parallelFold(
    count: sources.count, threads: threads, into: Readings(),
    { readSource(SourceID($0), in: sources) },
    { readings, result in
      switch result {
      case .success(var source):
        readings.written.merge(&source.reading.tenants)
        readings.contents.append(source)
      case .failure(let source): readings.unreadable.append(source)
      }
    })
}

extension UnreadableSource: Error {}

private func readSource(
  _ source: SourceID, in sources: SourceMap
) -> Result<SourceContents, UnreadableSource> {
  sources.bytes(of: source)
    .map { bytes in
      SourceContents(
        name: sources.entries[Int(source.index)].name, digest: digest(of: bytes),
        reading: SourceReading(of: bytes, source: source))
    }
    .mapError { UnreadableSource(path: sources.path(of: source), error: $0) }
}
