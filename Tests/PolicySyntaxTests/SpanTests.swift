import PolicyDiagnostics
import PolicySyntax
import Testing

/// Where nodes are: `source[span]` is the node's own text, no more and no less.
@Suite struct SpanTests {
  @Test(arguments: [
    ("a: b", ["a: b", "a", "b"]),
    ("a: b  # c\n", ["a: b", "a", "b"]),
    ("a: 'b'  \n\n", ["a: 'b'", "a", "'b'"]),
    ("a: \"b\" #", ["a: \"b\"", "a", "\"b\""]),
    ("a: b\n   c\n\n\n", ["a: b\n   c", "a", "b\n   c"]),
    ("a: |\n  b\n  c\n\n\n", ["a: |\n  b\n  c", "a", "|\n  b\n  c"]),
    ("a: >-\n  b\n\n# c\n", ["a: >-\n  b", "a", ">-\n  b"]),
    ("a: [b, c] # d", ["a: [b, c]", "a", "[b, c]", "b", "c"]),
    ("a: { b: c }\n", ["a: { b: c }", "a", "{ b: c }", "b", "c"]),
    ("a: [\n  b,\n]\n", ["a: [\n  b,\n]", "a", "[\n  b,\n]", "b"]),
    ("a:\n- b\n- c\n\n", ["a:\n- b\n- c", "a", "- b\n- c", "b", "c"]),
    ("a:\n  b: c\n# d\ne: f\n", ["a:\n  b: c\n# d\ne: f", "a", "b: c", "b", "c", "e", "f"]),
    ("a:\nb: c", ["a:\nb: c", "a", "", "b", "c"]),
    ("- a: 1\n  b: 2\n", ["- a: 1\n  b: 2", "a: 1\n  b: 2", "a", "1", "b", "2"]),
    ("---\na: b\n", ["a: b", "a", "b"]),
    (
      "\u{E9}: [\u{1F512}, b] # \u{E9}",
      ["\u{E9}: [\u{1F512}, b]", "\u{E9}", "[\u{1F512}, b]", "\u{1F512}", "b"]
    ),
    ("a: 'b\r\n  c'\r\nd: e\r\n", ["a: 'b\r\n  c'\r\nd: e", "a", "'b\r\n  c'", "d", "e"]),
  ])
  func `a span is the node's own text`(_ text: String, expected: [String]) {
    let reading = Reading(text)
    #expect(reading.answers == [])
    #expect(reading.trees.flatMap { $0.nodes.map(reading.source) } == expected)
  }

  @Test func `lines and columns count from the start of the node`() throws {
    let text = "a: 1\n\u{E9}\u{E9}: [\u{1F512}, b]\n--- \n  c:\n    - d\n"
    let places = Reading(text).trees.flatMap { $0.nodes.map { "\($0.line):\($0.column)" } }
    #expect(
      places == ["1:0", "1:0", "1:3", "2:0", "2:6", "2:7", "2:13", "4:2", "4:2", "5:4", "5:6"])
  }

  @Test func `a byte-order mark is counted`() {
    let bytes: [UInt8] = [0xEF, 0xBB, 0xBF] + Array("a: *b".utf8)
    let spans = Reading(bytes: bytes).findings.sorted().compactMap(\.span)
    #expect(spans.map(\.start) == [0, 6])
    #expect(spans.map(\.end) == [3, 8])
  }

  @Test(arguments: 0..<200)
  func `spans of random documents nest, are ordered and read as the same text`(_ seed: UInt64) {
    var writer = RandomDocument(seed: seed)
    let text = writer.document()
    let reading = Reading(text)
    #expect(reading.answers == [], "seed \(seed):\n\(text)")
    #expect(reading.trees.count == 1)
    for tree in reading.trees {
      #expect(tree.root.children.count == tree.nodes[0].childCount)
      checkNesting(of: tree)
      checkScalars(of: tree, in: reading)
    }
  }

  private func checkNesting(of tree: Tree) {
    for (index, record) in tree.nodes.enumerated() where record.kind != .scalar {
      var before = record.start
      for child in Node(tree: tree, index: index).children {
        #expect(child.record.start >= before)
        #expect(child.record.end <= record.end)
        before = child.record.end
      }
    }
  }

  private func checkScalars(of tree: Tree, in reading: Reading) {
    for (index, record) in tree.nodes.enumerated() where record.kind == .scalar {
      guard record.start < record.end else { continue }
      let alone = Reading(reading.source(record) + "\n")
      #expect(alone.trees.first?.root.text == Node(tree: tree, index: index).text)
      #expect(alone.trees.first?.root.record.style == record.style)
    }
  }

  @Test(arguments: 0..<50)
  func `CRLF reads as LF`(_ seed: UInt64) {
    var writer = RandomDocument(seed: seed)
    let text = writer.document()
    #expect(Reading(text.replacing("\n", with: "\r\n")).shown == Reading(text).shown)
  }

  @Test(arguments: 0..<50)
  func `a subtree is what is below its node`(_ seed: UInt64) {
    var writer = RandomDocument(seed: seed)
    let bytes = Array(writer.document().utf8)
    var findings = Findings()
    readDocuments(of: bytes, source: SourceID(3), into: &findings) { document in
      let tree = document.freeze()
      for index in tree.nodes.indices {
        let range = index..<document.next(after: index)
        let part = Tree(
          source: document.source, cutting: document.nodes[range],
          text: document.text[document.textRange(of: range)])
        #expect(show(part.root) == show(Node(tree: tree, index: index)))
        #expect(part.root.span == document.span(of: index))
        #expect(part.nodes.count == document.next(after: index) - index)
      }
    }
  }
}

extension Node {
  fileprivate var children: [Node] { elements + entries.flatMap { [$0.key, $0.value] } }
}

extension NodeRecord {
  fileprivate var childCount: Int { kind == .mapping ? Int(count) * 2 : Int(count) }
}
