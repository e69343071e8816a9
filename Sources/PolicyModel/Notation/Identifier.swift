/// What a name may look like.
package enum Identifier {
  /// Words that stand for something else wherever a name may stand.
  package static let reserved: Set<String> = [
    "any", "none", "null", "all", "everything", "default",
  ]

  package static let mostBytes = 128

  package static func isValid(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first, first.isASCIILetter || first.isASCIIDigit else { return false }
    return bytes.count <= mostBytes && bytes.allSatisfy(isNameByte)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    byte.isASCIILetter || byte.isASCIIDigit || byte == 0x2D || byte == 0x2E || byte == 0x5F
  }
}
