/// How many columns of a terminal a scalar takes: 0 for marks that join the one before, 2 for wide
/// East Asian letters and for emoji, else 1.
func displayWidth(of scalar: Unicode.Scalar) -> Int {
  if scalar.value < 0x300 { return 1 }
  if isJoiningMark(scalar) { return 0 }
  return isWide(scalar) ? 2 : 1
}

private func isJoiningMark(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark: true
  // Vowels and final consonants of Hangul that is written in single letters.
  default: (0x1160...0x11FF).contains(scalar.value)
  }
}

private func isWide(_ scalar: Unicode.Scalar) -> Bool {
  if wideRanges.contains(where: { $0.contains(scalar.value) }) { return true }
  // A flag is two letters of one column each.
  let isFlagLetter = (0x1F1E6...0x1F1FF).contains(scalar.value)
  return scalar.properties.isEmojiPresentation && !isFlagLetter
}

/// The blocks of Unicode's East Asian Width `W` and `F`, without the emoji outside of them.
private let wideRanges: [ClosedRange<UInt32>] = [
  0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF,
  0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F,
  0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F265,
  0x20000...0x3FFFD,
]
