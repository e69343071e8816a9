import Glibc
import Synchronization

/// Calls `produce` with 0 ..< `count` on up to `threads` threads, and puts what comes of it into a
/// state: in the order of the indices, one at a time, each as soon as those before it are in. The
/// state does not depend on the threads, and no more is held than what waits for its turn.
///
/// Plain POSIX threads: a task group costs milliseconds of start-up in a static executable.
func parallelFold<Element: Sendable, State: Sendable>(
  count: Int, threads: Int, into state: State,
  _ produce: @escaping @Sendable (Int) -> Element,
  _ put: @escaping @Sendable (inout State, Element) -> Void
) -> State {
  let fold = Fold(count: count, state, produce, put)
  var others: [pthread_t] = []
  for _ in 1..<max(min(threads, count), 1) {
    if let thread = start({ fold.run() }) { others.append(thread) }
  }
  fold.run()
  for thread in others { pthread_join(thread, nil) }
  return fold.state
}

/// A fold that several threads work on.
///
/// INVARIANT: `waiting`, `nextToPut` and `isPutting` are only touched while the mutex is held; `state`
/// only by the thread that has set `isPutting`, and in the end when no other thread is left.
@safe private final class Fold<Element: Sendable, State: Sendable>: @unchecked Sendable {
  private let count: Int
  private let produce: @Sendable (Int) -> Element
  private let put: @Sendable (inout State, Element) -> Void
  private let nextToProduce = Atomic<Int>(0)
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private var waiting: [Int: Element] = [:]
  private var nextToPut = 0
  private var isPutting = false
  private(set) var state: State

  init(
    count: Int, _ state: State, _ produce: @escaping @Sendable (Int) -> Element,
    _ put: @escaping @Sendable (inout State, Element) -> Void
  ) {
    self.count = count
    self.produce = produce
    self.put = put
    self.state = state
    unsafe mutex = .allocate(capacity: 1)
    unsafe mutex.initialize(to: pthread_mutex_t())
    unsafe pthread_mutex_init(mutex, nil)
  }

  deinit {
    unsafe pthread_mutex_destroy(mutex)
    unsafe mutex.deallocate()
  }

  func run() {
    while true {
      let index = nextToProduce.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < count else { return }
      let element = produce(index)
      withLock { waiting[index] = element }
      while let element = takeTurn() {
        put(&state, element)
        withLock { isPutting = false }
      }
    }
  }

  /// The element whose turn it is, if it is there and no other thread is putting one.
  private func takeTurn() -> Element? {
    withLock {
      guard !isPutting, let element = waiting.removeValue(forKey: nextToPut) else { return nil }
      nextToPut += 1
      isPutting = true
      return element
    }
  }

  private func withLock<Result>(_ body: () -> Result) -> Result {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    return body()
  }
}

/// What a new thread runs.
private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void

  init(_ run: @escaping @Sendable () -> Void) {
    self.run = run
  }
}

/// Starts a thread with a stack that is large enough for the YAML library and the formatter of
/// messages; `nil` where the system has none to give, and the caller does the work itself.
private func start(_ body: @escaping @Sendable () -> Void) -> pthread_t? {
  var thread = pthread_t()
  let boxed = unsafe Unmanaged.passRetained(ThreadBody(body))
  let status = unsafe pthread_create(
    &thread, nil,
    { argument in
      guard let argument = unsafe argument else { return nil }
      unsafe Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().run()
      return nil
    }, boxed.toOpaque())
  guard status == 0 else {
    unsafe boxed.release()
    return nil
  }
  return thread
}
