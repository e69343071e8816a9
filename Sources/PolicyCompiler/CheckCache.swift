import PolicyCheck
import PolicyDiagnostics

/// Where what is known of sources is kept between runs; a checker that finds nothing there, or
/// something that is not what it put there, reads the source instead.
///
/// It is for checking alone: no bundle is ever built from it.
package struct CheckCache: Sendable {
  /// Of the program: another one may find other things in the same source.
  let version: String
  /// The bytes under a key of letters and digits; `nil` where there are none.
  let load: @Sendable (_ key: String) -> [UInt8]?
  /// Keeps bytes under a key, whole or not at all.
  let store: @Sendable (_ key: String, _ bytes: [UInt8]) -> Void

  package init(
    version: String, load: @escaping @Sendable (_ key: String) -> [UInt8]?,
    store: @escaping @Sendable (_ key: String, _ bytes: [UInt8]) -> Void
  ) {
    self.version = version
    self.load = load
    self.store = store
  }
}

extension CheckCache {
  /// What the key of a source follows from: its bytes, its name, which says which platform governs
  /// it, and the program.
  func key(name: String, digest sourceDigest: [UInt8]) -> [UInt8] {
    let program = Array("check \(version) \(CleanSource.formatVersion)".utf8)
    return digest(of: digest(of: program) + digest(of: Array(name.utf8)) + sourceDigest)
  }

  /// What is known of a source of tenants, if there is anything.
  func cleanSource(under key: [UInt8], source: SourceID) -> CleanSource? {
    load(hexadecimal(key)).flatMap { CleanSource(from: $0, under: key, source: source) }
  }

  func keep(_ source: CleanSource, under key: [UInt8]) {
    store(hexadecimal(key), source.encoded(under: key))
  }
}

/// Keeps what was found of sources that hold nothing but tenants, with whom nothing is wrong.
func keep(_ cleanSources: [SourceID: TenantUse], of read: Readings, in cache: CheckCache) {
  let context = read.context
  for source in read.contents where source.knownContext == nil {
    let reading = source.reading
    guard let use = cleanSources[reading.source], use.tenantCount == reading.tenants.records.count,
      reading.documents.isEmpty, reading.findings.all.isEmpty, use.tenantCount > 0
    else { continue }
    cache.keep(
      CleanSource(reading, use, context: context),
      under: cache.key(name: source.name, digest: source.digest))
  }
}

private func hexadecimal(_ bytes: [UInt8]) -> String {
  let digits = Array("0123456789abcdef".utf8)
  let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
  return String(decoding: text, as: UTF8.self)
}
