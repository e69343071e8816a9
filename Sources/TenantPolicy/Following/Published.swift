internal import Glibc
internal import Synchronization

/// A reference that one thread replaces while any number of others fetch it. Who fetches never waits,
/// whatever the others do; who replaces waits for those that are just fetching, and only then lets the
/// old object go.
///
/// Fetching says so in a counter, loads the pointer, retains the object and takes itself off the
/// counter. After the pointer has been replaced, whoever can have the old one is on a counter; an object
/// is let go once each counter has been seen at zero. There are two sets of counters, of which readers
/// use one and then the other, so that newcomers cannot keep a counter from ever being zero.
///
/// INVARIANT: the pointer leads to an object that was retained for it, or is `nil`.
@safe final class Published<Object: AnyObject & Sendable>: @unchecked Sendable {
  private let pointer: Atomic<UnsafeRawPointer?>
  private let turn = Atomic<Int>(0)
  /// For each stripe two counters; stripes stand apart, so that threads do not share a line of the cache.
  private let counters: UnsafeMutablePointer<Atomic<Int>>
  private let replacing = Lock()

  private static var stripes: Int { 64 }
  private static var stride: Int { 16 }

  init(_ object: Object?) {
    unsafe pointer = Atomic(
      object.map { unsafe UnsafeRawPointer(Unmanaged.passRetained($0).toOpaque()) })
    let count = Self.stripes * Self.stride
    unsafe counters = .allocate(capacity: count)
    for number in 0..<count { unsafe (counters + number).initialize(to: Atomic(0)) }
  }

  deinit {
    if let old = unsafe pointer.load(ordering: .acquiring) { unsafe letGo(old) }
    unsafe counters.deinitialize(count: Self.stripes * Self.stride)
    unsafe counters.deallocate()
  }

  /// The object that is published now. Takes a bounded number of steps.
  func fetch() -> Object? {
    let counter = unsafe counters + (stripe &* Self.stride + turn.load(ordering: .relaxed) & 1)
    unsafe counter.pointee.add(1, ordering: .sequentiallyConsistent)
    let fetched = unsafe pointer.load(ordering: .sequentiallyConsistent)
    if let fetched = unsafe fetched { unsafe retain(fetched) }
    unsafe counter.pointee.subtract(1, ordering: .releasing)
    guard let fetched = unsafe fetched else { return nil }
    return unsafe Unmanaged<Object>.fromOpaque(fetched).takeRetainedValue()
  }

  /// Publishes another object, or none.
  func replace(with object: Object?) {
    let new = unsafe object.map { unsafe UnsafeRawPointer(Unmanaged.passRetained($0).toOpaque()) }
    let old = unsafe replacing.withLock {
      let old = unsafe pointer.exchange(new, ordering: .sequentiallyConsistent)
      if unsafe old != nil { waitForReaders() }
      return unsafe old
    }
    if let old = unsafe old { unsafe letGo(old) }
  }

  private func waitForReaders() {
    let current = turn.load(ordering: .relaxed)
    drain(1 - current)
    turn.store(1 - current, ordering: .sequentiallyConsistent)
    drain(current)
  }

  /// Returns when each counter of a set has been zero since the call.
  private func drain(_ set: Int) {
    for stripe in 0..<Self.stripes {
      let counter = unsafe counters + (stripe &* Self.stride + set)
      while unsafe counter.pointee.load(ordering: .sequentiallyConsistent) != 0 { sched_yield() }
    }
  }

  /// Threads with the same one only share a line of the cache.
  private var stripe: Int {
    let number = UInt64(pthread_self()) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: number >> 58)
  }

  private func letGo(_ object: UnsafeRawPointer) {
    unsafe Unmanaged<Object>.fromOpaque(object).release()
  }
}

/// By itself, so that it cannot be moved behind the counter.
@inline(never)
private func retain(_ object: UnsafeRawPointer) {
  _ = unsafe Unmanaged<AnyObject>.fromOpaque(object).retain()
}
