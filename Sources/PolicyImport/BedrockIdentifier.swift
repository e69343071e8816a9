/// What the identifier of a model of Amazon Bedrock says of where it runs.
struct BedrockIdentifier {
  /// The id of an inference profile, such as `eu.anthropic.claude-3-haiku`.
  private(set) var profile: String?
  /// The region in an ARN or a path.
  private(set) var region: String?
  /// Whether it stands for something that only the account knows.
  private(set) var isOpaque = false
  /// Whether a vendor whose models Bedrock has is part of it.
  private(set) var isKnown = false

  init(_ identifier: String) {
    var parts = identifier.split(separator: "/")[...]
    while let first = parts.first, parts.count > 1, !first.hasPrefix("arn:") {
      if BedrockIdentifier.isRegion(first) { region = String(first) }
      parts = parts.dropFirst()
    }
    guard let first = parts.first else { return }
    if first.hasPrefix("arn:") {
      readARN(parts)
    } else {
      readModel(first)
    }
  }

  private mutating func readARN(_ parts: ArraySlice<Substring>) {
    let fields = parts.first?.split(separator: ":", omittingEmptySubsequences: false) ?? []
    if fields.count > 3, !fields[3].isEmpty { region = String(fields[3]) }
    let kind = fields.last ?? ""
    if ["inference-profile", "foundation-model"].contains(kind), let model = parts.last {
      readModel(model)
    } else {
      isOpaque = true
    }
  }

  private mutating func readModel(_ model: Substring) {
    let parts = model.split(separator: ".")
    guard let first = parts.first else { return }
    isKnown = parts.count > 1 && BedrockIdentifier.vendors.contains(String(first))
    if !isKnown, parts.count > 2, BedrockIdentifier.vendors.contains(String(parts[1])) {
      profile = String(model)
      isKnown = true
    }
    isOpaque = !isKnown
  }

  /// The class of an inference profile that is called in a region; a global one leads everywhere.
  static func endpointClass(of profile: String, from region: String) -> String {
    profile.hasPrefix("global.")
      ? "bedrock.global" : PolicyNames.name("bedrock.\(profile).from.\(region)")
  }

  private static func isRegion(_ text: Substring) -> Bool {
    let parts = text.split(separator: "-")
    return parts.count >= 3 && parts[0].count == 2 && parts.last.map { Int($0) != nil } == true
  }

  private static let vendors: Set<String> = [
    "ai21", "amazon", "anthropic", "cohere", "deepseek", "google", "luma", "meta", "minimax",
    "mistral", "moonshot", "moonshotai", "nvidia", "openai", "qwen", "stability", "twelvelabs",
    "writer", "zai",
  ]
}
