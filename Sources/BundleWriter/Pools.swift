/// Variable-length data, each distinct value once, in the order in which values are first added.
struct Pool<Element: Hashable> {
  private(set) var elements: [Element] = []
  private var starts: [[Element]: UInt32] = [:]

  /// Adds a value unless it is there.
  mutating func add(_ value: [Element]) throws(BundleWriteError) {
    guard starts[value] == nil else { return }
    guard elements.count + value.count <= UInt32.max else { throw .tooMuch("strings or lists") }
    starts[value] = UInt32(elements.count)
    elements.append(contentsOf: value)
  }

  /// Where a value that was added begins.
  func start(of value: [Element]) -> Int { Int(starts[value] ?? 0) }
}

/// The strings and the lists of a bundle. Strings are told apart by their bytes, not as Swift
/// compares them.
struct Pools {
  private(set) var strings = Pool<UInt8>()
  private(set) var lists = Pool<Int64>()

  mutating func add(_ text: String) throws(BundleWriteError) {
    try strings.add(Array(text.utf8))
  }

  mutating func add(_ list: [Int64]) throws(BundleWriteError) {
    try lists.add(list)
  }
}

extension Output {
  /// A reference to a string that is in the pool: offset and length.
  mutating func put(_ text: String, from pools: Pools, at offset: Int) {
    let bytes = Array(text.utf8)
    put(UInt32(pools.strings.start(of: bytes)), at: offset)
    put(UInt32(bytes.count), at: offset + 4)
  }

  /// A reference to a list that is in the pool: first cell and count.
  mutating func put(_ list: [Int64], from pools: Pools, at offset: Int) {
    put(UInt32(pools.lists.start(of: list)), at: offset)
    put(UInt32(list.count), at: offset + 4)
  }
}
