/// One file of a sample with one slip in it, such as an author makes.
package struct Mutant: Sendable {
  /// The kinds of slips.
  package enum Slip: String, CaseIterable, Sendable {
    case dropped, emptied, misspelt, swapped, duplicated
  }

  package let slip: Slip
  /// Path of the file inside its folder.
  package let path: String
  /// The edits of the file, ascending and apart.
  package let edits: [Edit]
  package let changes: [Change]

  /// Bytes of the original that other bytes take the place of.
  package struct Edit: Hashable, Sendable {
    package let range: Range<Int>
    package let replacement: [UInt8]

    package init(_ range: Range<Int>, _ replacement: some Sequence<UInt8>) {
      self.range = range
      self.replacement = Array(replacement)
    }
  }

  /// What a slip did to one entry of a mapping, or to something inside its value.
  package struct Change: Hashable, Sendable {
    /// The position of the document in its file.
    package let document: Int
    /// The keys that lead to the entry, as they are written after the slip.
    package let keys: [String]
    /// Whether the entry as a whole is gone.
    package let isGone: Bool
    /// The text, after the slip, of the declaration that the entry is or is in: one entry or element
    /// of a section of the catalogue.
    package let declaration: String

    package init(document: Int, keys: [String], isGone: Bool, declaration: String) {
      self.document = document
      self.keys = keys
      self.isGone = isGone
      self.declaration = declaration
    }
  }

  package init(_ slip: Slip, in path: String, _ edits: [Edit], _ changes: [Change]) {
    self.slip = slip
    self.path = path
    self.edits = edits
    self.changes = changes
  }

  package func bytes(of original: [UInt8]) -> [UInt8] {
    applying(edits, to: original, in: 0..<original.count)
  }

  /// The slip in a line, such as `a.yaml: misspelt [weight]: 8 -> 88`.
  package func summary(in original: [UInt8]) -> String {
    let keys = changes.map { $0.keys.joined(separator: ".") }.joined(separator: " and ")
    let texts = edits.map { edit in
      let before = String(decoding: original[edit.range], as: UTF8.self)
      return "\(before.debugDescription) -> "
        + String(decoding: edit.replacement, as: UTF8.self).debugDescription
    }
    return "\(path): \(slip.rawValue) [\(keys)]: \(texts.joined(separator: ", "))"
  }
}

/// The bytes of a range after edits, which lie within the range or outside.
func applying(_ edits: [Mutant.Edit], to original: [UInt8], in range: Range<Int>) -> [UInt8] {
  var result: [UInt8] = []
  var position = range.lowerBound
  for edit in edits
  where edit.range.lowerBound >= range.lowerBound && edit.range.upperBound <= range.upperBound {
    result += original[position..<edit.range.lowerBound] + edit.replacement
    position = edit.range.upperBound
  }
  return result + original[position..<range.upperBound]
}
