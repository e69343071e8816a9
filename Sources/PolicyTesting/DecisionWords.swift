import PolicyModel
import PolicyVerifier
import VerificationFindings

/// Tells a decision candidate by candidate: the line of the route, and why it was taken or not.
struct DecisionWords {
  private let platform: VerifiedPlatform
  private let places: WrittenPlaces
  private let words: RunWords
  private let lines: PolicyLines
  private let tenant: String
  private let group: Int

  init(
    _ platform: VerifiedPlatform, _ places: WrittenPlaces, _ words: RunWords,
    _ lines: PolicyLines, tenant: String, group: Int
  ) {
    self.platform = platform
    self.places = places
    self.words = words
    self.lines = lines
    self.tenant = tenant
    self.group = group
  }

  /// A line a candidate.
  func notes(of trace: DecisionTrace) -> [String] {
    if trace.question.capability == nil { return review(trace) }
    let capability = trace.question.capability.map(platform.catalogue.name) ?? ""
    guard !trace.candidates.isEmpty else { return ["no endpoint serves `\(capability)`"] }
    return trace.candidates.map { candidate in
      let name = platform.catalogue.endpoints[candidate.endpoint].name
      return
        "\(capability): `\(name)` (\(line(of: candidate, trace))) \(fate(of: candidate, trace))"
    }
  }

  /// The lines that decided: the candidate that was taken, or what becomes of a step without one; and the
  /// policy that forbade.
  func places(of trace: DecisionTrace) -> [(Written, String)] {
    var found: [(Written, String)] = []
    if let route = route(of: trace) {
      if let taken = trace.candidates.first(where: { $0.fate == .taken }) {
        found.append((Written(route.candidates[taken.position].endpoint), "taken here"))
      } else {
        found.append((Written(route.onUnavailable), "this is what becomes of the run"))
      }
    }
    let fields = trace.candidates.filter { $0.fate == .forbidden }
      .compactMap { prohibition(of: $0, trace)?.field?.name }
    for field in PolicyFields.all where fields.contains(field.name) {
      found += lines.place(of: field, tenant: tenant)
    }
    return found
  }

  private func route(of trace: DecisionTrace) -> Route? {
    guard trace.route != nil else { return nil }
    return places.routes.elements.first { $0.capability == trace.question.capability }
  }

  private func line(of candidate: DecisionTrace.Candidate, _ trace: DecisionTrace) -> String {
    if let route = route(of: trace) {
      return places.shown(Written(route.candidates[candidate.position].endpoint))
    }
    let endpoint = places.catalogue.endpoints[candidate.endpoint]
    return places.shown(Written(endpoint.span, line: endpoint.line))
  }

  private func fate(of candidate: DecisionTrace.Candidate, _ trace: DecisionTrace) -> String {
    switch candidate.fate {
    case .taken: "is taken"
    case .down: "is down"
    case .notNeeded: "is not needed"
    case .conditionDoesNotHold: "is passed over: its condition does not hold"
    case .forbidden:
      prohibition(of: candidate, trace).map { "is forbidden: it is one \(places.reason($0))" }
        ?? "is forbidden"
    }
  }

  private func prohibition(
    of candidate: DecisionTrace.Candidate, _ trace: DecisionTrace
  ) -> Prohibition? {
    Permissions(platform.catalogue, on: trace.day)
      .prohibition(of: candidate.endpoint, trace.question, platform.tenants[group].policy)
  }

  private func review(_ trace: DecisionTrace) -> [String] {
    guard let pool = trace.pool else { return ["`\(tenant)` has no reviewers"] }
    return ["the reviewers are `\(platform.catalogue.reviewerPools[pool].name)`"]
  }
}
