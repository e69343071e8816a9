import PolicyDiagnostics
import PolicyModel
import PolicyReference
import TestSupport
import Testing

/// What derived pages and schemas promise each other.
@Suite struct PageTests {
  static let pages = DerivedFile.all.filter { $0.path.hasSuffix(".md") }

  /// The anchors of a page's headings, as Markdown readers make them.
  private func anchors(of page: DerivedFile) -> [String] {
    let outsideOfBlocks = page.text.split(separator: "\n```").enumerated()
      .filter { $0.offset % 2 == 0 }.map(\.element).joined()
    return outsideOfBlocks.split(separator: "\n").filter { $0.hasPrefix("#") }.map { line in
      line.drop { $0 == "#" || $0 == " " }.lowercased()
        .filter { $0.isLetter || $0.isNumber || "_- ".contains($0) }
        .map { $0 == " " ? "-" : String($0) }.joined()
    }
  }

  @Test(arguments: pages)
  func `no two headings of a page are one`(_ page: DerivedFile) {
    let anchors = anchors(of: page)
    #expect(Set(anchors).count == anchors.count)
  }

  @Test(arguments: pages)
  func `every link leads to a heading or a file`(_ page: DerivedFile) throws {
    let links = page.text.split(separator: "](").dropFirst().compactMap { rest in
      rest.split(separator: ")", omittingEmptySubsequences: false).first
    }
    #expect(!links.isEmpty || page.path.hasSuffix("format.md"))
    for link in links {
      let parts = link.split(separator: "#", omittingEmptySubsequences: false).map(String.init)
      let path = parts[0].isEmpty ? page.path : "grammar/\(parts[0])"
      let target = try #require(DerivedFile.all.first { $0.path == path }, "\(link)")
      if parts.count > 1 { #expect(anchors(of: target).contains(parts[1]), "\(link)") }
    }
  }

  @Test func `every table has as many cells in each line`() {
    for page in Self.pages {
      var width: Int?
      for line in page.text.split(separator: "\n", omittingEmptySubsequences: false) {
        guard line.hasPrefix("| ") else {
          width = nil
          continue
        }
        let cells = line.replacing("\\|", with: "").count { $0 == "|" }
        #expect(cells == width ?? cells, "\(page.path): \(line)")
        width = cells
      }
    }
  }

  @Test(arguments: [DocumentKind?.none] + DocumentKind.allCases.map { .some($0) })
  func `every reference of a schema leads to a definition that is used`(
    _ kind: DocumentKind?
  ) throws {
    let schema = try parseStrictJSON(policySchema(of: kind))
    guard case .object(let definitions) = schema["$defs"] else {
      Issue.record("no definitions")
      return
    }
    let references = references(in: schema)
    #expect(Set(references) == Set(definitions.keys))
  }

  private func references(in value: JSONValue) -> [String] {
    switch value {
    case .object(let members):
      members.flatMap { name, value in
        name == "$ref"
          ? [value.text.map { String($0.dropFirst("#/$defs/".count)) } ?? ""]
          : references(in: value)
      }
    case .array(let elements): elements.flatMap(references)
    case .string, .number, .bool, .null: []
    }
  }

  @Test func `every mapping of the schema is closed`() throws {
    let schema = try parseStrictJSON(policySchema())
    #expect(openMappings(in: schema, at: "$") == [])
  }

  /// Where a schema of a mapping allows members that it does not describe.
  private func openMappings(in value: JSONValue, at path: String) -> [String] {
    switch value {
    case .object(let members):
      let isMapping = members["properties"] != nil && members["title"] != nil
      let isOpen = isMapping && members["additionalProperties"] != .bool(false)
      return (isOpen ? [path] : [])
        + members.flatMap { openMappings(in: $1, at: "\(path).\($0)") }
    case .array(let elements):
      return elements.enumerated().flatMap { openMappings(in: $1, at: "\(path)[\($0)]") }
    case .string, .number, .bool, .null: return []
    }
  }
}
