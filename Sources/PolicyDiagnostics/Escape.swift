/// Text as it may be shown on a terminal or in a log: what is invisible, moves the cursor, turns the
/// reading direction or starts a command of a build runner is written out instead.
///
/// Letters stay as they are; a control character shows as `\n` or `\u{1b}`. The result is one line.
package func escaped(_ text: String) -> String {
  var escaper = Escaper()
  var shown = ""
  shown.reserveCapacity(text.utf8.count)
  for scalar in text.unicodeScalars {
    escaper.append(.scalar(scalar), to: &shown)
  }
  return shown
}

/// The same for bytes that may not be UTF-8; a byte that is none shows as `\xff`.
package func escaped(_ bytes: ArraySlice<UInt8>) -> String {
  var escaper = Escaper()
  var shown = ""
  shown.reserveCapacity(bytes.count)
  for (unit, _) in TextUnits(bytes) {
    escaper.append(unit, to: &shown)
  }
  return shown
}

/// Escaped text that may stand first on a line: build runners obey a line that begins with `::`.
func escapedAtLineStart(_ text: String) -> String {
  let shown = escaped(text)
  let spaces = shown.prefix { $0 == " " }
  guard shown.dropFirst(spaces.count).hasPrefix("::") else { return shown }
  return spaces + "\\u{3a}" + shown.dropFirst(spaces.count + 1)
}

/// Escapes one unit after another, knowing what came before: a runner command is several of them.
struct Escaper {
  private var command = RunnerCommand()

  mutating func append(_ unit: TextUnit, to shown: inout String) {
    switch unit {
    case .strayByte(let byte):
      command = RunnerCommand()
      shown += "\\x" + hexadecimal(UInt32(byte))
    case .scalar(let scalar):
      if command.isOpened(by: scalar) || mustBeEscaped(scalar) {
        shown += escapeSequence(scalar)
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
  }
}

/// Recognises `##[` and `##word[`, which build runners obey anywhere in a line.
struct RunnerCommand {
  private var numberSigns = 0

  /// Whether this scalar, after those before it, completes the opening of a command.
  mutating func isOpened(by scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "#":
      numberSigns += 1
      return false
    case "[":
      defer { numberSigns = 0 }
      return numberSigns >= 2
    case "a"..."z", "A"..."Z", ".", "-", "_":
      if numberSigns < 2 { numberSigns = 0 }
      return false
    default:
      numberSigns = 0
      return false
    }
  }
}

/// Whether a scalar is never written raw: controls, formats, invisible ones, spaces that are not
/// U+0020, line separators, private use, and what Unicode has not assigned.
func mustBeEscaped(_ scalar: Unicode.Scalar) -> Bool {
  if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
  switch scalar.properties.generalCategory {
  case .control, .format, .surrogate, .privateUse, .unassigned: return true
  case .lineSeparator, .paragraphSeparator, .spaceSeparator: return true
  default: return scalar.properties.isDefaultIgnorableCodePoint
  }
}

private func escapeSequence(_ scalar: Unicode.Scalar) -> String {
  switch scalar {
  case "\n": "\\n"
  case "\r": "\\r"
  case "\t": "\\t"
  default: "\\u{" + String(scalar.value, radix: 16) + "}"
  }
}

/// Two hexadecimal digits, or as many as it takes.
private func hexadecimal(_ value: UInt32) -> String {
  (value < 0x10 ? "0" : "") + String(value, radix: 16)
}
