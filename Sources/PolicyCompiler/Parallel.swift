import Glibc
import Synchronization

/// Calls `body` with 0 ..< `count` on up to `threads` threads; the results are in the order of the
/// indices, whichever thread made them.
///
/// Plain POSIX threads: a task group costs milliseconds of start-up in a static executable.
func parallelMap<Result: Sendable>(
  count: Int, threads: Int, _ body: @escaping @Sendable (Int) -> Result
) -> [Result] {
  guard threads > 1, count > 1 else { return (0..<count).map(body) }
  let work = Work(count: count, body)
  var others: [pthread_t] = []
  for _ in 1..<min(threads, count) {
    if let thread = start({ work.run() }) { others.append(thread) }
  }
  work.run()
  for thread in others { pthread_join(thread, nil) }
  return work.results()
}

/// The indices that are still to be done, and what came of those that are.
private final class Work<Result: Sendable>: Sendable {
  private let count: Int
  private let body: @Sendable (Int) -> Result
  private let next = Atomic<Int>(0)
  private let done = Mailbox<(Int, Result)>()

  init(count: Int, _ body: @escaping @Sendable (Int) -> Result) {
    self.count = count
    self.body = body
  }

  func run() {
    var own: [(Int, Result)] = []
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < count else { break }
      own.append((index, body(index)))
    }
    done.put(own)
  }

  func results() -> [Result] {
    done.take().sorted { $0.0 < $1.0 }.map(\.1)
  }
}

/// A list that threads put into.
///
/// INVARIANT: `contents` is only touched while the mutex is held.
@safe private final class Mailbox<Element>: @unchecked Sendable {
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private var contents: [Element] = []

  init() {
    unsafe mutex = .allocate(capacity: 1)
    unsafe mutex.initialize(to: pthread_mutex_t())
    unsafe pthread_mutex_init(mutex, nil)
  }

  deinit {
    unsafe pthread_mutex_destroy(mutex)
    unsafe mutex.deallocate()
  }

  func put(_ elements: [Element]) {
    unsafe pthread_mutex_lock(mutex)
    contents += elements
    unsafe pthread_mutex_unlock(mutex)
  }

  func take() -> [Element] {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    return contents
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
