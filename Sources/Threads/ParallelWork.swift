import Glibc
import Synchronization

/// Calls `work` with 0 ..< `count` on up to `threads` threads, each of which keeps what comes of it in
/// a state of its own: in ascending order, but not all that lies between.
///
/// Plain POSIX threads: a task group costs milliseconds of start-up in a static executable.
///
/// - Returns: the states; which of them has seen what differs from run to run.
package func parallelWork<State: Sendable>(
  count: Int, threads: Int, from state: State,
  _ work: @escaping @Sendable (inout State, Int) -> Void
) -> [State] {
  let next = SharedCounter(count)
  let workers = (0..<max(min(threads, count), 1)).map { _ in Worker(state, work, next) }
  let others = workers.dropFirst().compactMap { worker in start { worker.run() } }
  workers.first?.run()
  for thread in others { pthread_join(thread, nil) }
  return workers.map(\.state)
}

/// What `work` makes of 0 ..< `count`, in that order, on up to `threads` threads.
package func parallelMap<Result: Sendable>(
  count: Int, threads: Int, _ work: @escaping @Sendable (Int) -> Result
) -> [Result] {
  guard threads > 1, count > 1 else { return (0..<count).map(work) }
  let parts = parallelWork(count: count, threads: threads, from: [(Int, Result)]()) {
    $0.append(($1, work($1)))
  }
  var results = [Result?](repeating: nil, count: count)
  for (index, result) in parts.joined() { results[index] = result }
  return results.compactMap(\.self)
}

/// Counts up to a limit, for several threads.
private final class SharedCounter: Sendable {
  private let count: Int
  private let numbers = Atomic<Int>(0)

  init(_ count: Int) {
    self.count = count
  }

  func next() -> Int? {
    let number = numbers.wrappingAdd(1, ordering: .relaxed).oldValue
    return number < count ? number : nil
  }
}

/// One of several threads that share some work.
///
/// INVARIANT: `state` is only touched by the thread that runs the worker, and when that has ended.
private final class Worker<State: Sendable>: @unchecked Sendable {
  private(set) var state: State
  private let work: @Sendable (inout State, Int) -> Void
  private let numbers: SharedCounter

  init(
    _ state: State, _ work: @escaping @Sendable (inout State, Int) -> Void,
    _ numbers: SharedCounter
  ) {
    self.state = state
    self.work = work
    self.numbers = numbers
  }

  func run() {
    while let number = numbers.next() { work(&state, number) }
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
func start(_ body: @escaping @Sendable () -> Void) -> pthread_t? {
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
