import TestSupport
import Testing

/// Workflows of other tools, imported and in place.
@Suite struct ImportTests {
  private let root = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()

  @Test(arguments: [
    ("eu-profile-with-zurich", 6, "TP0802", "machine.asl.json:9:", "process in `eu-central-2`"),
    ("global-fallback", 6, "TP0802", "machine.asl.json:28:", "`Sum-up-anywhere` calls"),
    (
      "search-grounding", 6, "TP0802", "machine.asl.json:20:",
      "`Search` calls `direct.api.tavily.com`"
    ),
    ("trace-sink-in-the-us", 6, "TP0802", "policies.yaml:", "trace is written to `traces`"),
    ("wait-without-timeout", 0, "TP1007", "machine.asl.json:7:", "may wait for ever"),
    ("forced-retention", 6, "TP0804", "policies.yaml:", "may keep data for longer"),
    (
      "group-across-countries", 6, "TP0802", "gateway.litellm.yaml:4:",
      "process in `canadacentral`"
    ),
    (
      "fallback-beyond-allow-list", 3, "TP1061", "gateway.litellm.yaml:10:",
      "calls of `small` come to `large`"
    ),
    ("reservations-above-the-pool", 3, "TP0508", "policies.yaml:", "13 slots are guaranteed"),
  ])
  func `an incident is caught with its way`(
    _ name: String, _ status: Int, _ code: String, _ place: String, _ words: String
  ) throws {
    let result = try runCommand("check", "policies/incidents/\(name)", in: root)
    #expect(result.status == Int32(status))
    for part in [code, "policies/incidents/\(name)/\(place)", words] {
      #expect(result.output.contains(part), "no \(part) in \(result.output)")
    }
  }

  @Test(arguments: [
    ("single-country", []), ("data-zone", []), ("multi-region", []), ("region-of-the-machine", []),
    ("prefix-of-another-area", ["TP1042"]),
  ])
  func `a control is not`(_ name: String, _ codes: [String]) throws {
    let result = try runCommand(
      "check", "policies/incidents/controls/\(name)", "-f", "json", in: root)
    #expect(result.status == 0)
    #expect(result.output.contains("\"TP") == !codes.isEmpty)
    for code in codes { #expect(result.output.contains(code)) }
  }

  @Test func `incidents are kept apart from the policies that they lie among`() throws {
    #expect(try runCommand("check", "policies", in: root).status == 0)
  }

  @Test func `policies that were written say the same as the workflow in place`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.machine, to: "m.asl.json")
    let written = try runCommand(
      "import", "asl", "m.asl.json", "--deploy-region", "eu-central-1", "--retains", "30 days",
      "-o", "policies/m.yaml", in: folder.path)
    #expect(written.status == 1, "the folder is not there")
    try folder.write(platform(using: "aws, m"), to: "policies/world.yaml")
    let again = try runCommand(
      "import", "asl", "m.asl.json", "--deploy-region", "eu-central-1", "--retains", "30 days",
      "-o", "policies/m.yaml", in: folder.path)
    #expect(again.status == 0, "\(again.errors)")
    let verified = try runCommand("verify", "policies", in: folder.path)
    #expect(verified.status == 6)
    #expect(verified.output.contains("policies/m.yaml:"))
    let counted = try runCommand(
      "import", "asl", "m.asl.json", "--count", "--deploy-region", "eu-central-1", in: folder.path)
    #expect(counted.status == 0)
    #expect(counted.output.contains("1 workflow: 0 proved, 1 violated, 0 unknown, 0 refused"))
  }

  @Test func `an edit of a catalogue is a change of policy`() throws {
    let folder = try TemporaryFolder()
    for (name, regions) in [("old", "[eu-central-1]"), ("new", "[eu-central-1, eu-central-2]")] {
      let model = "class: own.model, retains: 0 days"
      try folder.write(
        """
        \(platform(using: "aws, own").replacing(
          "tools: {}\nendpoints: {}",
          with: "tools: { look: {} }\nendpoints: { look: { serves: look, \(model) } }"))
        ---
        plan: look
        input: { data: [pii] }
        steps: { look: { tool: look, reads: [data], then: end } }
        checkpoint: none
        ---
        catalogue: own
        source: the contract
        endpoint_classes:
          own.model: { process: \(regions), store: none, log: eu-central-1 }

        """, to: "\(name)/policies.yaml")
    }
    let result = try runCommand("diff", "old", "new", in: folder.path)
    #expect(result.output.contains("[eu-central-1] -> [eu-central-1, eu-central-2]"))
    #expect(result.output.contains("widened for 1 tenant"))
  }

  @Test func `what cannot be imported ends with 3 and a place`() throws {
    let folder = try TemporaryFolder()
    try folder.write("{ \"StartAt\": ", to: "m.asl.json")
    let result = try runCommand("import", "asl", "m.asl.json", in: folder.path)
    #expect(result.status == 3)
    #expect(result.output.contains("m.asl.json:1:"))
    #expect(try runCommand("import", "conducter", "m.asl.json", in: folder.path).status == 2)
    #expect(try runCommand("catalogue", "show", "awss", in: folder.path).status == 2)
  }

  @Test func `standard input is a workflow as well, and a folder is none`() throws {
    let piped = try runCommand("import", "asl", "-", input: Self.machine)
    #expect(piped.status == 0, "\(piped.errors)")
    #expect(piped.output.contains("plan: stdin  # <stdin>:1\n"))
    let folder = try TemporaryFolder()
    try folder.write(Self.machine, to: "machines/m.asl.json")
    try folder.write("{ \"inferenceProfileSummaries\": [] }", to: "lists/p.json")
    for words in [
      ["import", "asl", "machines"], ["catalogue", "import", "bedrock-profiles", "lists"],
    ] {
      let result = try run([try commandPath()] + words, in: folder.path)
      #expect(result.status == 1)
      #expect(
        result.errors.contains("`\(words.last ?? "")`: it is a folder, and one file is wanted"))
    }
  }

  private static let machine = """
    { "StartAt": "S", "States": { "S": { "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:1:function:f", "End": true } } }
    """
}
