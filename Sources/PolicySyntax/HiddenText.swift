import PolicyDiagnostics

/// What a value may not hold because it cannot be seen, written as it is or by an escape.
extension DocumentReader {
  /// Whether the characters of a key, or of a value, are searched.
  func mustShow(isKey: Bool) -> Bool { isKey || !holdsProse }

  mutating func checkInvisible(at index: Int) {
    guard let scalar = DecodedScalar(bytes, at: index, end: bytes.count),
      HiddenCharacter(scalar.value) == .invisible
    else { return }
    raise(
      .invisible(scalar.value, at: SourceSpan(source, from: index, to: index + scalar.length)))
  }

  /// What a quoted scalar brings in by an escape. Prose may hold all but NUL, where readers in C stop.
  mutating func checkDecoded(_ record: NodeRecord, isKey: Bool) {
    let end = Int(record.textStart) + Int(record.textLength)
    let mustShow = mustShow(isKey: isKey)
    var index = Int(record.textStart)
    while let scalar = DecodedScalar(document.text, at: index, end: end) {
      index += scalar.length
      if mustShow ? isHidden(scalar.value) : scalar.value == 0 {
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
}
