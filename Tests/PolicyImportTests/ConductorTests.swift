import PolicyDiagnostics
import PolicyImport
import Testing

@Suite struct ConductorTests {
  private func imported(
    _ tasks: String, more: String = "", bindings: [String: String] = [:],
    others: [String: WorkflowSource] = [:]
  ) -> ImportedText {
    ImportedText(
      "name: w\n\(more)tasks:\n\(tasks)", as: .conductor,
      ImportSettings(
        name: "test", deployRegion: "eu-central-1", bindings: Bindings(bindings), others: others))
  }

  private func task(_ name: String, _ rest: String) -> String {
    "  - { name: \(name), taskReferenceName: \(name), \(rest) }\n"
  }

  /// What a step does and where it leads.
  private func step(_ name: String, of result: ImportedText) -> [String] {
    result.entries(below: "  \(name):").filter { $0 != "reads: [data]" }
  }

  @Test func `tasks follow each other, and those that call nothing are left out`() {
    let result = imported(
      task("a", "type: SIMPLE") + task("b", "type: JSON_JQ_TRANSFORM") + task("c", "type: SIMPLE"))
    #expect(result.found.isEmpty)
    #expect(step("a", of: result) == ["tool: worker.a", "then: c"])
    #expect(step("c", of: result) == ["tool: worker.c", "then: end"])
    #expect(!result.lines.contains("  b:"))
  }

  @Test(arguments: [
    (
      "type: LLM_CHAT_COMPLETE, inputParameters: { llmProvider: openai, model: gpt-5 }",
      "model: openai.gpt-5", "class: direct.api.openai.com"
    ),
    (
      "type: LLM_TEXT_COMPLETE, inputParameters: { llmProvider: bedrock, model: eu.amazon.x }",
      "model: bedrock.eu.amazon.x", "class: bedrock.eu.amazon.x.from.eu-central-1"
    ),
    (
      "type: CALL_MCP_TOOL, inputParameters: { mcpServer: \"http://localhost:3001/mcp\", method: m }",
      "tool: mcp.localhost-3001.m", "process: [eu-central-1]"
    ),
    (
      "type: HTTP, inputParameters: { http_request: { uri: \"https://sqs.eu-west-1.amazonaws.com/q\" } }",
      "tool: http.sqs.eu-west-1.amazonaws.com", "process: [eu-west-1]"
    ),
    (
      "type: HTTP, inputParameters: { uri: \"https://sqs.eu-west-1.amazonaws.evil.example/q\" }",
      "tool: http.sqs.eu-west-1.amazonaws.evil.example", "process: any"
    ),
    (
      "type: HTTP, inputParameters: { uri: \"https://a.example/x\" }", "tool: http.a.example",
      "process: any"
    ),
    (
      "type: AGENT, inputParameters: { agentUrl: \"https://agents.example\" }",
      "tool: agent.agents.example", "process: any"
    ),
    (
      "type: EVENT, sink: conductor", "tool: conductor.event.eu-central-1",
      "process: [eu-central-1]"
    ),
    ("type: EVENT, sink: \"sqs:orders\"", "tool: event.sqs-orders", "process: any"),
    (
      "type: KAFKA_PUBLISH, inputParameters: { kafka_request: { bootStrapServers: \"k.example:9092\" } }",
      "tool: kafka.k.example-9092", "process: any"
    ),
    (
      "type: LLM_STORE_EMBEDDINGS, inputParameters: { vectorDB: pg }", "tool: vectors.pg",
      "process: any"
    ),
    ("type: SIMPLE", "tool: worker.a", "process: [eu-central-1]"),
  ])
  func `a task calls a service where it is`(rest: String, call: String, place: String) throws {
    let result = imported(task("a", rest))
    #expect(step("a", of: result) == [call, "then: end"])
    let name = try #require(call.split(separator: " ").last)
    #expect(result.entries(below: "  \(name):").contains(place))
  }

  @Test func `an index is asked through an embedding model`() {
    let result = imported(
      task(
        "a",
        "type: LLM_SEARCH_INDEX, inputParameters: { vectorDB: pg, embeddingModelProvider: openai,"
          + " embeddingModel: small }"))
    #expect(step("a.embedding", of: result) == ["model: openai.small", "then: a"])
    #expect(step("a", of: result) == ["tool: vectors.pg", "then: end"])
  }

  @Test func `what a provider searches is a call of its own`() {
    let result = imported(
      task(
        "a",
        "type: LLM_CHAT_COMPLETE, inputParameters: { llmProvider: openai, model: m, webSearch: true,"
          + " codeInterpreter: false }"))
    #expect(step("a", of: result) == ["model: openai.m", "then: a.web-search"])
    #expect(step("a.web-search", of: result) == ["tool: openai.web-search", "then: end"])
    #expect(result.found == ["3: TP1013"])
  }

  @Test func `branches go any way, and forks begin with any`() {
    let result = imported(
      task(
        "s",
        "type: SWITCH, decisionCases: { x: [{ name: a, taskReferenceName: a, type: SIMPLE }] },"
          + " defaultCase: []")
        + task(
          "f",
          "type: FORK_JOIN, forkTasks: [[{ name: b, taskReferenceName: b, type: SIMPLE }],"
            + " [{ name: c, taskReferenceName: c, type: TERMINATE }],"
            + " [{ name: d, taskReferenceName: d, type: SIMPLE }]]")
        + task("j", "type: JOIN, joinOn: [b, c, d]"))
    #expect(result.found.isEmpty)
    #expect(
      step("s", of: result) == ["branch:", "- { when: choice == 0, then: a }", "else: f"])
    // The branch that ends keeps none of the others from beginning.
    #expect(
      step("f", of: result) == [
        "branch:", "- { when: choice == 0, then: b }", "- { when: choice == 1, then: end }",
        "else: d",
      ])
  }

  @Test(arguments: [
    ("$.l['iteration'] < 4", "at_most: 4"), ("$.l['iteration'] <= 4", "at_most: 5"),
    ("if ($.l['iteration'] < 10) { true; } else { false; }", "at_most: 10"),
    ("$.l['iteration'] < 4 || $.a.more", "at_most: 1"),
    ("$.l['iteration'] < $.value", "at_most: 1"),
    ("$.l['iteration'] < 4.5 * $.n", "at_most: 1"), ("$.a.more", "at_most: 1"),
  ])
  func `a loop that counts its rounds is bounded`(condition: String, bound: String) {
    let result = imported(
      task(
        "l",
        "type: DO_WHILE, loopCondition: \"\(condition)\", loopOver:"
          + " [{ name: a, taskReferenceName: a, type: SIMPLE }]"))
    #expect(step("a", of: result).contains(bound))
    #expect(result.found == (bound == "at_most: 1" ? ["3: TP1009"] : []))
  }

  @Test func `retries, times and failures are those of the task`() {
    let result = imported(
      task(
        "a",
        "type: SIMPLE, optional: true, taskDefinition: { retryCount: 3, timeoutSeconds: 60 }")
        + task("b", "type: HUMAN, taskDefinition: { timeoutSeconds: 3600 }"))
    #expect(
      step("a", of: result) == [
        "tool: worker.a", "timeout: 60 s", "retry: 3", "then: b", "on_fail: b",
      ])
    #expect(step("b", of: result) == ["review: default", "timeout: 3600 s", "then: end"])
    #expect(result.found.isEmpty)
  }

  @Test(arguments: [
    ("type: HUMAN", "", ["3: TP1007"]), ("type: WAIT", "", ["3: TP1007"]),
    ("type: WAIT, inputParameters: { duration: 5 minutes }", "", []),
    ("type: HUMAN", "timeoutSeconds: 60\n", []),
    ("type: HUMAN", "{ALERT}", ["5: TP1007"]),
  ])
  func `a wait without an end is told`(rest: String, more: String, found: [String]) {
    let header = more == "{ALERT}" ? "timeoutSeconds: 60\ntimeoutPolicy: ALERT_ONLY\n" : more
    #expect(imported(task("a", rest), more: header).found == found)
  }

  @Test func `a failure workflow is run when a task fails`() {
    let result = imported(
      task("a", "type: SIMPLE"), more: "failureWorkflow: clean-up\n")
    #expect(step("a", of: result) == ["tool: worker.a", "then: end", "on_fail: failureWorkflow"])
    #expect(result.found == ["2: TP1002"])
  }

  // MARK: What is open

  @Test func `what is decided at run time is unknown until it is bound`() {
    let text = task(
      "a",
      "type: CALL_MCP_TOOL, inputParameters: { mcpServer: \"${workflow.input.server}\", method: m }"
    )
    let open = imported(text)
    #expect(open.found == ["3: TP1002"])
    #expect(step("a", of: open).first == "unknown: the address of a is decided at run time")
    let bound = imported(text, bindings: ["workflow.input.server": "http://localhost/mcp"])
    #expect(step("a", of: bound).first == "tool: mcp.localhost.m")
    let declared = imported(text, bindings: ["a": "tool:own"])
    #expect(step("a", of: declared).first == "tool: own")
    #expect(declared.found.isEmpty)
  }

  @Test(arguments: [
    ("http://localhost/${a.output.id}/x", "tool: http.localhost"),
    (
      "http://localhost:${workflow.input.port}/x",
      "unknown: the address of a is decided at run time"
    ),
    ("http://${workflow.input.host}/x", "unknown: the address of a is decided at run time"),
    ("${workflow.input.base}/x", "unknown: the address of a is decided at run time"),
  ])
  func `an address is known where its host is`(address: String, call: String) {
    let result = imported(
      task("a", "type: HTTP, inputParameters: { http_request: { uri: \"\(address)\" } }"))
    #expect(step("a", of: result).first == call)
  }

  @Test func `a bound beginning of an address is its host`() {
    let result = imported(
      task("a", "type: HTTP, inputParameters: { uri: \"${workflow.input.base}/${b.output.id}\" }"),
      bindings: ["workflow.input.base": "http://localhost"])
    #expect(step("a", of: result).first == "tool: http.localhost")
    #expect(result.found.isEmpty)
  }

  @Test func `workflows of the file and bound ones are read in`() throws {
    let text = """
      - name: outer
        tasks:
          - { name: s, taskReferenceName: s, type: SUB_WORKFLOW, subWorkflowParam: { name: inner } }
          - { name: z, taskReferenceName: z, type: SIMPLE }
      - name: inner
        tasks: [{ name: a, taskReferenceName: a, type: SIMPLE }]
      - name: never
        tasks: []
      """
    let result = ImportedText(text, as: .conductor)
    #expect(step("s.a", of: result) == ["tool: worker.a", "then: z"])
    #expect(result.found == ["7: TP1010"])

    var findings = Findings()
    let other = try #require(
      WorkflowSource(
        Array("name: inner\ntasks: [{ name: a, taskReferenceName: a, type: SIMPLE }]".utf8),
        SourceID(1), file: "inner.conductor.yaml", into: &findings))
    let bound = imported(
      task("s", "type: SUB_WORKFLOW, subWorkflowParam: { name: inner }"),
      bindings: ["inner": "inner.conductor.yaml"], others: ["inner.conductor.yaml": other])
    #expect(step("s.a", of: bound) == ["tool: worker.a", "then: end"])
    #expect(bound.found.isEmpty)
  }

  @Test func `the same task for each input is each of its calls`() {
    let result = imported(
      task(
        "f",
        "type: FORK_JOIN_DYNAMIC, inputParameters: { forkTaskType: HTTP, forkTaskInputs:"
          + " [{ uri: \"http://localhost/a\" }, { uri: \"http://b.example\" }] }"))
    #expect(step("f.1", of: result) == ["tool: http.localhost", "then: f.2"])
    #expect(step("f.2", of: result) == ["tool: http.b.example", "then: end"])
    #expect(result.found == ["3: TP1008", "3: TP1013"])
  }
}
