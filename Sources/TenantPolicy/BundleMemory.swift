internal import CSodium
internal import Glibc

/// The bytes of a bundle: read-only, never moved, released with the last reference.
///
/// This file is the only one of the target that touches memory by address. Every read states its
/// offset and is checked against the length, whatever was checked before.
///
/// INVARIANT: `base` leads to `count` readable bytes for as long as the object lives. Nobody writes
/// to them, except that a file that was mapped in place can change under its reader.
@safe final class BundleMemory: @unchecked Sendable {
  private let base: UnsafeRawPointer
  let count: Int

  private init(_ base: UnsafeRawPointer, count: Int) {
    unsafe self.base = base
    self.count = count
  }

  deinit {
    unsafe munmap(UnsafeMutableRawPointer(mutating: base), count)
  }

  /// The integer at `offset`, or `nil` if it does not lie within the bytes.
  @inline(__always)
  func load<Value: FixedWidthInteger & BitwiseCopyable>(
    _ type: Value.Type, at offset: Int
  ) -> Value? {
    guard offset >= 0, offset <= count &- MemoryLayout<Value>.size else { return nil }
    defer { extendLifetime(self) }
    return unsafe Value(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: type))
  }

  /// Whether the 16 bits at each of two offsets are `tag`: bit 0 for the first, bit 1 for the second,
  /// which is not the smaller one. Computed without a branch, since the outcome cannot be predicted.
  @inline(__always)
  func matches(of tag: UInt16, at first: Int, _ second: Int) -> UInt32 {
    guard first >= 0, first <= second, second <= count &- 2 else { return 0 }
    defer { extendLifetime(self) }
    let firstTag = unsafe UInt16(
      littleEndian: base.loadUnaligned(fromByteOffset: first, as: UInt16.self))
    let secondTag = unsafe UInt16(
      littleEndian: base.loadUnaligned(fromByteOffset: second, as: UInt16.self))
    // One less than a difference of 16 bits has its top bit set exactly if there is no difference.
    return (UInt32(firstTag ^ tag) &- 1) >> 31 | ((UInt32(secondTag ^ tag) &- 1) >> 31) << 1
  }

  @inline(__always)
  func contains(_ range: Range<Int>) -> Bool {
    range.lowerBound >= 0 && range.upperBound <= count
  }

  /// Whether the bytes from `offset` are those of `key`.
  @inline(__always)
  func holds(_ key: Span<UInt8>, at offset: Int) -> Bool {
    let length = key.count
    guard offset >= 0, length <= count, offset <= count &- length else { return false }
    defer { extendLifetime(self) }
    let bytes = unsafe UnsafeRawBufferPointer(start: base + offset, count: length)
    let stored = unsafe Span<UInt8>(_unsafeBytes: bytes)
    var position = 0
    while position &+ 8 < length {
      guard stored.word(at: position) == key.word(at: position) else { return false }
      position &+= 8
    }
    return stored.lastWord == key.lastWord
  }

  /// The bytes of a range, copied; empty if the range does not lie within the bundle.
  func bytes(in range: Range<Int>) -> [UInt8] {
    guard contains(range) else { return [] }
    defer { extendLifetime(self) }
    return unsafe Array(UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count))
  }

  /// The text of a range, or `nil` if it is not UTF-8 within the bundle.
  func text(in range: Range<Int>) -> String? {
    guard contains(range) else { return nil }
    defer { extendLifetime(self) }
    let bytes = unsafe UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count)
    return unsafe String(validating: bytes, as: UTF8.self)
  }

  /// The first byte of a range that is not zero, or that does not lie within the bundle.
  func firstNonzero(in range: Range<Int>) -> Int? {
    var offset = range.lowerBound
    while range.upperBound - offset >= 8, load(UInt64.self, at: offset) == 0 { offset += 8 }
    return (offset..<range.upperBound).first { load(UInt8.self, at: $0) != 0 }
  }

  /// Whether the bytes of one range come before those of another, as in `memcmp`. By words of which none
  /// reaches beyond its range: what lies there may not have been fetched.
  @inline(__always)
  func precedes(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
    let common = min(left.count, right.count)
    var offset = 0
    while common &- offset >= 8 {
      guard let mine = load(UInt64.self, at: left.lowerBound &+ offset),
        let other = load(UInt64.self, at: right.lowerBound &+ offset)
      else { return false }
      if mine != other { return mine.byteSwapped < other.byteSwapped }
      offset &+= 8
    }
    while offset < common {
      guard let mine = load(UInt8.self, at: left.lowerBound &+ offset),
        let other = load(UInt8.self, at: right.lowerBound &+ offset)
      else { return false }
      if mine != other { return mine < other }
      offset &+= 1
    }
    return left.count < right.count
  }

  /// Whether all bytes of a range are printable ASCII, the space not among them.
  @inline(__always)
  func isGraphic(_ range: Range<Int>) -> Bool {
    var offset = range.lowerBound
    while range.upperBound &- offset >= 8 {
      guard let word = load(UInt64.self, at: offset), word.isOfGraphicBytes else { return false }
      offset &+= 8
    }
    while offset < range.upperBound {
      guard let byte = load(UInt8.self, at: offset), TableLayout.idBytes.contains(byte) else {
        return false
      }
      offset &+= 1
    }
    return true
  }

  /// Whether a range and one of other memory hold the same bytes.
  func holds(_ range: Range<Int>, sameAs other: BundleMemory, _ others: Range<Int>) -> Bool {
    guard range.count == others.count, contains(range), other.contains(others) else { return false }
    defer {
      extendLifetime(self)
      extendLifetime(other)
    }
    return unsafe memcmp(
      base + range.lowerBound, other.base + others.lowerBound, range.count) == 0
  }

  /// The bytes of a range, to be read while `body` runs; `nil` if they do not lie within the bundle.
  func withSpan<Result>(of range: Range<Int>, _ body: (Span<UInt8>) -> Result?) -> Result? {
    guard contains(range) else { return nil }
    defer { extendLifetime(self) }
    let bytes = unsafe UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count)
    return unsafe body(Span<UInt8>(_unsafeBytes: bytes))
  }

  /// The order of the bytes of a range and of a text: negative, zero or positive, as in `memcmp`.
  func compare(_ range: Range<Int>, _ text: Span<UInt8>) -> Int {
    guard contains(range) else { return -1 }
    defer { extendLifetime(self) }
    let common = unsafe text.withUnsafeBytes { text in
      guard let start = text.baseAddress, range.count > 0 else { return Int32(0) }
      return unsafe memcmp(base + range.lowerBound, start, min(range.count, text.count))
    }
    return common != 0 ? Int(common) : range.count - text.count
  }

  /// The hash of an id that lies in the bundle.
  func hash(ofIDIn range: Range<Int>, key: UInt64) -> UInt64? {
    guard contains(range) else { return nil }
    defer { extendLifetime(self) }
    let bytes = unsafe UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count)
    return unsafe TenantHash.hash(Span<UInt8>(_unsafeBytes: bytes), key: key)
  }

  /// BLAKE2b-256 of a range; empty if the range does not lie within the bundle.
  func digest(of range: Range<Int>) -> [UInt8] {
    guard contains(range) else { return [] }
    defer { extendLifetime(self) }
    return unsafe BundleDigest.of(
      UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count))
  }

  /// What is signed of the bytes, where it is not they themselves.
  var prehash: [UInt8] {
    defer { extendLifetime(self) }
    return unsafe Ed25519.prehash(UnsafeRawBufferPointer(start: base, count: count))
  }

  /// Whether the bytes themselves were signed.
  func isSigned(_ signature: [UInt8], by key: [UInt8]) -> Bool {
    defer { extendLifetime(self) }
    return unsafe Ed25519.verify(
      signature, of: UnsafeRawBufferPointer(start: base, count: count), by: key)
  }
}

// Where the bytes come from.
extension BundleMemory {
  /// A private copy of `bytes`.
  convenience init(copying bytes: [UInt8]) throws(BundleError) {
    let memory = try unsafe Self.allocate(bytes.count)
    unsafe bytes.withUnsafeBytes { source in
      if let start = source.baseAddress {
        unsafe memory.copyMemory(from: start, byteCount: source.count)
      }
    }
    unsafe self.init(protecting: memory, count: bytes.count)
  }

  /// A private copy of a file, which nobody can change any more.
  convenience init(path: String) throws(BundleError) {
    let file = try OpenFile(path)
    let memory = try unsafe Self.allocate(file.length)
    if let error = unsafe file.read(into: memory) {
      unsafe munmap(memory, file.length)
      throw error
    }
    unsafe self.init(protecting: memory, count: file.length)
  }

  /// The file itself, mapped.
  convenience init(inPlace path: String) throws(BundleError) {
    let file = try OpenFile(path)
    let address = unsafe mmap(nil, file.length, PROT_READ, MAP_SHARED, file.descriptor, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else {
      throw .file("cannot map `\(path)`: \(errorText(errno))")
    }
    unsafe self.init(UnsafeRawPointer(address), count: file.length)
  }

  private convenience init(protecting memory: UnsafeMutableRawPointer, count: Int) {
    // A page that can no longer be written is a second guard; nothing depends on it.
    unsafe mprotect(memory, count, PROT_READ)
    unsafe self.init(UnsafeRawPointer(memory), count: count)
  }

  /// Pages of zeros, to be filled.
  private static func allocate(_ count: Int) throws(BundleError) -> UnsafeMutableRawPointer {
    guard count >= TableLayout.minimumLength else { throw .refused(.truncated, offset: count) }
    guard count <= TableLayout.maximumLength else { throw .refused(.oversize, offset: count) }
    let address = unsafe mmap(
      nil, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else {
      throw .file("cannot hold \(count) bytes of a bundle: \(errorText(errno))")
    }
    // Large pages save a random look-up a second miss, that of the page table.
    unsafe madvise(address, count, MADV_HUGEPAGE)
    return unsafe address
  }
}

/// A regular file, open for reading, with the length it had then.
private struct OpenFile: ~Copyable {
  let path: String
  let descriptor: Int32
  let length: Int

  init(_ path: String) throws(BundleError) {
    // A pipe that nobody writes to must not make its reader wait.
    var descriptor: Int32
    repeat {
      descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    } while descriptor < 0 && errno == EINTR
    guard descriptor >= 0 else {
      throw .file("cannot open `\(path)`: \(errorText(errno))")
    }
    var status = stat()
    let result = unsafe fstat(descriptor, &status)
    let trouble: BundleError? =
      if result != 0 {
        .file("cannot examine `\(path)`: \(errorText(errno))")
      } else if status.st_mode & S_IFMT != S_IFREG {
        .file("cannot read `\(path)`: not a regular file")
      } else if status.st_size < TableLayout.minimumLength {
        .refused(.truncated, offset: Int(status.st_size))
      } else if status.st_size > TableLayout.maximumLength {
        .refused(.oversize, offset: Int(status.st_size))
      } else {
        nil
      }
    if let trouble {
      close(descriptor)
      throw trouble
    }
    self.path = path
    self.descriptor = descriptor
    self.length = Int(status.st_size)
  }

  deinit {
    close(descriptor)
  }

  /// Fills `memory`, or says why that is not possible.
  func read(into memory: UnsafeMutableRawPointer) -> BundleError? {
    var filled = 0
    while filled < length {
      let count = unsafe Glibc.read(descriptor, memory + filled, length - filled)
      if count < 0 && errno == EINTR { continue }
      if count < 0 { return .file("cannot read `\(path)`: \(errorText(errno))") }
      if count == 0 { return .refused(.truncated, offset: filled) }
      filled += count
    }
    return nil
  }
}

/// In the words of the operating system.
func errorText(_ number: Int32) -> String {
  unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
    guard let start = buffer.baseAddress, unsafe strerror_r(number, start, 256) == 0 else {
      return "error \(number)"
    }
    return unsafe String(cString: start)
  }
}

/// BLAKE2b with 32 bytes, as `b2sum -l 256` prints it.
package enum BundleDigest {
  package static func of(_ bytes: [UInt8]) -> [UInt8] {
    unsafe bytes.withUnsafeBytes { unsafe of($0) }
  }

  /// The digest of the first `count` bytes.
  package static func of(first count: Int, of bytes: [UInt8]) -> [UInt8] {
    unsafe bytes.withUnsafeBytes { unsafe of(UnsafeRawBufferPointer(rebasing: $0.prefix(count))) }
  }

  fileprivate static func of(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    // Chooses the fastest code for the processor, once; without it the digest is slower, not wrong.
    _ = sodium_init()
    var digest = [UInt8](repeating: 0, count: TableLayout.digestSize)
    let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
    _ = unsafe crypto_generichash(&digest, digest.count, start, UInt64(bytes.count), nil, 0)
    return digest
  }
}

extension UInt64 {
  /// Whether each of its 8 bytes is one of `TableLayout.idBytes`, 0x21 to 0x7E: none has the top bit, none
  /// gets it when 1 is added to it, and none loses it when 0x21 is taken from it with that bit set.
  @inline(__always)
  fileprivate var isOfGraphicBytes: Bool {
    let (ones, tops): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
    let isLow = self & tops == 0
    let isBelow = (self | tops) &- 0x21 &* ones
    return isLow && (self &+ ones) & tops == 0 && isBelow & tops == tops
  }
}

extension Span<UInt8> {
  /// The 8 bytes from `offset` as an integer. The caller has checked that they are there; if they
  /// are not, the span's own check stops the program.
  @inline(__always)
  func word(at offset: Int) -> UInt64 {
    unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// The last 8 bytes as an integer; if there are fewer, those, followed by zeros.
  @inline(__always)
  var lastWord: UInt64 {
    if count >= 8 { return word(at: count &- 8) }
    if count >= 4 {
      let low = UInt64(half(at: 0))
      return low | UInt64(half(at: count &- 4)) << UInt64((count &- 4) &* 8)
    }
    return shortWord
  }

  @inline(__always)
  private func half(at offset: Int) -> UInt32 {
    unsafe UInt32(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  private var shortWord: UInt64 {
    var word: UInt64 = 0
    for offset in stride(from: count &- 1, through: 0, by: -1) {
      word = word << 8 | UInt64(self[offset])
    }
    return word
  }
}
