import PolicyDiagnostics

/// Text for a comment on GitHub or GitLab, in which nothing that a file holds is markup.
///
/// Every character with a meaning is written as its number, which is read as the character itself and
/// starts nothing: no emphasis, link, image, heading, table or HTML. What could be read as a mention or
/// a reference stands between code tags, where neither is looked for.
enum MarkdownText {
  /// A sentence of ours, in which the user's words stand between backticks.
  static func sentence(_ text: String) -> String {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .map { position, part in
        position.isMultiple(of: 2) && !part.contains { $0 == "@" || $0 == "#" }
          ? numbered(String(part)) : code(String(part))
      }.joined()
  }

  /// The user's words alone.
  static func code(_ text: String) -> String {
    text.isEmpty ? "" : "<code>\(numbered(text))</code>"
  }

  private static func numbered(_ text: String) -> String {
    var output = ""
    var isInWord = false
    for scalar in escaped(text).unicodeScalars {
      // Within a word these two mean nothing, and names are full of them.
      if isPlain(scalar) || isInWord && (scalar == "-" || scalar == "_") {
        output.unicodeScalars.append(scalar)
      } else {
        output += "&#\(scalar.value);"
      }
      isInWord = isPlain(scalar) && scalar != " " && scalar != ","
    }
    return output
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", " ", ",": true
    default: scalar.value >= 0x80
    }
  }
}
