import PolicyCheck
package import PolicyDiagnostics
import PolicyModel
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
  /// Where the reading is what is known from an earlier check: the documents under which it was made.
  let knownContext: [UInt8]?
}

/// What all sources hold, in the order of their ids.
struct Readings: Sendable {
  var contents: [SourceContents] = []
  var unreadable: [UnreadableSource] = []
  /// What the tenants of all of them write.
  var written = WrittenTenants()

  /// What checking tenants depends on beside themselves: all sources with documents of other kinds.
  var context: [UInt8] {
    let others = contents.filter { $0.reading.documents.contains { $0.kind != .tenant } }
    return PolicyCompiler.digest(
      of: others.flatMap { PolicyCompiler.digest(of: Array($0.name.utf8)) + $0.digest })
  }
}

/// Reads every source, several at once.
///
/// - Parameter cache: where what is known of sources may be found instead.
func read(_ sources: SourceMap, threads: Int, _ cache: CheckCache?) -> Readings {
  let ids = (0..<sources.count).map { SourceID($0) }
  let readings = read(ids, of: sources, threads: threads, into: Readings(), cache)
  return cache == nil ? readings : readingStale(readings, of: sources, threads: threads)
}

/// Reads those sources of which only is known what they were under other documents.
private func readingStale(
  _ readings: Readings, of sources: SourceMap, threads: Int
) -> Readings {
  let context = readings.context
  var current = readings
  current.contents.removeAll { $0.knownContext.map { $0 != context } ?? false }
  let stale = readings.contents.filter { $0.knownContext.map { $0 != context } ?? false }
  guard !stale.isEmpty else { return readings }
  current = read(stale.map(\.reading.source), of: sources, threads: threads, into: current, nil)
  current.contents.sort { $0.reading.source < $1.reading.source }
  return current
}

private func read(
  _ ids: [SourceID], of sources: SourceMap, threads: Int, into readings: Readings,
  _ cache: CheckCache?
) -> Readings {
  parallelFold(
    count: ids.count, threads: threads, into: readings,
    { readSource(ids[$0], in: sources, cache) },
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
  _ source: SourceID, in sources: SourceMap, _ cache: CheckCache?
) -> Result<SourceContents, UnreadableSource> {
  let name = sources.entries[Int(source.index)].name
  return sources.bytes(of: source)
    .map { bytes in
      let digest = digest(of: bytes)
      let known = cache.flatMap {
        $0.cleanSource(under: $0.key(name: name, digest: digest), source: source)
      }
      return SourceContents(
        name: name, digest: digest,
        reading: known?.reading ?? SourceReading(of: bytes, source: source),
        knownContext: known?.context)
    }
    .mapError { UnreadableSource(path: sources.path(of: source), error: $0) }
}
