import PolicyDiagnostics
import PolicySyntax

/// Why an OCI image layout gives no bundle.
package enum LayoutError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A file of the layout that is not there or cannot be read, and why.
  case file(String, String)
  /// A file whose JSON is not what the specification says.
  case form(String, String)
  /// A blob whose bytes are not those that it is named after.
  case digest(String)
  /// There is no manifest of a bundle in the index, or none by that name.
  case noBundle
  case severalBundles([String])

  package var description: String {
    switch self {
    case .file(let name, let reason): "`\(name)`: \(reason)"
    case .form(let name, let reason): "`\(name)`: \(reason)"
    case .digest(let name): "`\(name)`: its bytes are not those that it is named after"
    case .noBundle: "there is no bundle in it"
    case .severalBundles(let names):
      names.isEmpty
        ? "there are several bundles in it"
        : "there are several bundles in it: \(names.joined(separator: ", "))"
    }
  }
}

extension BundleArtifact {
  /// The artifact of an OCI image layout. The bytes of every blob that it takes are those that it is named
  /// after, and as many as is said.
  ///
  /// - Parameters:
  ///   - tag: The name of the one to take, where there are several.
  ///   - read: Gives the bytes of a file of the layout, up to a limit.
  package init(
    layoutTagged tag: String?,
    read: (_ name: String, _ limit: Int) throws(LayoutError) -> [UInt8]
  ) throws(LayoutError) {
    let layout = try JSONFile(OCI.layoutFile, try read(OCI.layoutFile, JSONFile.limit))
    guard layout.text("imageLayoutVersion") == OCI.layoutVersion else {
      throw .form(OCI.layoutFile, "it is of an unknown version")
    }
    let index = try JSONFile(OCI.indexFile, try read(OCI.indexFile, JSONFile.limit))
    let described = try Self.manifest(in: index, tagged: tag, read: read)
    var parts: [OCI.Part: [UInt8]] = [:]
    for layer in try described.descriptors("layers") {
      guard let part = OCI.Part.allCases.first(where: { $0.mediaType == layer.mediaType }) else {
        continue
      }
      guard parts[part] == nil else {
        throw .form(described.name, "it has two layers of the type `\(layer.mediaType)`")
      }
      parts[part] = try layer.bytes(read)
    }
    guard let bundle = parts[.bundle] else { throw .noBundle }
    self.init(bundle: bundle, signature: parts[.signature], certificate: parts[.certificate])
  }

  /// The manifest of the one bundle of an index, or of the one with the tag.
  private static func manifest(
    in index: JSONFile, tagged tag: String?,
    read: (_ name: String, _ limit: Int) throws(LayoutError) -> [UInt8]
  ) throws(LayoutError) -> JSONFile {
    var found: [(file: JSONFile, tag: String?)] = []
    for manifest in try index.descriptors("manifests") {
      guard manifest.mediaType == OCI.manifest, tag == nil || manifest.tag == tag else { continue }
      guard manifest.size <= JSONFile.limit else {
        throw .form(manifest.path, "it is longer than \(JSONFile.limit) bytes")
      }
      let file = try JSONFile(manifest.path, try manifest.bytes(read))
      let layers = try file.descriptors("layers")
      guard layers.contains(where: { $0.mediaType == OCI.Part.bundle.mediaType }) else { continue }
      found.append((file, manifest.tag))
    }
    guard let first = found.first else { throw .noBundle }
    guard found.count == 1 else { throw .severalBundles(found.compactMap(\.tag)) }
    return first.file
  }
}

/// A JSON file of a layout.
private struct JSONFile {
  static let limit = 1 << 22

  let name: String
  private let root: Node

  init(_ name: String, _ bytes: [UInt8]) throws(LayoutError) {
    self.name = name
    var findings = Findings()
    let trees = parseTrees(
      of: bytes, source: SourceID(0), notation: .json, holdsProse: true, into: &findings)
    guard let tree = trees.first, !findings.hasErrors, tree.root.kind == .mapping else {
      let reason = findings.sorted().first?.message ?? "it is not a JSON object"
      throw .form(name, reason)
    }
    root = tree.root
  }

  func text(_ key: String) -> String? { root.member(key)?.scalar }

  func descriptors(_ key: String) throws(LayoutError) -> [Descriptor] {
    guard let list = root.member(key), list.kind == .sequence else {
      throw .form(name, "it has no list `\(key)`")
    }
    var descriptors: [Descriptor] = []
    for element in list.elements {
      guard let descriptor = Descriptor(element) else {
        throw .form(name, "`\(key)` has an element that describes no blob by its SHA-256")
      }
      descriptors.append(descriptor)
    }
    return descriptors
  }
}

/// What describes a blob.
private struct Descriptor {
  let mediaType: String
  let size: Int
  /// The name under which an index lists it.
  let tag: String?
  private let digest: String

  init?(_ node: Node) {
    guard node.kind == .mapping, let mediaType = node.member("mediaType")?.scalar,
      let digest = node.member("digest")?.scalar, digest.hasPrefix("sha256:"),
      let size = node.member("size")?.scalar.flatMap({ Int($0) }), size >= 0
    else { return nil }
    self.mediaType = mediaType
    self.size = size
    self.digest = String(digest.dropFirst(7))
    guard self.digest.utf8.count == 64,
      self.digest.utf8.allSatisfy({ 0x30...0x39 ~= $0 || 0x61...0x66 ~= $0 })
    else { return nil }
    tag = node.member("annotations")?.member("org.opencontainers.image.ref.name")?.scalar
  }

  var path: String { blobPath(digest) }

  func bytes(
    _ read: (_ name: String, _ limit: Int) throws(LayoutError) -> [UInt8]
  ) throws(LayoutError) -> [UInt8] {
    let bytes = try read(path, size)
    guard bytes.count == size, sha256(bytes) == digest else { throw .digest(path) }
    return bytes
  }
}

extension Node {
  fileprivate func member(_ key: String) -> Node? {
    kind == .mapping ? entries.first { $0.key.text == key }?.value : nil
  }

  fileprivate var scalar: String? { kind == .scalar ? text : nil }
}
