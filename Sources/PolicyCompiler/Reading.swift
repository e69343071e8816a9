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
  let reading: SourceReading
}

/// Reads every source, several at once; the order of the answers is that of the ids.
func read(
  _ sources: SourceMap, threads: Int
) -> (contents: [SourceContents], unreadable: [UnreadableSource]) {
  let results = parallelMap(count: sources.count, threads: threads) { index in
    readSource(SourceID(index), in: sources)
  }
  var contents: [SourceContents] = []
  var unreadable: [UnreadableSource] = []
  for result in results {
    switch result {
    case .success(let source): contents.append(source)
    case .failure(let source): unreadable.append(source)
    }
  }
  return (contents, unreadable)
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
