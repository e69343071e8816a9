import PolicyDiagnostics
import PolicySyntax

// What integrations call, after the lists of optimized and AWS SDK integrations of Step Functions
// (https://docs.aws.amazon.com/step-functions/latest/dg/integrate-services.html).
extension StatesReader {
  /// Parameters that say whom a service reaches, and where that may be elsewhere.
  private static let targets: [String: String] = [
    "lambda": "FunctionName", "sns": "TopicArn", "sqs": "QueueUrl", "apigateway": "ApiEndpoint",
  ]

  /// Services without regions, and the region of their control plane
  /// (https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html).
  private static let withoutRegion: [String: String] = [
    "iam": "us-east-1", "organizations": "us-east-1", "account": "us-east-1",
    "route53": "us-east-1", "cloudfront": "us-east-1", "waf": "us-east-1", "shield": "us-east-1",
    "budgets": "us-east-1", "costexplorer": "us-east-1", "support": "us-east-1",
    "route53domains": "us-east-1", "globalaccelerator": "us-west-2",
  ]

  /// Services that keep nothing of what a call shows them.
  private static let keepingNothing: Set<String> = ["lambda", "bedrock", "bedrockruntime"]

  /// Services that Step Functions calls with names of its own, beside `aws-sdk`.
  private static let optimized: Set<String> = [
    "apigateway", "athena", "aws-sdk", "batch", "bedrock", "codebuild", "databrew", "dynamodb",
    "ecs", "eks", "elasticmapreduce", "emr-containers", "emr-serverless", "events", "glue", "http",
    "lambda", "mediaconvert", "s3", "sagemaker", "sns", "sqs", "states",
  ]

  mutating func callService(_ service: String, _ action: String, _ call: StateCall) {
    let isSDK = call.resource.text.contains(":aws-sdk:")
    guard isSDK || Self.optimized.contains(service) else {
      findings.raise(.notUnderstood("service `\(service)`", at: call.resource))
      draft[call.number].action = .unknown("service \(service) is not understood")
      return
    }
    switch (service, action) {
    case ("http", _): callHost(call, "ApiEndpoint")
    case ("apigateway", _): callHost(call, "ApiEndpoint")
    case ("lambda", "invoke"): callFunction(call)
    case ("states", "startExecution"), ("sfn", "startExecution"), ("sfn", "startSyncExecution"):
      startMachine(call)
    case ("bedrock", "invokeModel"), ("bedrockruntime", "invokeModel"),
      ("bedrockruntime", "converse"), ("bedrockruntime", "startAsyncInvoke"):
      askModel(call, parameter: "ModelId")
    case ("bedrockagentruntime", "retrieveAndGenerate"):
      openIfUnbound(call, "the model behind `\(call.name)`")
    case ("bedrockagentruntime", "invokeAgent"), ("bedrockagentruntime", "invokeFlow"),
      ("bedrockagentruntime", "invokeInlineAgent"):
      openIfUnbound(call, "what the agent of `\(call.name)` calls")
    default: callRegional(service, action, call)
    }
  }

  private mutating func openIfUnbound(_ call: StateCall, _ what: String) {
    open(call, what, binding: call.name, at: call.resource)
  }

  // MARK: Regions

  /// A service in the region of the machine, and in those that its parameters name.
  private mutating func callRegional(_ service: String, _ action: String, _ call: StateCall) {
    var region = Self.withoutRegion[service]
    if let target = Self.targets[service], let value = value(target, of: call) {
      switch value {
      case .literal(let text, let node):
        if let bound = declared(text) {
          draft[call.number].action = bound
          return
        }
        if let stated = self.region(of: text) {
          region = stated
          draft[call.number].actionNode = shownAt ?? node
        }
      case .substituted: break
      case .open(let node):
        return open(
          call, "the target of `\(call.name)`", binding: "\(call.name).\(target)", at: node)
      }
    }
    finish(
      call, .tool, "\(service).\(action)", in: region,
      retains: Self.keepingNothing.contains(service) ? "0 days" : nil,
      otherRegions: otherRegions(call, than: region))
  }

  /// Regions of ARNs that stand among the parameters.
  private mutating func otherRegions(_ call: StateCall, than region: String?) -> [String] {
    guard let node = call.parametersNode else { return [] }
    var found: [String] = []
    for index in node.index..<Int(node.record.next) {
      let inner = Node(tree: node.tree, index: index)
      guard inner.kind == .scalar, inner.bytes.starts(with: Array("arn:".utf8)),
        let text = resolved(inner.text), let arn = ARN(text), !arn.region.isEmpty,
        arn.region != region, arn.region != settings.deployRegion, !found.contains(arn.region)
      else { continue }
      found.append(arn.region)
    }
    return found
  }

  /// The region of an ARN, or of a host such as `sqs.eu-west-1.amazonaws.com`.
  private func region(of text: String) -> String? {
    if let arn = ARN(text) { return arn.region.isEmpty ? nil : arn.region }
    return host(of: text).flatMap { ServicePlaces.region(ofAmazonHost: $0) }
  }

  // MARK: Hosts

  /// A host without its port; `nil` for what is none, such as the name of a queue.
  private func host(of text: String) -> String? {
    let host = ServicePlaces.writtenHost(of: text).prefix { $0 != ":" }.lowercased()
    return host.contains(".") ? host : nil
  }

  private mutating func callHost(_ call: StateCall, _ parameter: String) {
    switch value(parameter, of: call) {
    case nil:
      findings.raise(
        .notStates("`\(call.name)` states no `\(parameter)`", at: call.state.key))
    case .open(let node):
      open(call, "the host of `\(call.name)`", binding: "\(call.name).\(parameter)", at: node)
    case .substituted(let variable, let node):
      open(call, "the host of `\(call.name)`", binding: variable, at: node)
    case .literal(let text, let node):
      draft[call.number].actionNode = shownAt ?? node
      if let bound = declared(text) {
        draft[call.number].action = bound
        return
      }
      guard let host = host(of: text) else {
        return open(
          call, "the host of `\(call.name)`", binding: "\(call.name).\(parameter)", at: node)
      }
      if let region = ServicePlaces.region(ofAmazonHost: host) {
        return finish(call, .tool, "http.\(host)", in: region, retains: nil)
      }
      let name = "direct.\(host)"
      draft[call.number].action = .call(
        WorkflowDraft.Service(.tool, name, at: .endpointClass(PolicyNames.name(name))))
    }
  }

  // MARK: Functions

  private mutating func callFunction(_ call: StateCall) {
    switch value("FunctionName", of: call) {
    case nil:
      findings.raise(
        .notStates("`\(call.name)` states no `FunctionName`", at: call.state.key))
    case .open(let node):
      open(
        call, "the function of `\(call.name)`", binding: "\(call.name).FunctionName", at: node)
    case .substituted(let variable, _):
      finish(call, .tool, "lambda.\(variable)", in: nil, retains: "0 days")
    case .literal(let text, let node):
      draft[call.number].actionNode = shownAt ?? node
      if let bound = declared(text) {
        draft[call.number].action = bound
        return
      }
      let arn = ARN(text)
      // `name`, `name:alias`, `account:function:name` or an ARN.
      let parts = (arn?.resource ?? text).split(separator: ":").map(String.init)
      let index = parts.firstIndex(of: "function").map { $0 + 1 } ?? 0
      let name = index < parts.count ? parts[index] : text
      let region = arn.flatMap { $0.region.isEmpty ? nil : $0.region }
      finish(call, .tool, "lambda.\(name)", in: region, retains: "0 days")
    }
  }

  // MARK: Models

  private mutating func askModel(_ call: StateCall, parameter: String) {
    switch value(parameter, of: call) {
    case nil:
      findings.raise(.notStates("`\(call.name)` states no `\(parameter)`", at: call.state.key))
    case .open(let node):
      open(call, "the model of `\(call.name)`", binding: "\(call.name).\(parameter)", at: node)
    case .substituted(let variable, let node):
      open(call, "the model of `\(call.name)`", binding: variable, at: node)
    case .literal(let text, let node):
      draft[call.number].actionNode = shownAt ?? node
      if let bound = declared(text) {
        draft[call.number].action = bound
        return
      }
      switch BedrockModel(text) {
      case .inRegion(let model, let region):
        finish(call, .model, "bedrock.\(model)", in: region, retains: "0 days")
      case .profile(let profile, let region): ask(call, profile, region)
      case .open:
        open(
          call, "the model behind `\(call.name)`", binding: "\(call.name).\(parameter)", at: node)
      }
    }
  }

  /// A profile routes to regions that depend on the one that it is called from.
  private mutating func ask(_ call: StateCall, _ profile: String, _ region: String?) {
    guard let source = region ?? settings.deployRegion else {
      return finish(call, .model, "bedrock.\(profile)", in: nil, retains: "0 days")
    }
    let name = PolicyNames.name("bedrock.\(profile).from.\(source)")
    let ofClass = BedrockIdentifier.endpointClass(of: profile, from: source)
    draft[call.number].action = .call(
      WorkflowDraft.Service(.model, name, at: .endpointClass(ofClass), provider: "aws"))
  }

  // MARK: Other machines

  private mutating func startMachine(_ call: StateCall) {
    let parameter = "StateMachineArn"
    switch value(parameter, of: call) {
    case nil:
      findings.raise(.notStates("`\(call.name)` states no `\(parameter)`", at: call.state.key))
    case .open(let node):
      guard
        node.text.contains("$$.StateMachine.Id") || node.text.contains("context.StateMachine.Id")
      else {
        return open(
          call, "the machine that `\(call.name)` starts", binding: "\(call.name).\(parameter)",
          at: node)
      }
      startAgain(call, ["itself"], node)
    case .substituted(let variable, let node):
      open(call, "the machine that `\(call.name)` starts", binding: variable, at: node)
    case .literal(let text, let node):
      draft[call.number].actionNode = shownAt ?? node
      if let bound = declared(text) {
        draft[call.number].action = bound
      } else if started.contains(text) {
        startAgain(call, started + [text], node)
      } else if let other = settings.others[text] {
        start(other, text, call)
      } else {
        open(
          call, "what the machine does that `\(call.name)` starts",
          binding: "\(call.name).\(parameter)", at: node)
      }
    }
  }

  /// What a machine does that starts itself, its plan holds already.
  private mutating func startAgain(_ call: StateCall, _ names: [String], _ node: Node) {
    findings.raise(.recursion(names, at: node))
    finish(call, .tool, "states.startExecution", in: nil, retains: nil)
  }

  private mutating func start(_ other: WorkflowSource, _ name: String, _ call: StateCall) {
    let outer = (shownAt, started)
    shownAt = shownAt ?? call.state.key
    started.append(name)
    let scope = Scope(
      prefix: "\(call.name).", next: draft[call.number].then, onFail: draft[call.number].onFail,
      usesJSONata: false)
    finish(call, .tool, "states.startExecution", in: nil, retains: nil)
    if let entry = machine(other.root, scope) { draft[call.number].then = entry }
    (shownAt, started) = outer
  }
}

/// What an id or ARN of a model says of where it runs
/// (https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html).
enum BedrockModel: Equatable {
  /// A model in one region; that of the machine where the id says none.
  case inRegion(String, region: String?)
  /// An inference profile, by the region that it is called from.
  case profile(String, region: String?)
  /// An id behind which anything may be: a profile of the customer's own, a prompt, a router.
  case open

  /// What stands before the provider in the ids of profiles.
  private static let areas: Set<String> = [
    "us", "us-gov", "eu", "apac", "jp", "au", "ca", "in", "sa", "me", "global",
  ]

  init(_ text: String) {
    guard let arn = ARN(text) else {
      self = Self.named(text, region: nil)
      return
    }
    let parts = arn.resource.split(separator: "/", maxSplits: 1).map(String.init)
    let region = arn.region.isEmpty ? nil : arn.region
    guard arn.service == "bedrock", parts.count == 2 else {
      self = .open
      return
    }
    switch parts[0] {
    case "foundation-model": self = .inRegion(parts[1], region: region)
    case "inference-profile": self = Self.named(parts[1], region: region)
    case "provisioned-model", "custom-model", "custom-model-deployment", "imported-model":
      self = .inRegion("\(parts[0]).\(parts[1])", region: region)
    default: self = .open
    }
  }

  private static func named(_ text: String, region: String?) -> BedrockModel {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard let first = parts.first, parts.count > 1, !first.isEmpty else { return .open }
    if areas.contains(String(first)) { return .profile(text, region: region) }
    // A prefix that is not known may lead anywhere.
    return parts.count == 2 || parts[1].first?.isNumber == true
      ? .inRegion(text, region: region) : .profile(text, region: region)
  }
}
