import PolicyDiagnostics

/// Strings, and the words that stand without quotes.
extension JSONReader {
  /// Reads the string whose quote is at `index`, and adds it to the document. Stops where it is not
  /// closed on its line.
  mutating func readString(isKey: Bool) {
    let start = index
    let textStart = document.text.count
    var hasEscapes = false
    var runStart = start + 1
    index = runStart
    while index < bytes.count, bytes[index] != 0x22, !isStopped {
      let byte = bytes[index]
      if byte == 0x5C {
        document.text.append(contentsOf: bytes[runStart..<index])
        readEscape()
        hasEscapes = true
        runStart = index
      } else if byte < 0x20 {
        guard byte == 0x09 else { break }
        raise(.tabInString(at: place(index)))
        index += 1
      } else {
        index += 1
      }
    }
    guard byte(at: index) == 0x22 else { return stop(.unclosedString(place(start))) }
    document.text.append(contentsOf: bytes[runStart..<index])
    index += 1
    addString(from: start, textStart: textStart, hasEscapes: hasEscapes, isKey: isKey)
  }

  private mutating func addString(
    from start: Int, textStart: Int, hasEscapes: Bool, isKey: Bool
  ) {
    let length = document.text.count - textStart
    let span = SourceSpan(source, from: start, to: index)
    let isTooLong = length > limits.scalarBytes
    if isTooLong {
      document.text.removeLast(length)
      raise(.scalarTooLong(length, limits.scalarBytes, at: span))
    }
    append(
      .scalar, .doubleQuoted, from: start, to: index, textStart: textStart,
      textLength: isTooLong ? 0 : length)
    if isKey { checkKey(length, at: span) }
    guard !isTooLong, let record = document.nodes.last else { return }
    if hasEscapes { checkDecoded(record, isKey: isKey) }
    if hasInvisible && mustShow(isKey: isKey) {
      for offset in start..<index where bytes[offset] >= 0xC0 { checkInvisible(at: offset) }
    }
  }

  private mutating func checkKey(_ length: Int, at span: SourceSpan) {
    if length == 0 {
      raise(.emptyKey(at: span))
    } else if length > limits.keyBytes {
      raise(.keyTooLong(length, limits.keyBytes, at: span))
    }
  }
}

// MARK: Escapes

extension JSONReader {
  /// Reads the escape whose backslash is at `index`; a wrong one adds nothing to the text.
  private mutating func readEscape() {
    let letter = byte(at: index + 1)
    if letter == 0x75 { return readCodePoint() }
    guard let value = shortEscape(letter) else {
      raise(.wrongEscape(at: escapeSpan(length: letter < 0x20 ? 1 : 2)))
      index += letter < 0x20 || letter >= 0x80 ? 1 : 2
      return
    }
    document.text.append(value)
    index += 2
  }

  private func shortEscape(_ letter: UInt8) -> UInt8? {
    switch letter {
    case 0x22, 0x2F, 0x5C: letter
    case 0x62: 0x08
    case 0x66: 0x0C
    case 0x6E: 0x0A
    case 0x72: 0x0D
    case 0x74: 0x09
    default: nil
    }
  }

  /// `\uXXXX`, or two of them that are one character together.
  private mutating func readCodePoint() {
    guard let first = codeUnit(at: index) else {
      raise(.wrongEscape(at: escapeSpan(length: 2)))
      index += 2
      return
    }
    var value = first
    var length = 6
    if (0xD800...0xDBFF).contains(first), let second = codeUnit(at: index + 6),
      (0xDC00...0xDFFF).contains(second)
    {
      value = 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
      length = 12
    }
    if let scalar = Unicode.Scalar(value) {
      document.text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    } else {
      raise(.loneSurrogate(at: escapeSpan(length: length)))
    }
    index += length
  }

  /// The value of `\uXXXX` at an offset; `nil` when no such escape is there.
  private func codeUnit(at offset: Int) -> UInt32? {
    guard byte(at: offset) == 0x5C, byte(at: offset + 1) == 0x75, offset + 6 <= bytes.count
    else { return nil }
    var value: UInt32 = 0
    for byte in bytes[(offset + 2)..<(offset + 6)] {
      guard let digit = hexadecimalDigit(byte) else { return nil }
      value = value << 4 | digit
    }
    return value
  }

  private func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte - 0x30)
    case 0x41...0x46: UInt32(byte - 0x41 + 10)
    case 0x61...0x66: UInt32(byte - 0x61 + 10)
    default: nil
    }
  }

  /// The bytes of an escape at `index`, ended where a character ends.
  private func escapeSpan(length: Int) -> SourceSpan {
    var end = min(index + length, bytes.count)
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return SourceSpan(source, from: index, to: end)
  }
}

// MARK: Words

extension JSONReader {
  /// Reads what stands at `index` without quotes: a number, `true`, `false` or `null`.
  mutating func readWord() {
    let end = bytes[index...].firstIndex(where: endsWord) ?? bytes.count
    guard end > index, bytes[index] != 0x27 else {
      return stop(end > index ? .singleQuote(at: place(index)) : .missingValue(at: place(index)))
    }
    let span = SourceSpan(source, from: index, to: end)
    let word = bytes[index..<end]
    if word.count > limits.scalarBytes {
      raise(.scalarTooLong(word.count, limits.scalarBytes, at: span))
    } else if !isLiteral(word) && !isNumber(word) {
      raise(.noValue(String(decoding: word.prefix(40), as: UTF8.self), at: self.word(at: index)))
    }
    let length = min(word.count, limits.scalarBytes)
    append(
      .scalar, .plain, from: index, to: end, textStart: document.text.count, textLength: length)
    document.text.append(contentsOf: word.prefix(length))
    index = end
  }

  private func endsWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0...0x20, 0x22, 0x2C, 0x3A, 0x5B, 0x5D, 0x7B, 0x7D: true
    default: false
    }
  }

  private func isLiteral(_ word: ArraySlice<UInt8>) -> Bool {
    word.elementsEqual("true".utf8) || word.elementsEqual("false".utf8)
      || word.elementsEqual("null".utf8)
  }

  /// `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
  private func isNumber(_ word: ArraySlice<UInt8>) -> Bool {
    var rest = word
    if rest.first == 0x2D { rest = rest.dropFirst() }
    let whole = rest.prefix(while: isDigit)
    guard !whole.isEmpty, whole.first != 0x30 || whole.count == 1 else { return false }
    rest = rest[whole.endIndex...]
    if rest.first == 0x2E {
      let fraction = rest.dropFirst().prefix(while: isDigit)
      guard !fraction.isEmpty else { return false }
      rest = rest[fraction.endIndex...]
    }
    if rest.first == 0x65 || rest.first == 0x45 {
      rest = rest.dropFirst()
      if rest.first == 0x2B || rest.first == 0x2D { rest = rest.dropFirst() }
      guard !rest.isEmpty else { return false }
      rest = rest.drop(while: isDigit)
    }
    return rest.isEmpty
  }

  private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
