/// Pieces of a page in Markdown. Every page says what wrote it.
enum Markdown {
  /// The first lines of a page.
  static func head(_ title: String, _ introduction: String) -> String {
    """
    # \(title)

    <!-- Derived from the code; do not edit. To write it anew: \(DerivedFile.command) -->

    \(introduction)

    """
  }

  static func table(_ head: [String], _ rows: [[String]]) -> String {
    ([head, head.map { _ in "---" }] + rows).map(line).joined()
  }

  private static func line(_ cells: [String]) -> String {
    "| \(cells.map(cell).joined(separator: " | ")) |\n"
  }

  private static func cell(_ text: String) -> String {
    text.map { $0 == "|" ? "\\|" : String($0) }.joined()
  }

  static func code(_ text: String) -> String { "`\(text)`" }

  /// A block of text as it stands.
  static func block(_ language: String, _ text: String) -> String {
    "```\(language)\n\(text)\(text.hasSuffix("\n") ? "" : "\n")```\n"
  }

  /// A link to a heading of this page or, with its file, of another.
  static func link(_ title: String, page: String = "") -> String {
    "[\(title)](\(page)#\(anchor(title)))"
  }

  /// The anchor that Markdown readers give a heading.
  static func anchor(_ title: String) -> String {
    title.lowercased().filter { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" || $0 == " " }
      .map { $0 == " " ? "-" : String($0) }.joined()
  }
}
