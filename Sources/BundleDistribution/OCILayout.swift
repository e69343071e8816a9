import PolicyDiagnostics

/// What is distributed together: a bundle, its signature and the certificate of its proofs.
package struct BundleArtifact: Hashable, Sendable {
  package var bundle: [UInt8]
  /// The contents of its signature's file.
  package var signature: [UInt8]?
  package var certificate: [UInt8]?
  /// What registries show of it, by key; in order of the keys.
  package var annotations: [(key: String, value: String)]

  package init(
    bundle: [UInt8], signature: [UInt8]?, certificate: [UInt8]?,
    annotations: [(key: String, value: String)] = []
  ) {
    self.bundle = bundle
    self.signature = signature
    self.certificate = certificate
    self.annotations = annotations
  }

  package static func == (left: BundleArtifact, right: BundleArtifact) -> Bool {
    left.bundle == right.bundle && left.signature == right.signature
      && left.certificate == right.certificate
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(bundle)
  }
}

/// The names of the OCI image specification 1.1, and ours.
package enum OCI {
  static let layoutFile = "oci-layout"
  static let indexFile = "index.json"
  static let layoutVersion = "1.0.0"
  static let index = "application/vnd.oci.image.index.v1+json"
  static let manifest = "application/vnd.oci.image.manifest.v1+json"
  static let empty = "application/vnd.oci.empty.v1+json"
  package static let artifact = "application/vnd.tenantpolicy.bundle.v1"
  static let title = "org.opencontainers.image.title"

  /// The parts of an artifact, in the order of the layers.
  enum Part: CaseIterable {
    case bundle, signature, certificate

    var mediaType: String {
      switch self {
      case .bundle: "application/vnd.tenantpolicy.bundle.v1"
      case .signature: "application/vnd.tenantpolicy.signature.minisign.v1"
      case .certificate: "application/vnd.tenantpolicy.certificate.v1"
      }
    }

    /// What programs that fetch artifacts call the file.
    var fileName: String {
      switch self {
      case .bundle: "policies.bundle"
      case .signature: "policies.bundle.minisig"
      case .certificate: "policies.cert"
      }
    }
  }
}

extension BundleArtifact {
  subscript(part: OCI.Part) -> [UInt8]? {
    switch part {
    case .bundle: bundle
    case .signature: signature
    case .certificate: certificate
    }
  }

  /// The files of an OCI image layout that holds the artifact: the same for the same artifact.
  package var layout: [(name: String, bytes: [UInt8])] {
    let empty = Blob(Array("{}".utf8), OCI.empty)
    let layers = OCI.Part.allCases.compactMap { part in
      self[part].map { (part: part, blob: Blob($0, part.mediaType)) }
    }
    let manifest = Blob(manifest(empty, layers), OCI.manifest)
    let blobs = [empty, manifest] + layers.map(\.blob)
    let files = [
      (OCI.layoutFile, text { $0.field("imageLayoutVersion", OCI.layoutVersion) }),
      (OCI.indexFile, index(manifest)),
    ]
    return files.map { (name: $0, bytes: $1) }
      + blobs.map { (name: $0.path, bytes: $0.bytes) }
  }

  private func index(_ manifest: Blob) -> [UInt8] {
    text { root in
      root.field("schemaVersion", 2)
      root.field("mediaType", OCI.index)
      root.array("manifests") { list in
        list.object {
          manifest.describe(in: &$0)
          $0.field("artifactType", OCI.artifact)
        }
      }
    }
  }

  private func manifest(
    _ config: Blob, _ layers: [(part: OCI.Part, blob: Blob)]
  ) -> [UInt8] {
    text { root in
      root.field("schemaVersion", 2)
      root.field("mediaType", OCI.manifest)
      root.field("artifactType", OCI.artifact)
      root.object("config") { config.describe(in: &$0) }
      root.array("layers") { list in
        for layer in layers {
          list.object {
            layer.blob.describe(in: &$0)
            $0.object("annotations") { $0.field(OCI.title, layer.part.fileName) }
          }
        }
      }
      root.object("annotations") { for note in annotations { $0.field(note.key, note.value) } }
    }
  }

  private func text(_ fill: (inout JSONObject) -> Void) -> [UInt8] {
    Array(jsonObject(.compact, fill).utf8)
  }
}

/// Bytes that are known by their SHA-256.
private struct Blob {
  let bytes: [UInt8]
  private let mediaType: String
  private let digest: String

  init(_ bytes: [UInt8], _ mediaType: String) {
    self.bytes = bytes
    self.mediaType = mediaType
    digest = sha256(bytes)
  }

  var path: String { blobPath(digest) }

  func describe(in object: inout JSONObject) {
    object.field("mediaType", mediaType)
    object.field("digest", "sha256:\(digest)")
    object.field("size", bytes.count)
  }
}

/// Where a blob lies in a layout, by the hexadecimal digits of its SHA-256.
func blobPath(_ digest: String) -> String { "blobs/sha256/\(digest)" }
