import Glibc

/// What another thread works out while this one goes on.
///
/// INVARIANT: `result` is only touched by that thread, and when it has ended.
package final class Pending<Value: Sendable>: @unchecked Sendable {
  private let work: @Sendable () -> Value
  private var result: Value?
  private var thread: pthread_t?

  /// - Parameter threads: with one, the work is done when its value is asked for.
  package init(threads: Int, _ work: @escaping @Sendable () -> Value) {
    self.work = work
    guard threads > 1 else { return }
    thread = start { [self] in result = work() }
  }

  deinit {
    if let thread { pthread_detach(thread) }
  }

  /// Waits for the value; to be asked for once, by the thread that made this.
  package func value() -> Value {
    if let thread { pthread_join(thread, nil) }
    thread = nil
    return result ?? work()
  }
}
