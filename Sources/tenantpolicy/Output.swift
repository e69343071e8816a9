import Synchronization

/// Where a command writes: results to standard output, everything else to standard error.
struct Output: Sendable {
  /// One of the words of the command's `--format`.
  let format: String
  let isQuiet: Bool
  let coloursResults: Bool
  /// Columns to fill.
  let width: Int

  init(_ arguments: ParsedArguments) {
    format = arguments.value(of: .anyFormat) ?? "human"
    isQuiet = arguments.has(.quiet)
    let wish = arguments.value(of: .color) ?? "auto"
    coloursResults = isColoured(wish)
    width = displayWidth()
  }

  /// Writes a result, which is what others read: that it cannot be written fails the command.
  func result(_ text: String) throws(CommandError) {
    try writeResult(text)
  }

  /// Says something to whoever watches; no result depends on it.
  func say(_ text: String) {
    if !isQuiet { writeMessage(text) }
  }
}

/// Whether anything of a result stands on standard output.
let hasWrittenResult = Atomic(false)

/// Writes to standard output. A reader that went away (`| head`) is no reason for a message.
func writeResult(_ text: String) throws(CommandError) {
  guard !text.isEmpty else { return }
  hasWrittenResult.store(true, ordering: .relaxed)
  do throws(SystemError) {
    try writeAll(Array(text.utf8), to: 1)
  } catch {
    throw error == .brokenPipe
      ? .readerGone
      : CommandError(.file, "output", "cannot write to standard output: \(error.reason)")
  }
}

/// Writes to standard error. There is nowhere to say that this failed.
func writeMessage(_ text: String) {
  try? writeAll(Array(text.utf8), to: 2)
}

/// Columns to fill: what `COLUMNS` says, or the terminal; 100 where neither does.
func displayWidth() -> Int {
  let stated = environmentVariable("COLUMNS").flatMap { Int($0) }
  let width = stated ?? terminalWidth(1) ?? terminalWidth(2) ?? 100
  return min(max(width, 40), 1000)
}

private func isColoured(_ wish: String) -> Bool {
  switch wish {
  case "always": true
  case "never": false
  default:
    environmentVariable("NO_COLOR") == nil && environmentVariable("TERM") != "dumb"
      && isTerminal(1)
  }
}

extension CommandError {
  /// Nobody reads what the command writes: it ends, and says nothing.
  static let readerGone = CommandError(.file, "reader-gone", "nobody reads standard output")
}
