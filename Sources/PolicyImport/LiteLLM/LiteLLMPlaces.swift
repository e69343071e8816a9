import PolicyModel
import PolicySyntax

/// The parameters of one deployment: its own, then those of the credential that it names, then those of
/// all; and what the environment holds as far as the configuration sets it.
struct LiteLLMParameters {
  let layers: [[String: Node]]
  let environment: [String: String]

  /// A parameter as text; what stands for a variable that the configuration does not set stays as it is
  /// written: `os.environ/AWS_REGION`.
  func text(_ key: String) -> String? {
    for layer in layers {
      guard let node = layer[key], node.kind == .scalar, !node.isNull else { continue }
      return resolved(node.text)
    }
    return nil
  }

  private func resolved(_ text: String) -> String {
    guard text.hasPrefix(LiteLLMPlace.variablePrefix) else { return text }
    return environment[String(text.dropFirst(LiteLLMPlace.variablePrefix.count))] ?? text
  }
}

// MARK: Deployments

extension LiteLLMPlace {
  static let variablePrefix = "os.environ/"

  /// Where a deployment runs. Only what decides it is believed: a region that a provider is asked for, an
  /// inference profile, an ARN. A name that looks like a country is none, and of a deployment in Azure
  /// neither its host nor its name says whether it is regional, of a data zone or global.
  init(ofModel model: String, _ parameters: LiteLLMParameters) {
    let (provider, name) = LiteLLMPlace.provider(of: model, parameters)
    switch provider {
    case "bedrock", "bedrock_converse", "sagemaker", "sagemaker_chat":
      self.init(ofAmazon: provider, model: name, parameters)
    case "vertex_ai", "vertex_ai_beta":
      let location =
        parameters.text("vertex_location") ?? parameters.text("vertex_ai_location")
        ?? "os.environ/VERTEXAI_LOCATION"
      self.init(region: location, provider: "vertex_ai")
    default:
      let address =
        parameters.text("api_base") ?? parameters.text("base_url") ?? parameters.text("endpoint")
      self.init(
        region: .unknown, key: address.map(hostOfAddress) ?? provider, provider: provider)
    }
  }

  /// A region that is named, or the variable that names it.
  init(region: String, provider: String) {
    let isVariable = region.hasPrefix(LiteLLMPlace.variablePrefix)
    self.init(
      region: isVariable ? .unknown : .named(region), key: hostOfAddress(region),
      provider: provider)
  }

  private init(ofAmazon provider: String, model: String, _ parameters: LiteLLMParameters) {
    let identifier = BedrockIdentifier(model)
    let asked =
      identifier.region ?? parameters.text("aws_region_name") ?? "os.environ/AWS_REGION"
    let source = LiteLLMPlace(region: asked, provider: "bedrock")
    if provider.hasPrefix("sagemaker") {
      self = source
    } else if let endpoint = parameters.text("aws_bedrock_runtime_endpoint") {
      self.init(region: .unknown, key: hostOfAddress(endpoint), provider: "bedrock")
    } else if identifier.isOpaque {
      self.init(region: .unknown, key: model, provider: "bedrock")
    } else if let profile = identifier.profile {
      var region: String?
      if case .named(let name) = source.region { region = name }
      self.init(
        region: .profile(profile, calledIn: region), key: source.key, provider: "bedrock")
    } else {
      self = source
    }
  }

  private static func provider(
    of model: String, _ parameters: LiteLLMParameters
  ) -> (provider: String, name: String) {
    let parts = model.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    if let custom = parameters.text("custom_llm_provider") {
      let isNamed = parts.count == 2 && String(parts[0]) == custom
      return (custom, isNamed ? String(parts[1]) : model)
    }
    if parts.count == 2 { return (String(parts[0]), String(parts[1])) }
    let known = [
      ("gpt-", "openai"), ("chatgpt", "openai"), ("o1", "openai"), ("o3", "openai"),
      ("o4", "openai"), ("ft:", "openai"), ("text-embedding", "openai"), ("dall-e", "openai"),
      ("tts-", "openai"), ("whisper", "openai"), ("claude", "anthropic"), ("gemini", "vertex_ai"),
      ("command", "cohere"), ("mistral", "mistral"),
    ]
    if let provider = known.first(where: { model.hasPrefix($0.0) })?.1 { return (provider, model) }
    return BedrockIdentifier(model).isKnown ? ("bedrock", model) : (model, model)
  }
}

/// The host of an address; the text itself where it is none, such as a variable of the environment.
func hostOfAddress(_ address: String) -> String {
  address.hasPrefix(LiteLLMPlace.variablePrefix)
    ? String(address.dropFirst(LiteLLMPlace.variablePrefix.count))
    : ServicePlaces.host(of: address) ?? address
}
