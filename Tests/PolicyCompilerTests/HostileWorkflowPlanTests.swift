import HostileInput
import PolicyDiagnostics
import TestSupport
import Testing

/// Whatever the file of a workflow holds that a plan is made from: every finding lies in its source, nothing
/// that is shown is obeyed, and what checks becomes a bundle that opens.
@Suite struct HostileWorkflowPlanTests {
  private static let world =
    platform(using: "aws, direct")
      + """
      ---
      plan: { from: m.asl.json, deploy_region: eu-central-1, retains: 30 days }

      """

  private static let machine = """
    {"StartAt":"A","States":{
    "A":{"Type":"Choice","Choices":[{"Variable":"$.x","IsNull":true,"Next":"B"}],"Default":"M"},
    "B":{"Type":"Task","Resource":"arn:aws:states:::bedrock:invokeModel",
    "Parameters":{"ModelId":"eu.amazon.nova-pro-v1:0"},
    "Catch":[{"ErrorEquals":["States.ALL"],"Next":"A"}],"End":true},
    "M":{"Type":"Map","ItemProcessor":{"StartAt":"P","States":{
    "P":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:1:function:f","End":true}}},"End":true}}}
    """

  private func faults(_ bytes: [UInt8]) -> [String] {
    let entries = ["m.asl.json", "p.yaml"].map { SourceMap.Entry(path: $0, name: $0) }
    let sources = SourceMap(entries) { entry in
      .success(entry.name == "p.yaml" ? Array(Self.world.utf8) : bytes)
    }
    return frontEndFaults(sources, formats: [.human])
  }

  @Test func `a machine as it is has no fault`() {
    #expect(faults(Array(Self.machine.utf8)) == [])
  }

  @Test(arguments: Array("\"{}[],:x\u{0}".utf8) + [0xFF])
  func `a machine with a byte changed has none`(_ byte: UInt8) {
    let bytes = Array(Self.machine.utf8)
    for index in evenSample(16, of: bytes.count, seed: UInt64(byte)) {
      var changed = bytes
      changed[index] = byte
      #expect(faults(changed) == [], "byte \(index) is \(byte)")
    }
  }

  @Test func `a machine that is cut short, doubled or empty has none`() {
    let bytes = Array(Self.machine.utf8)
    for count in evenSample(12, of: bytes.count, seed: 1) {
      #expect(faults(Array(bytes[..<count])) == [], "\(count) bytes")
    }
    #expect(faults(bytes + bytes) == [])
    #expect(faults([]) == [])
  }
}
