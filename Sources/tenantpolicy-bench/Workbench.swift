import PolicyGenerator

/// What all lines share: the sizes, a folder for their files, and inputs that several of them need.
final class Workbench {
  let sizes: Sizes
  /// Removed with all that is in it when the run is over.
  let folder: String
  /// The program that is measured, and this one, for the parts of it that run as programs.
  let command: String
  let ownPath: String
  private var policies: [String: PolicyFolder] = [:]
  private var bundles: [Int: LookUpBundle] = [:]

  init(_ sizes: Sizes) throws(BenchError) {
    self.sizes = sizes
    folder = try makeTemporaryFolder()
    ownPath = try executablePath()
    command = try sibling(of: ownPath, "tenantpolicy")
  }

  deinit { removeFolder(folder) }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  /// Generated policies, written when they are first asked for.
  func policies(tenants: Int, files: Int) throws(BenchError) -> PolicyFolder {
    let name = "policies-\(tenants)-\(files)"
    if let known = policies[name] { return known }
    let written = try PolicyFolder(at: path(name), tenants: tenants, files: files)
    policies[name] = written
    return written
  }

  /// A bundle with that many tenants, held once.
  func bundle(tenants: Int) throws(BenchError) -> LookUpBundle {
    if let known = bundles[tenants] { return known }
    let made = try LookUpBundle(tenants: tenants)
    bundles[tenants] = made
    return made
  }

  /// Lets go of what only look-ups need.
  func releaseBundles() { bundles.removeAll() }
}

/// Generated policies in a folder.
struct PolicyFolder {
  let path: String
  let bytes: Int
  /// The path of a file that declares tenants.
  let aTenantFile: String
  let tenants: Int
  let files: Int

  init(at path: String, tenants: Int, files: Int) throws(BenchError) {
    let generation = PolicyGeneration(tenants: tenants, tenantFiles: files, seed: 1)
    try makeFolder(path)
    try makeFolder("\(path)/tenants")
    var bytes = 0
    var last = ""
    for index in 0..<generation.fileCount {
      let file = generation.file(index)
      last = "\(path)/\(file.name)"
      try write(file.bytes, to: last)
      bytes += file.bytes.count
    }
    self.path = path
    self.bytes = bytes
    self.tenants = tenants
    self.files = generation.fileCount
    aTenantFile = last
  }

  var sizes: [Outcome.Detail] {
    [
      .init("tenants", tenants), .init("files", files),
      .init("YAML", Double(bytes) / 1e6, "MB"),
    ]
  }
}
