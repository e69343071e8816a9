import PolicyDiagnostics

/// What the profile refuses of single nodes: properties, keys, and the text of scalars.
extension DocumentBuilder {
  /// Anchors and tags, also a lone `!`, which libyaml forgets.
  @inline(__always)
  mutating func refuseProperties(anchor: Bool, tag: Bool, _ start: Mark, _ end: Mark) {
    if start.character == end.character { return }
    let place = offset(of: start)
    let first = byte(at: place)
    if anchor || tag || first == 0x21 { raiseProperties(anchor: anchor, first: first, at: place) }
  }

  private mutating func raiseProperties(anchor: Bool, first: UInt8, at start: Int) {
    var end = start
    while end < bytes.count, bytes[end] > 0x20, !isFlowIndicator(bytes[end]) { end += 1 }
    let span = SourceSpan(source, from: start, to: end)
    raise(anchor && first == 0x26 ? .anchor(at: span) : .tag(at: span))
  }

  private func isFlowIndicator(_ byte: UInt8) -> Bool {
    byte == 0x2C || byte == 0x5B || byte == 0x5D || byte == 0x7B || byte == 0x7D
  }

  @inline(__always)
  mutating func checkScalar(_ index: Int, isMultiline: Bool) {
    let record = document.nodes[index]
    if parent.isAtKey { checkKey(record) }
    if isMultiline || text.hasTabs || text.hasInvisible { checkLines(of: record) }
    if record.style == .doubleQuoted { checkEscapes(of: record) }
    if parent.isFlow { checkFlowScalar(record) }
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

  @inline(__always)
  private mutating func checkKey(_ key: NodeRecord) {
    let length = Int(key.textLength)
    if length == 0 || length == 2 || length > limits.keyBytes { checkUnusualKey(key) }
  }

  private mutating func checkUnusualKey(_ key: NodeRecord) {
    let span = SourceSpan(source, from: key.start, to: key.end)
    let length = Int(key.textLength)
    if length == 0 && !isAlias(key) && Int(key.start) != questionMarkEnd {
      raise(.emptyKey(at: span))
    } else if length > limits.keyBytes {
      raise(.keyTooLong(length, limits.keyBytes, at: span))
    } else if key.style == .plain && bytesOf(key).elementsEqual([0x3C, 0x3C]) {
      raise(.mergeKey(at: span))
    }
  }

  private func isAlias(_ record: NodeRecord) -> Bool {
    record.start < record.end && byte(at: Int(record.start)) == 0x2A
  }

  // MARK: Scalars

  /// A word in brackets: a lone `-`, and a key whose colon has no space after it.
  private mutating func checkFlowScalar(_ record: NodeRecord) {
    guard record.style == .plain, record.textLength <= 1 else { return }
    if record.textLength == 1 && bytesOf(record).first == 0x2D {
      raise(.loneDash(at: SourceSpan(source, from: record.start, to: record.end)))
    } else if record.textLength == 0 && parent.kind == .mapping && !parent.isAtKey {
      checkColon(of: document.nodes[parent.lastChild])
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
    var lineStart = -1
    var index = Int(record.start)
    while index < Int(record.end), index < bytes.count {
      let byte = bytes[index]
      if byte == 0x0A {
        lineStart = index + 1
      } else if byte == 0x09 && (!isQuoted || lineStart >= 0) {
        raise(.tab(at: place(index, length: 1)))
      } else if byte >= 0x80 && text.hasInvisible {
        checkInvisible(at: index)
      }
      if byte != 0x0A && byte != 0x0D && byte != 0x20 && lineStart >= 0 {
        if !isBlock && index - lineStart <= parent.indent { raiseContinuation(at: index) }
        lineStart = -1
      }
      index += 1
    }
  }

  private mutating func checkInvisible(at index: Int) {
    guard let scalar = DecodedScalar(bytes, at: index, end: bytes.count),
      HiddenCharacter(scalar.value) == .invisible
    else { return }
    raise(.invisible(scalar.value, at: place(index, length: scalar.length)))
  }

  /// What a double-quoted scalar brings in by an escape.
  private mutating func checkEscapes(of record: NodeRecord) {
    // Without escapes and line breaks the text is as long as what stands between the quotes.
    if Int(record.end) - Int(record.start) == Int(record.textLength) + 2 { return }
    let end = Int(record.textStart) + Int(record.textLength)
    var index = Int(record.textStart)
    while let scalar = DecodedScalar(document.text, at: index, end: end) {
      index += scalar.length
      if isHidden(scalar.value) && !(text.hasInvisible && HiddenCharacter(scalar.value) != nil) {
        let span = SourceSpan(source, from: record.start, to: record.end)
        raise(.hiddenEscape(scalar.value, at: span))
        return
      }
    }
  }

  private func isHidden(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x09, 0x0A, 0x20..<0x7F: false
    case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029, 0xFFFE, 0xFFFF: true
    default: HiddenCharacter(scalar) != nil
    }
  }

  /// The end of a scalar's own text: a block scalar reaches to the last line that is not blank.
  @inline(__always)
  func endOfText(_ style: ScalarStyle, from start: Int, to end: Int) -> Int {
    style == .literal || style == .folded ? endWithoutBlanks(from: start, to: end) : end
  }

  private func endWithoutBlanks(from start: Int, to end: Int) -> Int {
    var end = min(end, bytes.count)
    while end > start + 1, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[end - 1]) { end -= 1 }
    return end
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
