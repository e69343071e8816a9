import PolicyCheck
package import PolicyDiagnostics
import PolicyImport
import PolicyModel
import PolicySyntax
import Threads

/// A source that is there and could not be read.
package struct UnreadableSource: Hashable, Sendable {
  package let source: SourceID
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
  /// Whether it is a workflow, which only the plans that are made from it read.
  var isWorkflow: Bool { ImportFormat(fileName: name) != nil }
}

/// What some sources hold, or all of them, in the order of their ids.
struct Readings: Sendable {
  private(set) var contents: [SourceContents] = []
  private(set) var unreadable: [UnreadableSource] = []
  /// What the tenants of all of them write.
  private(set) var written = WrittenTenants()

  /// What checking tenants depends on beside themselves: all sources with documents of other kinds.
  var context: [UInt8] {
    let others = contents.filter {
      $0.isWorkflow || $0.reading.documents.contains { $0.kind != .tenant }
    }
    return PolicyCompiler.digest(
      of: others.flatMap { PolicyCompiler.digest(of: Array($0.name.utf8)) + $0.digest })
  }
}

/// Reads every source, several at once.
///
/// - Parameter cache: where what is known of sources may be found instead.
func read(_ sources: SourceMap, threads: Int, _ cache: CheckCache?) -> Readings {
  let ids = (0..<sources.count).map { SourceID($0) }
  var readings = Readings(joining: read(ids, of: sources, threads: threads, cache))
  let stale = readings.removeStale()
  guard !stale.isEmpty else { return readings }
  return Readings(joining: [readings] + read(stale, of: sources, threads: threads, nil))
}

/// - Returns: what each thread has read.
private func read(
  _ ids: [SourceID], of sources: SourceMap, threads: Int, _ cache: CheckCache?
) -> [Readings] {
  parallelWork(count: ids.count, threads: threads, from: Readings()) { readings, index in
    readings.read(ids[index], in: sources, cache)
  }
}

extension Readings {
  /// Takes one source; they come in the order of their ids.
  fileprivate mutating func read(
    _ source: SourceID, in sources: SourceMap, _ cache: CheckCache?
  ) {
    let name = sources.entries[Int(source.index)].name
    switch sources.bytes(of: source) {
    case .success(let bytes):
      let digest = digest(of: bytes)
      let known = cache.flatMap {
        $0.cleanSource(under: $0.key(name: name, digest: digest), source: source)
      }
      contents.append(
        SourceContents(
          name: name, digest: digest,
          reading: known?.reading ?? reading(of: bytes, source, name),
          knownContext: known?.context))
    case .failure(let error):
      unreadable.append(
        UnreadableSource(source: source, path: sources.path(of: source), error: error))
    }
  }

  private mutating func reading(
    of bytes: [UInt8], _ source: SourceID, _ name: String
  ) -> SourceReading {
    guard ImportFormat(fileName: name) == nil else { return SourceReading(ofWorkflow: source) }
    return SourceReading(
      of: bytes, source: source, notation: SourceNotation(fileName: name), into: &written)
  }

  /// What several threads have read. It does not depend on which of them has read what.
  fileprivate init(joining parts: [Readings]) {
    guard parts.count > 1 else {
      self = parts.first ?? Readings()
      return
    }
    let (written, newForms) = WrittenTenants.joined(parts.map(\.written))
    self.written = written
    for (part, newForms) in zip(parts, newForms) {
      for var source in part.contents {
        source.reading.renumber(newForms)
        contents.append(source)
      }
    }
    contents.sort { $0.reading.source < $1.reading.source }
    unreadable = parts.flatMap(\.unreadable).sorted { $0.source < $1.source }
  }

  /// Lets go of those sources of which only is known what they were under other documents.
  fileprivate mutating func removeStale() -> [SourceID] {
    guard contents.contains(where: { $0.knownContext != nil }) else { return [] }
    let context = context
    let stale = contents.filter { $0.knownContext.map { $0 != context } ?? false }
    contents.removeAll { $0.knownContext.map { $0 != context } ?? false }
    return stale.map(\.reading.source)
  }
}
