import PolicyDiagnostics

/// Finds keys that are written twice, compared as decoded bytes: `a`, `"a"` and `"\x61"` are one key.
///
/// Few keys are compared with each other. Many go through a hash table that is kept for the next
/// mapping; its hash is seeded a process, so that no file can be made to collide.
struct DuplicateKeys {
  /// Key nodes by hash; 0 is free, others are a node's index and 1.
  private var slots: [UInt32] = []
  private var keys: [Int] = []

  private static let pairwiseLimit = 16

  /// Whether a mapping may have a key twice: `false` is certain, and answered at a glance for the
  /// few keys of most mappings.
  static func mayRepeat(in mapping: Int, of document: borrowing DocumentBuffer) -> Bool {
    let nodes = document.nodes.span
    let text = document.text.span
    if nodes[mapping].count > pairwiseLimit { return true }
    var seen: UInt64 = 0
    var seenToo: UInt64 = 0
    let end = Int(nodes[mapping].next)
    var key = mapping &+ 1
    while key < end {
      let length = Int(nodes[key].textLength)
      if length > 0 {
        // Two marks of 64 that equal keys share, and others most often do not.
        let start = Int(nodes[key].textStart)
        let letters = UInt32(text[start]) | UInt32(text[start &+ length / 2]) << 8
        let digest = (letters &+ UInt32(truncatingIfNeeded: length) << 16) &* 0x9E37_79B1
        let mark = UInt64(1) &<< UInt64(digest &>> 26)
        let markToo = UInt64(1) &<< UInt64(digest &>> 20)
        if seen & mark != 0 && seenToo & markToo != 0 { return true }
        seen |= mark
        seenToo |= markToo
      }
      key = Int(nodes[Int(nodes[key].next)].next)
    }
    return false
  }

  /// Calls `found` with each key that repeats an earlier one, in order, and that earlier key.
  mutating func find(
    in mapping: Int, of document: borrowing DocumentBuffer, _ found: (_ key: Int, Int) -> Void
  ) {
    collectKeys(of: mapping, in: document)
    if keys.count <= DuplicateKeys.pairwiseLimit {
      comparePairs(in: document, found)
    } else {
      hashKeys(in: document, found)
    }
  }

  /// The keys with a text: those without have a finding of their own.
  private mutating func collectKeys(of mapping: Int, in document: borrowing DocumentBuffer) {
    keys.removeAll(keepingCapacity: true)
    let end = document.next(after: mapping)
    var key = mapping + 1
    while key < end {
      if document.nodes[key].textLength > 0 { keys.append(key) }
      key = document.next(after: document.next(after: key))
    }
  }

  private func comparePairs(
    in document: borrowing DocumentBuffer, _ found: (_ key: Int, Int) -> Void
  ) {
    for position in keys.indices {
      let key = keys[position]
      if let earlier = keys[..<position].first(where: { isEqual(key, $0, in: document) }) {
        found(key, earlier)
      }
    }
  }

  private mutating func hashKeys(
    in document: borrowing DocumentBuffer, _ found: (_ key: Int, Int) -> Void
  ) {
    let slotCount = 1 << (Int.bitWidth - (keys.count * 2).leadingZeroBitCount)
    slots.removeAll(keepingCapacity: true)
    slots.append(contentsOf: repeatElement(0, count: slotCount))
    for key in keys {
      var slot = hash(of: key, in: document) & (slotCount - 1)
      while slots[slot] != 0, !isEqual(key, Int(slots[slot]) - 1, in: document) {
        slot = (slot + 1) & (slotCount - 1)
      }
      if slots[slot] == 0 {
        slots[slot] = UInt32(truncatingIfNeeded: key + 1)
      } else {
        found(key, Int(slots[slot]) - 1)
      }
    }
  }

  private func hash(of key: Int, in document: borrowing DocumentBuffer) -> Int {
    var hasher = Hasher()
    for byte in document.bytes(of: key) { hasher.combine(byte) }
    return hasher.finalize()
  }

  @inline(__always)
  private func isEqual(_ one: Int, _ other: Int, in document: borrowing DocumentBuffer) -> Bool {
    let length = document.nodes[one].textLength
    guard length == document.nodes[other].textLength else { return false }
    let oneStart = Int(document.nodes[one].textStart)
    let otherStart = Int(document.nodes[other].textStart)
    for position in 0..<Int(length)
    where document.text[oneStart + position] != document.text[otherStart + position] {
      return false
    }
    return true
  }
}

extension DocumentReader {
  mutating func checkDuplicates(in mapping: Int) {
    if !DuplicateKeys.mayRepeat(in: mapping, of: document) { return }
    var repeated: [(key: Int, earlier: Int)] = []
    duplicates.find(in: mapping, of: document) { repeated.append(($0, $1)) }
    for (key, earlier) in repeated.prefix(limits.fileFindings) {
      let name = String(decoding: document.bytes(of: key), as: UTF8.self)
      raise(.duplicateKey(name, at: span(of: key), first: span(of: earlier)))
    }
  }
}

extension Finding {
  fileprivate static func duplicateKey(
    _ name: String, at span: SourceSpan, first: SourceSpan
  ) -> Finding {
    Finding(
      Rules.yaml.duplicateKey, "the key `\(name)` is written twice", at: span,
      others: [OtherPlace(first, "first written here")], help: "keep one of the two")
  }
}
