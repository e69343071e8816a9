/// A noun with its article: `an org`.
func indefinite(_ noun: String) -> String {
  let isVowel = noun.first.map { "aeiou".contains($0) } ?? false
  return "\(isVowel ? "an" : "a") \(noun)"
}

/// Words as a sentence lists them: `a, b or c`.
func listed(_ words: [String], joiner: String = "or") -> String {
  guard let last = words.last, words.count > 1 else { return words.first ?? "nothing" }
  return words.dropLast().joined(separator: ", ") + " \(joiner) " + last
}

extension String {
  /// With a capital letter.
  var capitalised: String { prefix(1).uppercased() + dropFirst() }

  /// Without its capital letter.
  var uncapitalised: String { prefix(1).lowercased() + dropFirst() }
}
