import PolicyDiagnostics
import PolicyFormatter
import PolicyImport
import PolicySyntax
import Testing

/// What machines in the Amazon States Language become.
@Suite struct StatesLanguageTests {
  @Test(arguments: [
    ("arn:aws:lambda:eu-central-1:1:function:score:live", "{}", "tool: lambda.score.eu-central-1"),
    ("arn:aws:lambda:us-east-1:1:function:score", "{}", "tool: lambda.score.us-east-1"),
    ("${ScoreFunction}", "{}", "tool: lambda.ScoreFunction.eu-central-1"),
    (
      "arn:aws:states:::lambda:invoke", #"{"FunctionName": "1:function:score"}"#,
      "tool: lambda.score.eu-central-1"
    ),
    (
      "arn:aws:states:::lambda:invoke",
      #"{"FunctionName": "arn:aws:lambda:eu-west-1:1:function:score"}"#,
      "tool: lambda.score.eu-west-1"
    ),
    ("arn:aws:states:::dynamodb:putItem", "{}", "tool: dynamodb.putItem.eu-central-1"),
    ("arn:aws:states:::glue:startJobRun.sync", "{}", "tool: glue.startJobRun.eu-central-1"),
    (
      "arn:aws:states:::ecs:runTask.sync", #"{"Cluster": "arn:aws:ecs:eu-west-3:1:cluster/c"}"#,
      "tool: ecs.runTask.eu-central-1.eu-west-3"
    ),
    ("arn:aws:states:::aws-sdk:s3:getObject", "{}", "tool: s3.getObject.eu-central-1"),
    ("arn:aws:states:::aws-sdk:iam:listRoles", "{}", "tool: iam.listRoles.us-east-1"),
    ("arn:aws-cn:states:::sqs:sendMessage", "{}", "tool: sqs.sendMessage.eu-central-1"),
    (
      "arn:aws:states:::sqs:sendMessage",
      #"{"QueueUrl": "https://sqs.us-west-2.amazonaws.com/1/q"}"#, "tool: sqs.sendMessage.us-west-2"
    ),
    (
      "arn:aws:states:::sns:publish", #"{"TopicArn": "arn:aws:sns:${AWS::Region}:1:t"}"#,
      "tool: sns.publish.eu-central-1"
    ),
    (
      "arn:aws:states:::bedrock:invokeModel", #"{"ModelId": "anthropic.claude-v2:1"}"#,
      "model: bedrock.anthropic.claude-v2-1.eu-central-1"
    ),
    (
      "arn:aws:states:::aws-sdk:bedrockruntime:converse",
      #"{"ModelId": "eu.amazon.nova-pro-v1:0"}"#,
      "model: bedrock.eu.amazon.nova-pro-v1-0.from.eu-central-1"
    ),
    (
      "arn:aws:states:::bedrock:invokeModel",
      #"{"ModelId": "arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-v2"}"#,
      "model: bedrock.anthropic.claude-v2.eu-west-1"
    ),
    (
      "arn:aws:states:::bedrock:invokeModel",
      #"{"ModelId": "arn:aws:bedrock:eu-central-2:1:inference-profile/eu.amazon.nova-pro-v1:0"}"#,
      "model: bedrock.eu.amazon.nova-pro-v1-0.from.eu-central-2"
    ),
    (
      "arn:aws:states:::http:invoke", #"{"ApiEndpoint": "https://u@api.example.com:8/v1"}"#,
      "tool: direct.api.example.com"
    ),
    (
      "arn:aws:states:::apigateway:invoke",
      #"{"ApiEndpoint": "x1.execute-api.eu-north-1.amazonaws.com"}"#,
      "tool: http.x1.execute-api.eu-north-1.amazonaws.com.eu-north-1"
    ),
    // A region before an `@`, and one in somebody else's host, say nothing.
    (
      "arn:aws:states:::http:invoke",
      #"{"ApiEndpoint": "https://sqs.eu-west-1.amazonaws.com:x@evil.example/v1"}"#,
      "tool: direct.evil.example"
    ),
    (
      "arn:aws:states:::http:invoke",
      #"{"ApiEndpoint": "https://sqs.eu-west-1.amazonaws.evil.example/v1"}"#,
      "tool: direct.sqs.eu-west-1.amazonaws.evil.example"
    ),
  ])
  func `a resource says what is called and where`(
    _ resource: String, _ parameters: String, _ line: String
  ) {
    let sample = ImportedSample(machine(resource, parameters))
    #expect(sample.has(line), "\(sample.text)")
  }

  @Test(arguments: [
    ("lambda:invoke", #"{"FunctionName.$": "$.f"}"#, "S.FunctionName"),
    ("lambda:invoke", #"{"FunctionName": "{% $f %}"}"#, "S.FunctionName"),
    ("lambda:invoke", #""{% $arguments %}""#, "S.FunctionName"),
    ("bedrock:invokeModel", #"{"ModelId.$": "States.Format('{}', $.m)"}"#, "S.ModelId"),
    ("bedrock:invokeModel", #"{"ModelId": "${Model}"}"#, "Model"),
    (
      "bedrock:invokeModel",
      #"{"ModelId": "arn:aws:bedrock:eu-west-1:1:application-inference-profile/x"}"#, "S.ModelId"
    ),
    ("sns:publish", #"{"TopicArn.$": "$.t"}"#, "S.TopicArn"),
    ("http:invoke", #"{"ApiEndpoint": "${Host}"}"#, "Host"),
    ("states:startExecution.sync:2", #"{"StateMachineArn": "${Other}"}"#, "Other"),
    ("aws-sdk:bedrockagentruntime:invokeAgent", "{}", "S"),
  ])
  func `what is decided at run time is not known until it is bound`(
    _ resource: String, _ parameters: String, _ binding: String
  ) {
    let text = machine("arn:aws:states:::" + resource, parameters)
    let sample = ImportedSample(text)
    #expect(sample.codes == ["TP1002"])
    #expect(sample.lines.contains { $0.hasPrefix("unknown: ") })
    #expect(sample.findings.first?.help?.contains("'\(binding)=") == true)
    let bound = ImportedSample(text, bind: [binding: "tool:credit_bureau"])
    #expect(bound.codes == [])
    #expect(bound.has("tool: credit_bureau"))
  }

  @Test(arguments: [
    ("arn:aws:states:::nosuch:thing", "TP1001"), ("arn:aws:states:::lambda", "TP1001"),
    ("arn:aws:states:::lambda:invoke.later", "TP1001"), ("lambda:invoke", "TP1001"),
    ("arn:aws:states:::aws-sdk:", "TP1001"),
    ("arn:aws:states:eu-west-1:1:activity:check", "TP1007"),
    ("arn:aws:states:::sqs:sendMessage.waitForTaskToken", "TP1007"),
  ])
  func `what is not understood, or not waited for with a bound, is found`(
    _ resource: String, _ code: String
  ) {
    #expect(ImportedSample(machine(resource)).codes.contains(code))
  }

  @Test func `a timeout bounds a wait`() {
    let bounded = machine(
      "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "{}", #""HeartbeatSeconds": 60,"#)
    #expect(ImportedSample(bounded).codes == [])
  }

  @Test func `failures lead where catches say, and retries are counted`() {
    let sample = ImportedSample(
      machine(
        "arn:aws:lambda:eu-central-1:1:function:f", "{}",
        #"""
        "Retry": [{"ErrorEquals": ["A"], "MaxAttempts": 2}, {"ErrorEquals": ["B"]}],
        "TimeoutSeconds": 30, "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "S"}],
        """#))
    #expect(sample.has("retry: 5"))
    #expect(sample.has("timeout: 30 s"))
    #expect(sample.has("on_fail: S"))
    #expect(sample.has("at_most: 1"))
    #expect(sample.codes == ["TP1009"])
  }

  private static let task =
    #"{"Type": "Task", "Resource": "arn:aws:lambda:eu-central-1:1:function:NAME", "End": true}"#

  private func inner(_ name: String) -> String {
    let task = Self.task.replacing("NAME", with: name)
    return #"{"StartAt": "\#(name)", "States": {"\#(name)": \#(task)}}"#
  }

  @Test func `branches may begin in any order, and what follows comes after all`() {
    let sample = ImportedSample(
      """
      { "StartAt": "P", "States": {
        "P": { "Type": "Parallel", "Branches": [\(inner("a")), \(inner("b"))], "Next": "Z" },
        "Z": { "Type": "Fail" } } }
      """)
    #expect(sample.has("- { when: choice == 0, then: P.1.a }"))
    #expect(sample.has("else: P.2.b"))
    #expect(sample.has("then: P.2.b"))
    #expect(sample.has("then: fail"))
  }

  @Test func `a map reads, treats an item or none, and writes`() {
    let sample = ImportedSample(
      """
      { "StartAt": "M", "States": { "M": { "Type": "Map", "MaxConcurrency": 4,
        "ItemReader": { "Resource": "arn:aws:states:::s3:getObject" },
        "ResultWriter": { "Resource": "arn:aws:states:::s3:putObject" },
        "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTED" }, \(inner("a").dropFirst()),
        "End": true } } }
      """)
    #expect(sample.codes == [])
    #expect(sample.has("tool: s3.getObject.eu-central-1"))
    #expect(sample.has("- { when: choice == 0, then: M.a }"))
    #expect(sample.has("else: M.ResultWriter"))
    #expect(sample.has("tool: s3.putObject.eu-central-1"))
  }

  @Test func `a machine that another starts is part of it, and one that starts itself is found`() {
    let start = machine(
      "arn:aws:states:::states:startExecution", #"{"StateMachineArn": "${Other}"}"#)
    let sample = ImportedSample(
      start, bind: ["Other": "other.asl.json"], others: ["other.asl.json": inner("deep")])
    #expect(sample.has("tool: lambda.deep.eu-central-1"))
    #expect(sample.codes == [])
    let again = ImportedSample(
      start, bind: ["Other": "other.asl.json"], others: ["other.asl.json": start])
    #expect(again.codes == ["TP1006"])
  }

  @Test func `two services never have one name`() {
    let name = String(repeating: "n", count: 120)
    let tasks = ["eu-west-1", "us-east-1"].map { region in
      """
      "\(region)": { "Type": "Task", "Resource": "arn:aws:lambda:\(region):1:function:\(name)", \
      "Next": "O" }
      """
    }
    let sample = ImportedSample(
      """
      { "StartAt": "C", "States": { \(tasks.joined(separator: ",")), "O": { "Type": "Succeed" },
        "C": { "Type": "Choice", "Choices": [{ "Next": "eu-west-1" }], "Default": "us-east-1" } } }
      """)
    #expect(Set(sample.lines.filter { $0.hasPrefix("tool: lambda.") }).count == 2)
    #expect(sample.has("process: [us-east-1]") && sample.has("process: [eu-west-1]"))
  }

  @Test func `YAML says the same as JSON`() {
    let yaml = ImportedSample(
      """
      StartAt: S
      States:
        S:
          Type: Task
          Resource: arn:aws:states:::aws-sdk:s3:getObject
          End: true
      """, file: "m.asl.yaml")
    #expect(
      yaml.lines
        == ImportedSample(machine("arn:aws:states:::aws-sdk:s3:getObject")).lines.map {
          $0.replacing("asl.json", with: "asl.yaml")
        })
  }

  @Test func `a line says where it came from, and its tree stands there`() throws {
    let text = "{\n \"StartAt\": \"S\",\n \"States\": {\n  \"S\": { \"Type\": \"Succeed\" } } }"
    let sample = ImportedSample(text)
    #expect(sample.text.contains("plan: m  # m.asl.json:1"))
    var findings = Findings()
    let workflow = try #require(
      WorkflowSource(Array(text.utf8), SourceID(7), file: "m.asl.json", into: &findings))
    let imported = ImportFormat.asl.read(workflow, ImportSettings(name: "m", deployRegion: "r"))
    let place = try #require(Origin(workflow.root, of: "m").place)
    for tree in imported.documents.trees(in: SourceID(7), otherwise: place, into: &findings) {
      #expect(tree.nodes.allSatisfy { $0.end <= UInt32(text.utf8.count) })
      #expect(tree.root.span.source == SourceID(7))
    }
  }
}
