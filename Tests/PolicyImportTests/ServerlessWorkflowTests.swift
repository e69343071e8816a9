import PolicyDiagnostics
import PolicyImport
import Testing

@Suite struct ServerlessWorkflowTests {
  private func imported(
    _ tasks: String, more: String = "", bindings: [String: String] = [:]
  ) -> ImportedText {
    ImportedText(
      """
      document: { dsl: 1.0.3, namespace: n, name: w, version: 1.0.0 }
      \(more)do:
      \(tasks)
      """, as: .serverlessWorkflow,
      ImportSettings(name: "test", deployRegion: "eu-central-1", bindings: Bindings(bindings)))
  }

  private func step(_ name: String, of result: ImportedText) -> [String] {
    result.entries(below: "  \(name):").filter { $0 != "reads: [data]" }
  }

  private let events = "tool: workflow.events.eu-central-1"

  @Test(arguments: [
    ("call: http, with: { method: get, endpoint: \"http://localhost/x\" }", "tool: http.localhost"),
    (
      "call: http, with: { endpoint: { uri: \"http://localhost:8080/{id}\" } }",
      "tool: http.localhost-8080"
    ),
    (
      "call: http, with: { endpoint: '${ \"http://localhost/\\(.id)\" }' }", "tool: http.localhost"
    ),
    ("call: grpc, with: { service: { host: localhost } }", "tool: grpc.localhost"),
    (
      "call: mcp, with: { transport: { stdio: { command: npx, arguments: [-y, srv] } } }",
      "tool: mcp.srv.eu-central-1"
    ),
    (
      "call: mcp, with: { transport: { http: { endpoint: \"http://localhost/mcp\" } } }",
      "tool: mcp.localhost"
    ),
    ("emit: { event: { with: { type: t } } }", "tool: workflow.events.eu-central-1"),
    ("run: { container: { image: alpine } }", "tool: container.alpine.eu-central-1"),
    ("run: { script: { language: python, code: x } }", "tool: script.python.eu-central-1"),
    ("run: { shell: { command: ls } }", "tool: shell.eu-central-1"),
    (
      "call: http, with: { endpoint: '${ .url }' }",
      "unknown: the address of a is decided at run time"
    ),
    (
      "call: http, with: { endpoint: '${ \"https://\\(.host)/x\" }' }",
      "unknown: the address of a is decided at run time"
    ),
    (
      "call: http, with: { endpoint: \"https://{host}/x\" }",
      "unknown: the address of a is decided at run time"
    ),
    (
      "call: openapi, with: { document: { endpoint: \"http://localhost/api\" } }",
      "unknown: the server that the document of a names is decided at run time"
    ),
    (
      "run: { workflow: { namespace: n, name: other } }",
      "unknown: what the workflow n.other does is decided at run time"
    ),
  ])
  func `a task calls a service where it is`(task: String, call: String) {
    let result = imported("  - a: { \(task) }")
    #expect(step("a", of: result) == [call, "then: end"])
    #expect(result.found == (call.hasPrefix("unknown") ? ["3: TP1002"] : []))
  }

  @Test func `ways on are those of then`() {
    let result = imported(
      """
        - pick:
            switch:
              - one: { when: .x, then: c }
              - two: { when: .y, then: end }
        - a: { emit: {}, then: exit }
        - b: { do: [{ inner: { emit: {}, then: exit } }, { never: { emit: {} } }] }
        - c: { emit: {}, then: b }
      """)
    #expect(
      step("pick.case", of: result) == [
        "branch:", "- { when: choice == 0, then: c }", "- { when: choice == 1, then: end }",
        "else: a",
      ])
    #expect(step("a", of: result) == [events, "then: end"])
    #expect(step("c", of: result) == [events, "then: b.inner", "at_most: 1"])
    // Going back from `c` to `b` is a loop, which nothing bounds.
    #expect(result.found == ["8: TP1005", "9: TP1009"])
  }

  @Test func `a task with a condition may be left out`() {
    let result = imported("  - a: { if: .x, emit: {} }\n  - b: { emit: {} }")
    #expect(step("a", of: result) == ["branch:", "- { when: choice == 0, then: a-2 }", "else: b"])
    #expect(step("a-2", of: result) == [events, "then: b"])
  }

  @Test func `a loop may go through its tasks, and then goes on`() {
    let result = imported(
      "  - a: { for: { in: .items }, do: [{ x: { emit: {} } }] }\n  - b: { emit: {} }")
    #expect(
      step("a.each", of: result) == ["branch:", "- { when: choice == 0, then: a.x }", "else: b"])
    #expect(step("a.x", of: result) == [events, "then: a.again", "at_most: 1"])
    #expect(
      step("a.again", of: result) == ["branch:", "- { when: choice == 0, then: a.x }", "else: b"])
    #expect(result.found == ["3: TP1009"])
  }

  @Test func `what is caught goes on, and what is not caught fails`() {
    let result = imported(
      """
        - a:
            try: [{ x: { emit: {} } }]
            catch: { errors: { with: { status: 503 } }, retry: often, do: [{ y: { emit: {} } }] }
        - b:
            try: [{ z: { emit: {} } }]
            catch: { retry: { delay: PT1S } }
      """, more: "use: { retries: { often: { limit: { attempt: { count: 3 } } } } }\n")
    #expect(
      step("a.x", of: result) == [events, "retry: 3", "then: b.z", "on_fail: a.x.failed"])
    #expect(
      step("a.x.failed", of: result) == [
        "branch:", "- { when: choice == 0, then: a.catch.y }", "else: fail",
      ])
    #expect(step("b.z", of: result) == [events, "then: end", "on_fail: end"])
    // Nothing says how often `b` is tried again.
    #expect(result.found == ["9: TP1009"])
  }

  @Test func `extensions do what they do around each task`() {
    let result = imported(
      "  - a: { emit: {} }",
      more: """
        use:
          extensions:
            - log: { extend: all, before: [{ l: { emit: {} } }], after: [{ m: { emit: {} } }] }
            - other: { extend: call, before: [{ o: { emit: {} } }] }

        """)
    #expect(step("a.l", of: result) == [events, "then: a"])
    #expect(step("a", of: result) == [events, "then: a.m"])
    #expect(!result.text.contains("a.o"))
  }

  @Test func `functions are what the workflow declares`() {
    let uses =
      "use: { functions: { f: { call: http, with: { endpoint: \"http://localhost\" } } } }\n"
    let result = imported("  - a: { call: f }", more: uses)
    #expect(step("a", of: result) == ["tool: http.localhost", "then: end"])
    let again = imported("  - a: { call: f }", more: "use: { functions: { f: { call: f } } }\n")
    #expect(again.found == ["2: TP1006"])
    #expect(imported("  - a: { call: g }").found == ["3: TP1002"])
  }

  @Test(arguments: [("", ["3: TP1007"]), ("timeout: { after: PT1H }\n", [])])
  func `a task that listens waits`(more: String, found: [String]) {
    #expect(imported("  - a: { listen: { to: { any: [] } } }", more: more).found == found)
  }

  @Test func `a call can be bound`() {
    let text = "  - a: { call: openapi, with: {} }"
    #expect(step("a", of: imported(text, bindings: ["a": "tool:own"])).first == "tool: own")
    let host = imported(text, bindings: ["a": "http://localhost/api"])
    #expect(step("a", of: host).first == "tool: http.localhost")
  }
}
