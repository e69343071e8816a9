/// What the `Resource` of a state says.
enum ResourceForm: Equatable {
  /// A Lambda function by its ARN.
  case function(region: String, name: String)
  /// A function whose ARN is put in when the machine is deployed: `${CheckFunctionArn}`.
  case substituted(String)
  /// Workers outside ask for the task.
  case activity(region: String, name: String)
  /// An integration: `arn:aws:states:::sqs:sendMessage.waitForTaskToken`.
  case service(String, action: String, Pattern)
  case unknown

  enum Pattern: Equatable {
    case request
    /// The state waits until the job has ended.
    case job
    /// The state waits until somebody hands the task's token back.
    case token
  }

  init(_ text: String) {
    if let variable = substitution(text) {
      self = .substituted(variable)
      return
    }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 6, parts[0] == "arn", parts[1].hasPrefix("aws") else {
      self = .unknown
      return
    }
    switch (parts[2], parts[5]) {
    case ("lambda", "function") where parts.count >= 7 && !parts[3].isEmpty:
      self = .function(region: parts[3], name: parts[6])
    case ("states", "activity") where parts.count == 7:
      self = .activity(region: parts[3], name: parts[6])
    case ("states", _) where parts[3].isEmpty && parts[4].isEmpty:
      self = Self.integration(Array(parts[5...]))
    default: self = .unknown
    }
  }

  private static func integration(_ parts: [String]) -> ResourceForm {
    var parts = parts
    let isSDK = parts.first == "aws-sdk"
    if isSDK { parts.removeFirst() }
    guard parts.count >= 2, !parts[0].isEmpty else { return .unknown }
    let action = parts[1...].joined(separator: ":")
    guard let dot = action.firstIndex(of: ".") else {
      return .service(parts[0], action: action, .request)
    }
    let name = String(action[..<dot])
    switch action[dot...] {
    case ".sync", ".sync:2": return .service(parts[0], action: name, .job)
    case ".waitForTaskToken": return .service(parts[0], action: name, .token)
    default: return .unknown
    }
  }
}

/// The variable of a text that is nothing but `${Variable}`.
func substitution(_ text: String) -> String? {
  guard text.hasPrefix("${"), text.hasSuffix("}"), text.utf8.count > 3 else { return nil }
  let name = text.dropFirst(2).dropLast()
  return name.contains("$") || name.contains("}") ? nil : String(name)
}

/// The parts of an ARN that say where something is: partition, service, region and what it is.
struct ARN {
  let service: String
  let region: String
  let resource: String

  init?(_ text: String) {
    let parts = text.split(
      separator: ":", maxSplits: 5, omittingEmptySubsequences: false
    ).map(String.init)
    guard parts.count == 6, parts[0] == "arn", parts[1].hasPrefix("aws") else { return nil }
    (service, region, resource) = (parts[2], parts[3], parts[5])
  }
}
