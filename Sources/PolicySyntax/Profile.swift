import PolicyDiagnostics

/// What the profile refuses of single nodes: properties, keys, and the text of scalars.
extension DocumentBuilder {
  /// Whether a scalar needs a closer look. Most do not: plain words of one line, with nothing in
  /// the file that a value could hide.
  @inline(__always)
  func isUnusual(_ record: NodeRecord, isMultiline: Bool) -> Bool {
    let length = Int(record.textLength)
    return isMultiline || hasTabs || hasInvisible || record.style != .plain || length <= 2
      || length > usualBytes || record.end &- record.start != record.textLength
  }

  /// A closer look at the scalar added last: properties, limits, and all that this file refuses.
  mutating func inspectScalar(length: Int, hasProperties: Bool) {
    guard var record = document.nodes.last else { return }
    let index = document.nodes.count - 1
    if record.style == .literal || record.style == .folded {
      record.end = endWithoutBlanks(from: record.start, to: record.end)
      checkHeader(of: record)
    }
    let span = SourceSpan(source, from: record.start, to: record.end)
    if length > limits.scalarBytes {
      record.textLength = 0
      raise(.scalarTooLong(length, limits.scalarBytes, at: span))
    }
    document.nodes[index] = record
    let first = record.start < record.end ? byte(at: Int(record.start)) : 0
    if hasProperties || first == 0x21 && record.style == .plain {
      raiseProperties(at: Int(record.start))
    } else if first == 0x2A && record.style == .plain {
      raise(.alias(at: span))
    }
    if parent.isAfterKey { checkKey(record, length) }
    checkLines(of: record)
    if record.style == .doubleQuoted { checkEscapes(of: record) }
    if parent.isFlow { checkFlowScalar(index) }
  }

  /// A block scalar reaches to the last line that is not blank.
  private func endWithoutBlanks(from start: UInt32, to end: UInt32) -> UInt32 {
    var end = end
    while end > start + 1, [0x20, 0x0A, 0x0D, 0x09].contains(byte(at: Int(end) - 1)) { end -= 1 }
    return end
  }

  /// Anchors and tags, also a lone `!`, which libyaml forgets.
  mutating func raiseProperties(at start: Int) {
    var end = start
    while end < bytes.count, bytes[end] > 0x20, !isFlowIndicator(bytes[end]) { end += 1 }
    let span = SourceSpan(source, from: start, to: end)
    raise(byte(at: start) == 0x26 ? .anchor(at: span) : .tag(at: span))
  }

  private func isFlowIndicator(_ byte: UInt8) -> Bool {
    byte == 0x2C || byte == 0x5B || byte == 0x5D || byte == 0x7B || byte == 0x7D
  }

  mutating func checkCollection(_ index: Int, isFlow: Bool, hasBrackets: Bool) {
    let start = Int(document.nodes[index].start)
    if parent.isAtKey {
      if start != questionMarkEnd { raise(.complexKey(at: place(start, length: 1))) }
    } else if isFlow && !hasBrackets && byte(at: start) != 0x3F && parent.kind == .sequence {
      raise(.bracelessPair(at: place(start, length: 1)))
    }
  }

  // MARK: Keys

  private mutating func checkKey(_ key: NodeRecord, _ length: Int) {
    let span = SourceSpan(source, from: key.start, to: key.end)
    if length > limits.keyBytes {
      raise(.keyTooLong(length, limits.keyBytes, at: span))
    } else if length == 0 && !isAlias(key) && Int(key.start) != questionMarkEnd {
      raise(.emptyKey(at: span))
    } else if key.style == .plain && bytesOf(key).elementsEqual([0x3C, 0x3C]) {
      raise(.mergeKey(at: span))
    }
  }

  private func isAlias(_ record: NodeRecord) -> Bool {
    record.start < record.end && byte(at: Int(record.start)) == 0x2A
  }

  // MARK: Scalars

  /// A word in brackets: a lone `-`, and a key whose colon has no space after it.
  private mutating func checkFlowScalar(_ index: Int) {
    let record = document.nodes[index]
    guard record.style == .plain, record.textLength <= 1 else { return }
    if record.textLength == 1 && bytesOf(record).first == 0x2D {
      raise(.loneDash(at: SourceSpan(source, from: record.start, to: record.end)))
    } else if record.textLength == 0 && parent.kind == .mapping && !parent.isAfterKey && index > 0 {
      checkColon(of: document.nodes[index - 1])
    }
  }

  private mutating func checkColon(of key: NodeRecord) {
    guard key.kind == .scalar, key.style == .plain, let colon = bytesOf(key).firstIndex(of: 0x3A)
    else { return }
    let place = Int(key.start) + (colon - Int(key.textStart))
    raise(
      .colonSpace(
        key: String(decoding: bytesOf(key), as: UTF8.self),
        at: SourceSpan(source, from: key.start, to: key.end), colon: self.place(place, length: 1)))
  }

  /// Lines after the first must be indented, and hold no tabs and nothing invisible.
  private mutating func checkLines(of record: NodeRecord) {
    let isQuoted = record.style == .singleQuoted || record.style == .doubleQuoted
    let isBlock = record.style == .literal || record.style == .folded
    let mustShow = hasInvisible && mustShow(isKey: parent.isAfterKey)
    var lineStart = -1
    var index = Int(record.start)
    while index < Int(record.end), index < bytes.count {
      let byte = bytes[index]
      if byte == 0x0A {
        lineStart = index + 1
      } else if byte == 0x09 && (!isQuoted || lineStart >= 0) {
        raise(.tab(at: place(index, length: 1)))
        lineStart = -1
      } else if byte >= 0x80 && mustShow {
        checkInvisible(at: index)
      }
      if byte != 0x0A && byte != 0x0D && byte != 0x20 && lineStart >= 0 {
        if !isBlock && index - lineStart <= parent.indent { raiseContinuation(at: index) }
        lineStart = -1
      }
      index += 1
    }
  }

  /// `|` and `>` may be followed by a comment, after a space.
  private mutating func checkHeader(of record: NodeRecord) {
    var index = Int(record.start)
    while index < Int(record.end), bytes[index] != 0x0A, bytes[index] != 0x23 { index += 1 }
    if byte(at: index) == 0x23 { checkCommentStart(index) }
  }

  private mutating func checkEscapes(of record: NodeRecord) {
    guard bytes[Int(record.start)..<Int(record.end)].contains(0x5C) else { return }
    checkDecoded(record, isKey: parent.isAfterKey)
  }

  // MARK: Small questions

  func bytesOf(_ record: NodeRecord) -> ArraySlice<UInt8> {
    document.text[Int(record.textStart)..<(Int(record.textStart) + Int(record.textLength))]
  }

  func isEmptyPlain(_ record: NodeRecord) -> Bool {
    record.kind == .scalar && record.style == .plain && record.start == record.end
  }

  private func place(_ start: Int, length: Int) -> SourceSpan {
    SourceSpan(source, from: start, to: start + length)
  }
}
