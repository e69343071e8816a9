import PolicyModel

/// The ways in which a few letters go wrong under somebody's fingers: one deleted, doubled, replaced or
/// in the wrong case, two exchanged, a digit that is another. By position, each once.
func misspellings(of text: ArraySlice<UInt8>) -> [[UInt8]] {
  var seen: Set<[UInt8]> = [Array(text)]
  return text.indices.flatMap { misspellings(of: text, at: $0) }.filter { seen.insert($0).inserted }
}

private func misspellings(of text: ArraySlice<UInt8>, at index: Int) -> [[UInt8]] {
  let before = text[..<index]
  let letter = text[index]
  let after = text[(index + 1)...]
  var results = [before + after, before + [letter, letter] + after].map { Array($0) }
  for other in neighbours(of: letter) { results.append(Array(before + [other] + after)) }
  if let next = after.first {
    results.append(Array(before + [next, letter] + after.dropFirst()))
  }
  return results
}

/// What may stand in the place of a letter: its other case and the letter after it; of a digit, the one
/// below and the one above and the least and the greatest.
private func neighbours(of letter: UInt8) -> [UInt8] {
  if letter.isASCIIDigit {
    let digit = letter - 0x30
    return [(digit + 9) % 10, (digit + 1) % 10, 0, 9].map { $0 + 0x30 }
  }
  guard letter.isASCIILetter else { return [0x2D] }
  let isLast = letter | 0x20 == 0x7A
  return [letter ^ 0x20, isLast ? letter - 25 : letter + 1]
}
