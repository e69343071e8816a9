import BundleWriter
import Glibc
import Testing

@testable import TenantPolicy

/// Files and bytes that are opened, and those that cannot be.
@Suite struct OpeningTests {
  private let ids = ["a", "bb", "institution-x-4921"].map { Array($0.utf8) }
  private let bytes: [UInt8]

  init() throws {
    bytes = try encode(BundleSamples.standard.contents(ids: ids))
  }

  @Test func eachWayOfOpeningGivesTheSameAnswers() throws {
    let file = try TemporaryFile(bytes)
    let copied = try PolicyBundle(copying: bytes)
    let read = try PolicyBundle(path: file.path)
    let mapped = try PolicyBundle(inPlace: file.path)
    let answers = Answers(of: copied, ids: ids)
    #expect(Answers(of: read, ids: ids) == answers)
    #expect(Answers(of: mapped, ids: ids) == answers)
    #expect(copied.digest == read.digest)
    #expect(copied.digest == mapped.digest)
    #expect(copied.length == bytes.count)
    #expect(copied.language == 1)
    #expect(copied.formatVersion == 2)
  }

  @Test func aBundleThatWasReadOutlivesItsFile() throws {
    let file = try TemporaryFile(bytes)
    let bundle = try PolicyBundle(path: file.path)
    let answers = Answers(of: bundle, ids: ids)
    try file.write([UInt8](repeating: 0xFF, count: 10))
    #expect(Answers(of: bundle, ids: ids) == answers)
  }

  @Test func aContextKeepsItsBundle() throws {
    var bundle: PolicyBundle? = try PolicyBundle(copying: bytes)
    let context = try #require(bundle?.context(for: "bb"))
    let cap = context.integer(BundleSamples.cap)
    bundle = nil
    #expect(cap != nil)
    #expect(context.integer(BundleSamples.cap) == cap)
  }

  @Test func theDigestIsThatOfTheRest() throws {
    let bundle = try PolicyBundle(copying: bytes)
    #expect(bundle.digest == BundleDigest.of(Array(bytes.dropLast(32))))
    // As printed by `printf abc | b2sum -l 256`.
    let known = BundleDigest.of(Array("abc".utf8)).prefix(4)
    #expect(Array(known) == [0xBD, 0xDD, 0x81, 0x3C])
  }

  /// Of a large bundle another thread works the digest out, and nobody can tell by what is said.
  @Test func theDigestOfALargeBundleComesFirst() throws {
    let ids = (0..<120_000).map { Array("tenant-of-a-large-bundle-\($0)".utf8) }
    let bytes = try encode(BundleSamples.standard.contents(ids: ids))
    #expect(bytes.count > 1 << 22)
    #expect(try PolicyBundle(copying: bytes).tenantCount == ids.count)
    let end = bytes.count - TableLayout.digestSize
    let slots = try PolicyBundle(copying: bytes).header[.slots]

    let wrongDigest = BundleError.refused(.digest, offset: end)
    var damaged = bytes
    damaged[end] ^= 1
    #expect(throws: wrongDigest) { try PolicyBundle(copying: damaged) }
    damaged = bytes
    for offset in slots { damaged[offset] = 0xFF }
    #expect(throws: wrongDigest) { try PolicyBundle(copying: damaged) }
    let file = try TemporaryFile(damaged)
    #expect(throws: wrongDigest) { try PolicyBundle(path: file.path) }
    damaged.replaceSubrange(end..., with: BundleDigest.of(first: end, of: damaged))
    let wrongSlots = #expect(throws: BundleError.self) { try PolicyBundle(copying: damaged) }
    #expect(wrongSlots != wrongDigest)
  }

  @Test func sectionsStandOneAfterTheOther() throws {
    let sections = try PolicyBundle(copying: bytes).sections
    #expect(sections.count == Section.allCases.count)
    for (left, right) in zip(sections, sections.dropFirst()) {
      #expect(right.offset == TableLayout.aligned(left.offset + left.length))
    }
  }

  @Test func filesThatAreNoBundles() throws {
    let file = try TemporaryFile(bytes)
    let missing = file.path + ".missing"
    let noFile = "cannot open `\(missing)`: No such file or directory"
    #expect(throws: BundleError.file(noFile)) { try PolicyBundle(path: missing) }
    #expect(throws: BundleError.file(noFile)) { try PolicyBundle(inPlace: missing) }
    let folder = BundleError.file("cannot read `/tmp`: not a regular file")
    #expect(throws: folder) { try PolicyBundle(path: "/tmp") }
    // Nobody writes to the pipe; opening it must not wait for that.
    let pipe = file.path + ".pipe"
    let made = unsafe mkfifo(pipe, 0o600)
    try #require(made == 0)
    defer { unsafe unlink(pipe) }
    let noPipe = BundleError.file("cannot read `\(pipe)`: not a regular file")
    #expect(throws: noPipe) { try PolicyBundle(path: pipe) }
  }

  @Test(arguments: [0, 1, 287, 288, 1000])
  func filesThatAreCut(length: Int) throws {
    let file = try TemporaryFile(Array(bytes.prefix(length)))
    #expect(throws: BundleError.self) { try PolicyBundle(path: file.path) }
    #expect(throws: BundleError.self) { try PolicyBundle(inPlace: file.path) }
  }

  @Test func theReasonSaysWhatAndWhere() {
    func refusal(_ change: (inout [UInt8]) -> Void) -> BundleError? {
      var changed = bytes
      change(&changed)
      do {
        _ = try PolicyBundle(copying: changed)
        return nil
      } catch {
        return error
      }
    }
    #expect(refusal { $0[0] = 0 } == .refused(.magic, offset: 0))
    #expect(refusal { $0[8] = 3 } == .refused(.version, offset: 8))
    #expect(refusal { $0[16] = 2 } == .refused(.flags, offset: 16))
    #expect(refusal { $0.removeLast() } == .refused(.truncated, offset: 24))
    #expect(refusal { $0.append(0) } == .refused(.trailing, offset: bytes.count))
    let end = bytes.count - 32
    let digest = refusal { $0[end] ^= 1 }
    #expect(digest == .refused(.digest, offset: end))
    #expect(digest?.description == "the digest is not that of the bytes (at byte \(end))")
  }
}

/// A file in the folder for temporary files, removed with the last reference.
private final class TemporaryFile {
  let path: String

  init(_ bytes: [UInt8]) throws {
    path = "/tmp/tenantpolicy-test-\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
    try write(bytes)
  }

  deinit {
    unsafe unlink(path)
  }

  func write(_ bytes: [UInt8]) throws {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    let written = unsafe Glibc.write(descriptor, bytes, bytes.count)
    #expect(written == bytes.count)
  }
}
