import PolicySyntax

/// How a scalar that is no block scalar is written: one line, or several whose breaks are kept.
///
/// Lines after the first are without indentation, and empty for blank ones, which count.
func scalarLines(_ node: Node, in bytes: [UInt8]) -> [ArraySlice<UInt8>] {
  let written = bytes[Int(node.record.start)..<Int(node.record.end)]
  guard written.contains(0x0A) else { return [oneLine(node, written)] }
  let lines = written.split(separator: 0x0A, omittingEmptySubsequences: false)
  return lines.indices.map { index in
    let line = index == 0 ? lines[index] : lines[index].drop(while: isSpace)
    if index == lines.count - 1 { return line }
    return withoutTrailingSpace(line, hasEscapes: node.record.style == .doubleQuoted)
  }
}

/// A key, on one line: in brackets one without a value may be of several, which no block can hold.
func keyText(_ node: Node, in bytes: [UInt8]) -> ArraySlice<UInt8> {
  let lines = scalarLines(node, in: bytes)
  if let line = lines.first, lines.count == 1 { return line }
  return readsAsTextWithoutQuotes(node.bytes) ? node.bytes : inDoubleQuotes(node.bytes)
}

/// Text of a policy holds no other characters that need an escape.
private func inDoubleQuotes(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  let escapes: [UInt8: String] = [0x09: "\\t", 0x0A: "\\n", 0x22: "\\\"", 0x5C: "\\\\"]
  let escaped = text.flatMap { byte in escapes[byte].map { Array($0.utf8) } ?? [byte] }
  return [0x22] + escaped[...] + [0x22]
}

/// Without the quotes where they say nothing; in double quotes where those need no escapes.
private func oneLine(_ node: Node, _ written: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  let text = node.bytes
  let style = node.record.style
  guard style == .singleQuoted || style == .doubleQuoted else { return written }
  if readsAsTextWithoutQuotes(text) { return text }
  guard style == .singleQuoted, needsNoEscape(text) else { return written }
  return [UInt8(ascii: "\"")] + text + [UInt8(ascii: "\"")]
}

/// Whether the plain form is the same text for every reader of YAML, 1.1 or 1.2, in a block and in
/// brackets: words of letters, digits and `_ - . /` that begin with a letter and are no constant.
func readsAsTextWithoutQuotes(_ text: ArraySlice<UInt8>) -> Bool {
  guard let first = text.first, isLetter(first), text.last != 0x20,
    text.allSatisfy({ isLetter($0) || (0x30...0x39).contains($0) || " _-./".utf8.contains($0) })
  else { return false }
  return !constants.contains(String(decoding: text, as: UTF8.self).lowercased())
}

private let constants: Set<String> = [
  "y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf",
]

private func isLetter(_ byte: UInt8) -> Bool {
  (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
}

private func needsNoEscape(_ text: ArraySlice<UInt8>) -> Bool {
  text.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
}

/// Space before a line break is no part of a scalar, unless a backslash stands before it.
private func withoutTrailingSpace(
  _ line: ArraySlice<UInt8>, hasEscapes: Bool
) -> ArraySlice<UInt8> {
  var end = line.endIndex
  while end > line.startIndex, isSpace(line[end - 1]) { end -= 1 }
  let isEscaped = line[..<end].reversed().prefix { $0 == UInt8(ascii: "\\") }.count % 2 == 1
  if hasEscapes && isEscaped && end < line.endIndex && line[end] != 0x0D { end += 1 }
  return line[..<end]
}
