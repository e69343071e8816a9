/// An element of XML that holds others or lines of text: what test reports are made of.
///
/// Whatever stands in attributes and text is shown as every format shows it: no control character and
/// no markup of a source gets into the document.
package struct XMLElement: Sendable {
  private let name: String
  private let attributes: [(name: String, value: String)]
  private let children: [XMLElement]
  private let lines: [String]

  package init(
    _ name: String, _ attributes: [(name: String, value: String)], children: [XMLElement] = [],
    lines: [String] = []
  ) {
    self.name = name
    self.attributes = attributes
    self.children = children
    self.lines = lines
  }

  /// The document, which ends with a line break.
  package var document: String {
    var output = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    write(to: &output, indent: "")
    return output
  }

  private func write(to output: inout String, indent: String) {
    output += indent + "<" + name
    for (name, value) in attributes { output += " \(name)=\"\(xmlText(escaped(value)))\"" }
    guard !children.isEmpty || !lines.isEmpty else {
      output += "/>\n"
      return
    }
    output += ">"
    if children.isEmpty {
      output += lines.map { xmlText(escapedAtLineStart($0)) }.joined(separator: "\n")
    } else {
      output += "\n"
      for child in children { child.write(to: &output, indent: indent + "  ") }
      output += indent
    }
    output += "</\(name)>\n"
  }
}

private func xmlText(_ text: String) -> String {
  var output = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "<": output += "&lt;"
    case ">": output += "&gt;"
    case "&": output += "&amp;"
    case "\"": output += "&quot;"
    default: output.unicodeScalars.append(scalar)
    }
  }
  return output
}
