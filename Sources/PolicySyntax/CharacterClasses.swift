/// Characters that a policy may not hold, because they cannot be seen or change what is seen.
enum HiddenCharacter {
  /// Reorders the text around it, also that of a comment.
  case bidirectional
  /// Shows nothing, or joins what stands beside it; harmless in a comment.
  case invisible

  /// What kind of hidden character a scalar is; `nil` for one that can be seen.
  ///
  /// Unicode 16, `Default_Ignorable_Code_Point` and `Bidi_Control`, and the fillers that are blank.
  init?(_ scalar: UInt32) {
    switch scalar {
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069:
      self = .bidirectional
    case 0x00AD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x200B...0x200D,
      0x2060...0x2065, 0x206A...0x206F, 0x2800, 0x3164, 0xFE00...0xFE0F, 0xFEFF, 0xFFA0,
      0xFFF0...0xFFFB, 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A, 0xE0000...0xE0FFF:
      self = .invisible
    default:
      return nil
    }
  }
}

/// A scalar as it is written in messages, which never hold the character itself: `U+202E`.
func codePoint(_ scalar: UInt32) -> String {
  let digits = String(scalar, radix: 16, uppercase: true)
  let padding = String(repeating: "0", count: max(0, 4 - digits.count))
  let name = knownNames[scalar].map { " (\($0))" } ?? ""
  return "U+\(padding)\(digits)\(name)"
}

private let knownNames: [UInt32: String] = [
  0x0000: "NUL", 0x001B: "escape", 0x007F: "delete", 0x0085: "next line",
  0x00AD: "soft hyphen", 0x200B: "zero width space", 0x200C: "zero width non-joiner",
  0x200D: "zero width joiner", 0x200E: "left-to-right mark", 0x200F: "right-to-left mark",
  0x2028: "line separator", 0x2029: "paragraph separator",
  0x202A: "left-to-right embedding", 0x202B: "right-to-left embedding",
  0x202C: "pop directional formatting", 0x202D: "left-to-right override",
  0x202E: "right-to-left override", 0x2060: "word joiner",
  0x2066: "left-to-right isolate", 0x2067: "right-to-left isolate",
  0x2068: "first strong isolate", 0x2069: "pop directional isolate",
  0xFEFF: "byte-order mark",
]

/// One decoded scalar of UTF-8: its value and how many bytes it takes.
struct DecodedScalar {
  let value: UInt32
  let length: Int

  /// Decodes the scalar at `index`; `nil` when the bytes there are not UTF-8: cut short, longer
  /// than needed, a surrogate, or above U+10FFFF.
  init?(_ bytes: [UInt8], at index: Int, end: Int) {
    guard index >= 0, index < end, end <= bytes.count else { return nil }
    let first = bytes[index]
    guard first >= 0x80 else {
      self.init(value: UInt32(first), length: 1)
      return
    }
    let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard first >= 0xC2, first <= 0xF4, index + length <= end else { return nil }
    var value = UInt32(first) & (0x7F >> UInt32(length))
    for byte in bytes[(index + 1)..<(index + length)] {
      guard byte & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    let smallest: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000
    guard value >= smallest, value <= 0x10FFFF, !(0xD800...0xDFFF).contains(value) else {
      return nil
    }
    self.init(value: value, length: length)
  }

  private init(value: UInt32, length: Int) {
    self.value = value
    self.length = length
  }
}
