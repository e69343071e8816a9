import BundleDistribution
import Testing

/// OCI image layouts of bundles, and the way back.
@Suite struct LayoutTests {
  private let artifact = BundleArtifact(
    bundle: Array("the bundle".utf8), signature: Array("the signature".utf8),
    certificate: Array("the certificate".utf8), annotations: [("a", "1")])

  private func read(
    _ files: [(name: String, bytes: [UInt8])], tag: String? = nil
  ) throws(LayoutError) -> BundleArtifact {
    try BundleArtifact(layoutTagged: tag) { name, _ throws(LayoutError) in
      guard let file = files.first(where: { $0.name == name }) else { throw .file(name, "missing") }
      return file.bytes
    }
  }

  @Test func whatIsWrittenIsRead() throws {
    #expect(try read(artifact.layout) == artifact)
    let alone = BundleArtifact(bundle: artifact.bundle, signature: nil, certificate: nil)
    #expect(try read(alone.layout) == alone)
  }

  @Test func theSameArtifactGivesTheSameLayout() {
    let names = artifact.layout.map(\.name)
    #expect(
      names == artifact.layout.map(\.name) && names.prefix(2) == ["oci-layout", "index.json"])
    #expect(artifact.layout.map(\.bytes) == artifact.layout.map(\.bytes))
    // As printed by `printf '{}' | sha256sum`.
    #expect(
      names.contains(
        "blobs/sha256/44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"))
  }

  /// Every byte of every file changed, and every file missing: refused, or nothing that is read depends
  /// on it.
  @Test func whateverIsChangedIsNoticed() {
    var refused = 0
    for (number, file) in artifact.layout.enumerated() {
      var files = artifact.layout
      files.remove(at: number)
      refused += (try? read(files)) == nil ? 1 : 0
      for position in file.bytes.indices {
        var files = artifact.layout
        files[number].bytes[position] ^= 1
        let found = try? read(files)
        #expect(found == nil || found == artifact, "byte \(position) of \(file.name)")
        refused += found == nil ? 1 : 0
      }
    }
    #expect(refused > 1_000)
  }

  @Test func ofSeveralOneIsNamed() throws {
    var files = artifact.layout
    let other = BundleArtifact(bundle: [1], signature: nil, certificate: nil)
    files += other.layout.dropFirst(2)
    func described(_ artifact: BundleArtifact, _ tag: String) throws -> String {
      let index = String(decoding: artifact.layout[1].bytes, as: UTF8.self)
      let start = try #require(index.firstRange(of: "[{")).upperBound
      let end = try #require(index.firstRange(of: "}]")).lowerBound
      let tagged = "\"annotations\":{\"org.opencontainers.image.ref.name\":\"\(tag)\"}"
      return "{\(index[start..<end]),\(tagged)}"
    }
    let list = try [described(artifact, "a"), described(other, "b")].joined(separator: ",")
    files[1].bytes = Array("{\"schemaVersion\":2,\"manifests\":[\(list)]}".utf8)
    #expect(try read(files, tag: "a") == artifact)
    #expect(try read(files, tag: "b") == other)
    #expect(throws: LayoutError.severalBundles(["a", "b"])) { try read(files) }
    #expect(throws: LayoutError.noBundle) { try read(files, tag: "c") }
  }

  @Test(arguments: [
    "", "{", "[]", "{\"manifests\":1}", "{\"manifests\":[{\"mediaType\":\"x\"}]}",
    "{\"manifests\":[{\"mediaType\":\"x\",\"digest\":\"sha256:../../../etc/passwd\",\"size\":1}]}",
    "{\"manifests\":[],\"manifests\":[]}",
  ])
  func anIndexThatIsNoneIsRefused(_ text: String) {
    var files = artifact.layout
    files[1].bytes = Array(text.utf8)
    #expect(throws: LayoutError.self) { try read(files) }
  }
}
