import PolicyDiagnostics
import PolicyFormatter
import PolicyImport
import PolicySyntax
import TestSupport
import Testing

/// Whatever a file of these formats holds, it is imported or refused with a finding that has a place.
@Suite struct HostileFormatTests {
  private static let formats: [ImportFormat] = [.litellm, .conductor, .serverlessWorkflow]

  private static func whole(_ format: ImportFormat) -> String {
    switch format {
    case .asl: "{}"
    case .litellm:
      """
      { "model_list": [
        { "model_name": "a", "litellm_params": { "model": "azure/x", "api_base": "https://h/", "rpm": 3 } },
        { "model_name": "b/*", "litellm_params": { "model": "bedrock/eu.amazon.x" },
          "model_info": { "id": "i", "access_groups": ["g"] } } ],
        "router_settings": { "fallbacks": [{ "a": ["b/c", "i"] }], "model_group_alias": { "c": "a" } },
        "litellm_settings": { "callbacks": ["otel"], "cache": true },
        "teams": [{ "team_id": "t", "models": ["g"], "max_budget": 1.5, "budget_duration": "7d" }],
        "keys": [{ "key_alias": "k", "team_id": "t", "rpm_limit": 3 }] }
      """
    case .conductor:
      """
      { "name": "w", "timeoutSeconds": 9, "failureWorkflow": "f", "tasks": [
        { "name": "m", "taskReferenceName": "m", "type": "LLM_CHAT_COMPLETE",
          "inputParameters": { "llmProvider": "openai", "model": "${x}", "webSearch": true } },
        { "name": "s", "taskReferenceName": "s", "type": "SWITCH", "decisionCases": { "a": [
          { "name": "h", "taskReferenceName": "h", "type": "HUMAN", "optional": true }] } },
        { "name": "f", "taskReferenceName": "f", "type": "FORK_JOIN", "forkTasks": [[
          { "name": "l", "taskReferenceName": "l", "type": "DO_WHILE",
            "loopCondition": "$.l['iteration'] < 3", "loopOver": [
              { "name": "w", "taskReferenceName": "w" }] }]] },
        { "name": "j", "taskReferenceName": "j", "type": "JOIN", "joinOn": ["l"] }] }
      """
    case .serverlessWorkflow:
      """
      { "document": { "dsl": "1.0.3", "name": "w" },
        "use": { "functions": { "f": { "call": "http", "with": { "endpoint": "http://a/b" } } },
          "extensions": [{ "x": { "extend": "all", "before": [{ "e": { "emit": {} } }] } }] },
        "do": [
          { "a": { "try": [{ "b": { "call": "f", "then": "exit" } }],
                   "catch": { "when": "x", "retry": { "limit": { "attempt": { "count": 2 } } } } } },
          { "c": { "fork": { "branches": [{ "d": { "wait": "PT1S" } }, { "g": { "call": "g" } }] } } },
          { "h": { "switch": [{ "i": { "when": "x", "then": "a" } }] } },
          { "k": { "for": { "in": "x" }, "do": [{ "l": { "run": { "shell": { "command": "x" } } } }] } }] }
      """
    }
  }

  private func expectSound(_ text: String, _ format: ImportFormat, _ what: String) {
    let ending = format.fileEndings.first { $0.hasSuffix(".json") } ?? ".json"
    let sample = ImportedText(text, as: format, named: "w" + ending)
    #expect(!sample.isRefused || sample.findings.contains { $0.severity == .error }, "\(what)")
    #expect(sample.findings.allSatisfy { $0.span != nil }, "\(what)")
    guard !sample.isRefused else { return }
    guard case .formatted = PolicyFormatter.format(Array(sample.text.utf8)) else {
      Issue.record("what is written does not parse: \(what)")
      return
    }
  }

  @Test(arguments: formats) func `the samples are imported`(format: ImportFormat) {
    let ending = format.fileEndings.first { $0.hasSuffix(".json") } ?? ".json"
    let sample = ImportedText(Self.whole(format), as: format, named: "w" + ending)
    #expect(!sample.isRefused, "\(sample.found)")
  }

  @Test(arguments: formats) func `a file that ends anywhere is refused`(format: ImportFormat) {
    let bytes = Array(Self.whole(format).utf8)
    for count in stride(from: 0, to: bytes.count - 1, by: 7) {
      expectSound(String(decoding: bytes[..<count], as: UTF8.self), format, "first \(count) bytes")
    }
  }

  @Test(arguments: formats)
  func `a file with bytes changed is imported or refused`(format: ImportFormat) {
    let bytes = Array(Self.whole(format).utf8)
    for index in stride(from: 0, to: bytes.count, by: 5) {
      for byte in [UInt8(ascii: "\""), UInt8(ascii: "["), UInt8(ascii: "1"), 0xFF] {
        var changed = bytes
        changed[index] = byte
        expectSound(
          String(decoding: changed, as: UTF8.self), format, "byte \(index) is \(byte)")
      }
    }
  }

  /// Every value of the samples in turn as something else.
  @Test(arguments: formats)
  func `values of other kinds are imported or refused`(format: ImportFormat) {
    let text = Self.whole(format)
    let bytes = Array(text.utf8)
    var findings = Findings()
    let tree = parseTrees(of: bytes, source: SourceID(0), notation: .json, into: &findings).first
    for record in tree?.nodes.dropFirst() ?? [] {
      for other in ["null", "[]", "{}", "7", "\"\u{202E}\"", "[[{}]]"] {
        let changed =
          bytes[..<Int(record.start)] + Array(other.utf8) + bytes[Int(record.end)...]
        expectSound(
          String(decoding: changed, as: UTF8.self), format, "\(other) at \(record.start)")
      }
    }
  }

  @Test(arguments: formats) func `what is nested too deep is refused`(format: ImportFormat) {
    let deep = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
    let sample = ImportedText(deep, as: format)
    #expect(sample.isRefused)
    #expect(sample.found.contains("1: TP0140"))
  }

  @Test func `workflows that start each other in a chain come to an end`() {
    let workflows = (0..<200).map { index in
      """
      - name: w\(index)
        tasks:
          - { name: n, taskReferenceName: n, type: SUB_WORKFLOW, subWorkflowParam: { name: w\(index + 1) } }

      """
    }
    let sample = ImportedText(workflows.joined(), as: .conductor)
    #expect(sample.isRefused)
    #expect(sample.found.contains { $0.hasSuffix("TP1003") })
  }

  @Test func `workflows that start each other twice come to an end`() {
    let workflows = (0..<40).map { index in
      """
      - name: w\(index)
        tasks:
          - { name: a, taskReferenceName: a, type: SUB_WORKFLOW, subWorkflowParam: { name: w\(index + 1) } }
          - { name: b, taskReferenceName: b, type: SUB_WORKFLOW, subWorkflowParam: { name: w\(index + 1) } }

      """
    }
    let sample = ImportedText(workflows.joined(), as: .conductor)
    #expect(sample.isRefused)
    #expect(sample.found.contains { $0.hasSuffix("TP1003") })
  }

  @Test(
    arguments: zip(
      ImportFormat.allCases,
      [
        (head: #""StartAt": "S", "States": { "S": { "Type": "Pass", "End": true } }"#, more: ""),
        (
          #""model_list": [{ "model_name": "a", "litellm_params": { "model": "gpt-5" } }], "#
            + #""router_settings": { "x": 1"#, "}"
        ), (#""name": "w", "tasks": []"#, ""),
        (
          #""document": { "dsl": "1.0.0", "namespace": "n", "name": "w", "version": "1.0.0" }, "#
            + #""do": []"#, ""
        ),
      ]))
  func `of many findings of a rule a thousand are told, and how many more there are`(
    format: ImportFormat, text: (head: String, more: String)
  ) throws {
    let unknown = (0..<1_200).map { ", \"s\($0)\": 1" }.joined()
    let sample = ImportedText("{ \(text.head)\(unknown)\(text.more) }", as: format)
    let told = sample.findings.filter { $0.rule.code == "TP1001" }
    #expect((1_001...1_002).contains(told.count), "\(sample.found.prefix(3))")
    #expect(told.last?.message.hasSuffix("more of these are not listed, from here on") == true)
  }

  @Test func `names and keys that look like something else are names`() {
    let sample = ImportedText(
      """
      model_list:
        - model_name: "a\\nplan: x"
          litellm_params: { model: bedrock/amazon.x, aws_region_name: "eu-west-1 # x" }
        - model_name: "\\e[31m"
          litellm_params: { model: bedrock/amazon.x, aws_region_name: "eu\\u0007" }
      """, as: .litellm)
    #expect(!sample.text.utf8.contains(0x1B))
    #expect(!sample.text.utf8.contains(0x07))
    #expect(
      sample.lines.filter { $0.hasPrefix("plan: ") }.allSatisfy { $0.hasPrefix("plan: test.") })
  }
}
