import PolicyDiagnostics
import PolicyFormatter
import PolicyImport
import PolicySyntax
import TestSupport
import Testing

/// Whatever a workflow holds, it is imported or refused with a finding that has a place.
@Suite struct HostileWorkflowTests {
  private static let whole = """
    { "StartAt": "A", "States": {
      "A": { "Type": "Choice", "Choices": [{ "Variable": "$.x", "IsNull": true, "Next": "B" }],
             "Default": "M" },
      "B": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
             "Parameters": { "FunctionName": "${F}" }, "Catch": [{ "ErrorEquals": ["States.ALL"],
             "Next": "A" }], "End": true },
      "M": { "Type": "Map", "ItemProcessor": { "StartAt": "P", "States": {
             "P": { "Type": "Pass", "End": true } } }, "End": true } } }
    """

  private func expectSound(_ sample: ImportedSample, _ what: String) {
    #expect(!sample.isRefused || sample.findings.contains { $0.severity == .error }, "\(what)")
    #expect(sample.findings.allSatisfy { $0.span != nil || $0.rule.code == "TP1011" }, "\(what)")
    guard !sample.isRefused else { return }
    guard case .formatted = PolicyFormatter.format(Array(sample.text.utf8)) else {
      Issue.record("what is written does not parse: \(what)")
      return
    }
  }

  @Test func `a machine that ends anywhere is refused`() {
    let bytes = Array(Self.whole.utf8)
    for count in stride(from: 0, to: bytes.count - 1, by: 3) {
      let sample = ImportedSample(String(decoding: bytes[..<count], as: UTF8.self))
      #expect(sample.isRefused)
      expectSound(sample, "first \(count) bytes")
    }
  }

  @Test func `a machine with bytes changed is imported or refused`() {
    let bytes = Array(Self.whole.utf8)
    for index in stride(from: 0, to: bytes.count, by: 2) {
      for byte in [UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "x"), 0, 0xFF] {
        var changed = bytes
        changed[index] = byte
        let text = String(decoding: changed, as: UTF8.self)
        expectSound(ImportedSample(text), "byte \(index) is \(byte)")
      }
    }
  }

  @Test(arguments: [
    "", "[]", "1", "null", "{}", #"{"StartAt": 1, "States": []}"#,
    #"{"StartAt": "A", "States": {}}"#, #"{"StartAt": "A", "States": {"A": 1}}"#,
    #"{"StartAt": "A", "States": {"A": {"Type": "Task"}}}"#,
    #"{"StartAt": "A", "States": {"A": {"Type": "Map", "End": true}}}"#,
    #"{"StartAt": "A", "States": {"A": {"Type": "Parallel", "Branches": [1], "End": true}}}"#,
    #"{"StartAt": "A", "States": {"A": {"Type": "Choice", "Choices": []}}}"#,
    #"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}}}"#,
    #"{"StartAt": "A", "States": {"A": {"Type": "Pass"}}}"#,
  ])
  func `what is no machine is refused with a place`(_ text: String) {
    let sample = ImportedSample(text)
    #expect(sample.isRefused)
    expectSound(sample, text)
  }

  @Test(arguments: [
    "end", "fail", "any", "-", "", "..", "a b", "a: b", "\u{E4}\u{F6}", "# x", "' \\\" ", "\\n",
    "\\u001b[31m", "plan", "---", String(repeating: "n", count: 200), "execution", "data",
  ])
  func `names are made names of policies`(_ name: String) {
    let text = """
      { "StartAt": "\(name)", "States": {
        "\(name)": { "Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:1:function:\(name)",
          "End": true } } }
      """
    expectSound(ImportedSample(text), name)
  }

  @Test func `passes that lead in a circle, and choices of themselves, come to an end`() {
    let circle = """
      { "StartAt": "A", "States": { "A": { "Type": "Pass", "Next": "B" },
        "B": { "Type": "Wait", "Seconds": 1, "Next": "A" } } }
      """
    #expect(ImportedSample(circle).has("then: fail"))
    let choice = """
      { "StartAt": "A", "States": { "A": { "Type": "Choice",
        "Choices": [{ "Variable": "$", "IsNull": true, "Next": "A" }], "Default": "A" } } }
      """
    #expect(ImportedSample(choice).codes == ["TP1009"])
  }

  @Test func `what a plan cannot hold is refused`() {
    let states = (0..<1_001).map { number in
      """
      "S\(number)": { "Type": "Task", "Resource": "${F}", \
      \(number == 1_000 ? "\"End\": true" : "\"Next\": \"S\(number + 1)\"") }
      """
    }
    let sample = ImportedSample(
      "{ \"StartAt\": \"S0\", \"States\": { \(states.joined(separator: ",\n")) } }")
    #expect(sample.codes == ["TP1003"])
  }

  @Test func `machines in each other come to the limit of what is nested`() {
    var text = #"{"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}"#
    for _ in 0..<40 {
      text =
        #"{"StartAt": "P", "States": {"P": {"Type": "Parallel", "Branches": [\#(text)], "End": true}}}"#
    }
    let sample = ImportedSample(text)
    #expect(sample.isRefused)
    expectSound(sample, "nested")
  }
}
