import PolicyDiagnostics
import PolicySyntax

/// Where hosts and providers are that workflows call: as a binding says, as their names say, or as a class
/// of a catalogue says. What nothing says is every region, and is told once.
struct ServicePlaces {
  private(set) var findings = Findings()
  private var reported: Set<String> = []

  /// - Parameters:
  ///   - key: A host, perhaps with its port, or the name of a provider. It can be bound to regions, or
  ///     to `class:` and a class of a catalogue.
  ///   - node: What names it.
  mutating func place(
    of key: String, at node: Node, _ settings: inout ImportSettings
  ) -> WorkflowDraft.Service.Place {
    let binding = PolicyNames.name(key)
    if let value = settings.bindings.value(of: binding) { return Self.bound(value) }
    let host = Self.hostOfProvider[key.lowercased()] ?? key.lowercased()
    let name = String(host.prefix { $0 != ":" })
    if Self.isLocal(name) {
      if let region = settings.deployRegion { return .regions([region]) }
    } else if let region = Self.region(ofHost: name) {
      return .regions([region])
    } else if Self.direct.contains(name) {
      return .endpointClass(PolicyNames.name("direct.\(name)"))
    }
    if reported.insert(binding).inserted {
      findings.raise(
        .placeNotStated(
          "`\(key)`", at: node.span,
          help: "bind it to its regions: `--bind '\(binding)=REGION, REGION'`"))
    }
    return .everywhere
  }

  /// What the value of a binding says: regions, or a class.
  static func bound(_ value: String) -> WorkflowDraft.Service.Place {
    if value.hasPrefix("class:") { return .endpointClass(String(value.dropFirst(6))) }
    return .regions(value.split(whereSeparator: { $0 == "," || $0 == " " }).map(String.init))
  }
}

extension ServicePlaces {
  /// The host of an address, with its port where one is written; `nil` where it is no address.
  static func host(of address: String) -> String? {
    let host = writtenHost(of: address)
    return host.isEmpty || host.contains(where: { " ${}".contains($0) })
      ? nil : host.lowercased()
  }

  /// What stands in the place of the host, with its port, whatever it is.
  static func writtenHost(of address: String) -> Substring {
    var rest = address[...]
    if let scheme = rest.firstRange(of: "://") { rest = rest[scheme.upperBound...] }
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    // What stands before an `@` is no part of the host.
    return authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
  }

  private static func isLocal(_ host: String) -> Bool {
    ["localhost", "127.0.0.1", "0.0.0.0", "[", "host.docker.internal"].contains(host)
  }

  /// The region that a host of Amazon says: `sqs.eu-west-1.amazonaws.com`. Somebody else's host may say one
  /// as well, and is not believed.
  static func region(ofAmazonHost host: String) -> String? {
    let parts = host.split(separator: ".").map(String.init)
    guard let end = parts.firstIndex(of: "amazonaws"), end > 0,
      ["com", "com.cn", "eu"].contains(parts[(end + 1)...].joined(separator: "."))
    else { return nil }
    let region = parts[end - 1].split(separator: "-")
    return region.count >= 3 && Int(region[region.count - 1]) != nil ? parts[end - 1] : nil
  }

  /// The region that a host of Amazon or Google says.
  private static func region(ofHost host: String) -> String? {
    if let region = region(ofAmazonHost: host) { return region }
    let suffix = "-aiplatform.googleapis.com"
    return host.hasSuffix(suffix) ? String(host.dropLast(suffix.count)) : nil
  }

  /// Hosts of which catalogues have a class `direct.HOST`.
  private static let direct: Set<String> = [
    "api.openai.com", "eu.api.openai.com", "us.api.openai.com", "api.anthropic.com",
    "api.mistral.ai", "api.cohere.com", "generativelanguage.googleapis.com",
  ]

  /// Where models are asked of a provider that is named and not addressed.
  private static let hostOfProvider: [String: String] = [
    "openai": "api.openai.com", "anthropic": "api.anthropic.com", "mistral": "api.mistral.ai",
    "mistralai": "api.mistral.ai", "cohere": "api.cohere.com", "cohere_ai": "api.cohere.com",
    "gemini": "generativelanguage.googleapis.com",
    "google_gemini": "generativelanguage.googleapis.com", "ollama": "localhost",
  ]
}
