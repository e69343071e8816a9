/// A compiled bundle of tenant policies: immutable, safe to use from any number of threads at once,
/// without locks.
///
/// Whatever the bytes hold, no method traps or reads outside them: what does not make sense is
/// refused when the bundle is opened, or read as absent.
public final class PolicyBundle: Sendable {
  let memory: BundleMemory
  let header: BundleHeader
  let directory: TableDirectory
  let index: TenantIndex
  let records: TenantRecords
  let classes: ClassTable
  let tables: RequiredTables
  /// `nil` for a bundle without routes and plans, of which nothing can be admitted.
  let workflows: WorkflowTables?
  /// Tells this bundle's handles from those of another: the first bytes of its digest.
  package let tag: UInt32

  /// Opens a private copy of `bytes`, after checking all of it: length, digest, and that every
  /// number in it leads to something that exists.
  public convenience init(copying bytes: [UInt8]) throws(BundleError) {
    try self.init(verifying: try BundleMemory(copying: bytes))
  }

  /// Opens a private copy of a file, after checking all of it. What happens to the file afterwards
  /// does not matter.
  public convenience init(path: String) throws(BundleError) {
    try self.init(verifying: try BundleMemory(path: path))
  }

  /// Maps a file and uses it where it lies, in a time that does not depend on its size.
  ///
  /// Only the header and the descriptions of the tables are checked; the digest is not, and
  /// everything else when it is read. The file must never change: one that is overwritten changes
  /// the answers, and one that is cut short ends the process (`SIGBUS`). For files that are only
  /// ever replaced by renaming another over them, as `tenantpolicy build` does.
  public convenience init(inPlace path: String) throws(BundleError) {
    try self.init(mapping: try BundleMemory(inPlace: path))
  }

  /// The digest is worked out meanwhile. That it is wrong is said before anything that is wrong behind the
  /// header.
  private convenience init(verifying memory: BundleMemory) throws(BundleError) {
    var digest: DigestCheck?
    do throws(BundleError) {
      try self.init(mapping: memory) { _ in digest = DigestCheck(memory) }
      try verifyContents()
    } catch {
      try digest?.require()
      throw error
    }
    try digest?.require()
  }

  /// Opens a private copy of `bytes`, of which `verify` is still to be called.
  package convenience init(unverified bytes: [UInt8]) throws(BundleError) {
    try self.init(mapping: try BundleMemory(copying: bytes))
  }

  /// Checks what does not depend on the number of rows and tenants, and nothing else.
  ///
  /// - Parameter authenticate: What else must hold before anything behind the header is read.
  init(
    mapping memory: BundleMemory,
    authenticate: (BundleHeader) throws(BundleError) -> Void = { _ in }
  ) throws(BundleError) {
    self.memory = memory
    header = try BundleHeader(of: memory)
    try authenticate(header)
    directory = try TableDirectory(of: memory, header)
    tables = try RequiredTables(of: memory, header, directory)
    classes = try ClassTable(tables, directory)
    workflows = WorkflowTables(memory, header, directory, tables)
    index = TenantIndex(header, classCount: classes.rowCount)
    records = TenantRecords(header)
    tag = memory.load(UInt32.self, at: memory.count - TableLayout.digestSize) ?? 0
  }
}

extension PolicyBundle {
  /// The version of the format.
  public var formatVersion: Int { Int(TableLayout.formatVersion) }

  /// The version of the policy language that the sources were written in.
  public var language: Int { Int(header.language) }

  /// Whether every plan in it was proved before it was written: no run reaches what a tenant's policy
  /// forbids. The writer says so; see the certificate for what can be checked.
  public var isVerified: Bool { header.isVerified }

  /// Which of several bundles is the newer one, and when it holds.
  public var release: Release { header.release }

  /// Bytes of the whole bundle.
  public var length: Int { memory.count }

  /// The bundle's identity: BLAKE2b-256 of all bytes before the digest itself, which stands at the
  /// end. A bundle that was opened in place states it; nobody has checked it.
  public var digest: [UInt8] { memory.statedDigest }

  /// All bytes, copied.
  package var bytes: [UInt8] { memory.bytes(in: 0..<memory.count) }

  /// What the bundle holds, however it is released: BLAKE2b-256 of the same bytes with the digest of the
  /// certificate, the epoch and the times zero.
  public var contentDigest: [UInt8] {
    var bytes = memory.bytes(in: 0..<(memory.count - TableLayout.digestSize))
    for field in HeaderLayout.ofRelease {
      for offset in field.offset..<(field.offset + field.kind.size) { bytes[offset] = 0 }
    }
    return BundleDigest.of(bytes)
  }

  /// The BLAKE2b-256 digest of the certificate that was written with the bundle; `nil` for none.
  public var certificateDigest: [UInt8]? { memory.certificateDigest }

  /// The platforms that it is of.
  public var platformNames: [String] {
    guard let table = table(named: TableLayout.RequiredTable.platforms.rawValue),
      let column = table.nameColumn
    else { return [] }
    return (0..<table.rowCount).compactMap { row in
      guard case .string(let name) = table.cell(row: row, column: column) else { return nil }
      return name
    }
  }

  /// The parts of the bundle, in order, with their bytes.
  public var sections: [(name: String, offset: Int, length: Int)] {
    Section.allCases.map { ($0.name, header[$0].lowerBound, header[$0].count) }
  }

  /// How many sources were compiled into it.
  public var sourceCount: Int { header.count(.sources) }

  /// The name and the BLAKE2b-256 digest of a source, by number from 0; `nil` if there is none.
  public func source(at number: Int) -> (name: String, digest: [UInt8])? {
    guard 0..<sourceCount ~= number else { return nil }
    let place = header[.sources].lowerBound + number * SourceLayout.size
    let record = Record(memory, at: place)
    guard let name = string(at: place + SourceLayout.nameOffset.offset) else { return nil }
    return (name, memory.bytes(in: record.range(of: SourceLayout.digest)))
  }

  /// The text that a reference at `offset` leads to.
  func string(at offset: Int) -> String? {
    stringReference(at: offset).flatMap { text(of: $0) }
  }

  func stringReference(at offset: Int) -> StringReference? {
    guard let start = memory.load(UInt32.self, at: offset),
      let length = memory.load(UInt32.self, at: offset + 4)
    else { return nil }
    return StringReference(offset: start, length: length)
  }

  func text(of reference: StringReference) -> String? {
    reference.range(in: header[.strings]).flatMap { memory.text(in: $0) }
  }
}

/// The tables that the reader gives a meaning to, by number.
struct RequiredTables: Sendable {
  let platforms: Int
  let regions: Int
  let tools: Int
  let classes: Int

  init(
    of memory: BundleMemory, _ header: BundleHeader, _ directory: TableDirectory
  ) throws(BundleError) {
    func number(of table: TableLayout.RequiredTable) throws(BundleError) -> Int {
      if let number = directory.number(ofTable: table.rawValue, memory, header) { return number }
      throw .refused(.missing, offset: header[.tables].lowerBound)
    }
    platforms = try number(of: .platforms)
    regions = try number(of: .regions)
    tools = try number(of: .tools)
    classes = try number(of: .classes)
  }
}
