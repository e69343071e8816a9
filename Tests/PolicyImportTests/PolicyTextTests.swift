import PolicyDiagnostics
import PolicyFormatter
import PolicyImport
import PolicySyntax
import Testing

/// What is written is read as what was meant, whatever the values hold.
@Suite struct PolicyTextTests {
  @Test func `documents are block mappings with their origins`() {
    var text = PolicyText()
    text.document(saying: "from config.yaml\nwritten by hand below") { document in
      document.entry("route", "gpt-4o", from: "config.yaml:12")
      document.list("try") { list in
        list.element(["use": "gpt-4o-1"], from: "config.yaml:14")
        list.element(["use": "a, b", "when": "x > 1"])
      }
      document.mapping("none") { _ in }
    }
    text.document { document in
      document.entry("plan", "p")
      document.mapping("input") { $0.entry("prompt", ["pii", "public"]) }
      document.mapping("steps") { steps in
        steps.mapping("call", from: "line 3\n# x") { $0.entry("tool", "gpt-4o") }
      }
    }
    #expect(
      text.text == """
        # from config.yaml
        # written by hand below
        route: gpt-4o  # config.yaml:12
        try:
          - { use: gpt-4o-1 }  # config.yaml:14
          - { use: "a, b", when: x > 1 }
        none: {}
        ---
        plan: p
        input:
          prompt: [pii, public]
        steps:
          call:  # line 3\\n# x
            tool: gpt-4o

        """)
  }

  @Test(arguments: [
    "", " ", "a", "a b", "a: b", "a:b", "a #b", "a#b", "-", "- a", "'a'", "\"", "\\", "a:", "a ",
    "{a}", "[a]", "a, b", "&a", "*a", "!a", "%a", "@a", "|", ">", "?", "? a", "~", "null", "<<",
    "a\nb", "a\tb", "\u{E9}", "\u{1F600}", "a\u{200D}", "---", "...", "#", ": ", "a\u{7F}",
  ])
  func `a value is read as itself`(_ value: String) throws {
    var text = PolicyText()
    text.document { document in
      document.entry("block", value)
      document.entry("flow", [value, "x"])
      document.list("list") { list in
        list.element(value)
        list.element(["key": value])
      }
    }
    var findings = Findings()
    let trees = parseTrees(
      of: Array(text.text.utf8), source: SourceID(0), holdsProse: true, into: &findings)
    #expect(findings.all.isEmpty, "\(text.text)")
    let entries = try #require(trees.first).root.entries.map(\.value)
    #expect(entries.map(\.kind) == [.scalar, .sequence, .sequence])
    #expect(entries[0].text == value)
    #expect(entries[1].elements.map(\.text) == [value, "x"])
    #expect(entries[2].elements[0].text == value)
    #expect(entries[2].elements[1].entries.map(\.value.text) == [value])
  }

  @Test func `a long list is a block`() {
    var text = PolicyText()
    let names = (0..<20).map { "name-\($0)" }
    text.document { $0.entry("names", names, from: "x") }
    #expect(text.text == "names:  # x\n" + names.map { "  - \($0)\n" }.joined())
  }

  @Test func `the formatter keeps what is written`() {
    var text = PolicyText()
    text.document(saying: "a") { document in
      document.entry("plan", "p", from: "x:1")
      document.mapping("steps") { $0.mapping("s") { $0.entry("tool", "t", from: "x:2") } }
    }
    guard case .formatted(let bytes) = format(Array(text.text.utf8)) else {
      Issue.record("not formatted")
      return
    }
    #expect(String(decoding: bytes, as: UTF8.self).contains("# x:2"))
  }
}
