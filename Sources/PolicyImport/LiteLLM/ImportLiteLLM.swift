import PolicyDiagnostics
import PolicyModel
import PolicySyntax

/// Reads `config.yaml` of the LiteLLM proxy: each group of deployments becomes a tool with a route through
/// all that a call of it may come to, each deployment and sink an endpoint, each team or key a tenant.
func importLiteLLM(_ workflow: WorkflowSource, _ settings: ImportSettings) -> ImportedDocuments {
  var reader = LiteLLMReader()
  guard let configuration = reader.read(workflow.root) else {
    return .refused(reader.findings)
  }
  var findings = reader.findings
  if let excess = configuration.excess {
    findings.raise(excess)
    return .refused(findings)
  }
  let groups = LiteLLMGroups(configuration)
  let candidates: [[LiteLLMCandidate]]
  switch groups.candidates() {
  case .success(let found): candidates = found
  case .failure(let excess):
    findings.raise(.tooManyCandidates(groups.names[excess.group]))
    return .refused(findings)
  }
  var access = LiteLLMAccess(groups)
  access.check()
  findings.append(access.findings)
  guard !findings.all.contains(where: { $0.rule == Rules.imports.refused }) else {
    return .refused(findings)
  }

  var text = LiteLLMText(groups, candidates, access, workflow, settings)
  var result = ImportedDocuments()
  text.write(to: &result.documents)
  findings.append(text.findings)
  result.findings = findings
  return result
}

extension LiteLLMConfiguration {
  /// Fallbacks of all groups together.
  private static let mostFallbacks = 16_384

  /// The finding where there is more of something than a platform can hold.
  fileprivate var excess: Finding? {
    let mostEndpoints = Catalogue.most(of: .endpoint)
    if deployments.count > mostEndpoints {
      return tooMany(
        deployments.count, "deployments", mostEndpoints, deployments[mostEndpoints].group)
    }
    var seen: Set<String> = []
    let mostGroups = Catalogue.most(of: .tool)
    for deployment in deployments where seen.insert(deployment.group.value).inserted {
      if seen.count > mostGroups {
        let count = Set(deployments.map(\.group.value)).count
        return tooMany(count, "groups", mostGroups, deployment.group)
      }
    }
    let count = fallbacks.reduce(0) { $0 + $1.targets.count }
    guard count > LiteLLMConfiguration.mostFallbacks, let last = fallbacks.last else { return nil }
    return tooMany(count, "fallbacks", LiteLLMConfiguration.mostFallbacks, last.group)
  }

  private func tooMany(
    _ count: Int, _ what: String, _ most: Int, _ place: Written<String>
  ) -> Finding {
    .importRefused("it has \(count) \(what), more than \(most)", at: place.span)
  }
}

extension Finding {
  fileprivate static func tooManyCandidates(_ group: Written<String>) -> Finding {
    .importRefused(
      "with `\(group.value)`, calls may come to more than"
        + " \(LiteLLMGroups.TooManyCandidates.most) deployments in all: too many groups fall back to"
        + " each other",
      at: group.span)
  }
}
