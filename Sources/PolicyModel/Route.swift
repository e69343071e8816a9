package import PolicyDiagnostics

/// How the platform picks an endpoint for a capability: the first candidate whose guard holds and
/// which is up; on failure the next one.
package struct Route: Declared {
  /// The capability's name, which is the route's.
  package let name: String
  package let span: SourceSpan
  /// The line of the name, from 1.
  package let line: Int
  package let capability: Capability
  package let candidates: [Candidate]
  package let onUnavailable: Located<Fallback>

  package init(
    _ name: Located<String>, capability: Capability, candidates: [Candidate],
    onUnavailable: Located<Fallback>
  ) {
    self.name = name.value
    span = name.span
    line = name.line
    self.capability = capability
    self.candidates = candidates
    self.onUnavailable = onUnavailable
  }

  /// One endpoint of a route.
  package struct Candidate: Sendable {
    package let endpoint: Located<Int>
    /// `Guard.always`, at the endpoint's name, where no condition is stated.
    package let condition: Located<Guard>
    /// The tool, by index, that is called here in the place of the route's.
    package let substitute: Located<Int>?

    package init(
      _ endpoint: Located<Int>, when condition: Located<Guard>, as substitute: Located<Int>? = nil
    ) {
      self.endpoint = endpoint
      self.condition = condition
      self.substitute = substitute
    }
  }

  /// What becomes of a step for which no endpoint is left.
  package enum Fallback: Hashable, Sendable {
    /// The run waits, stored, until an endpoint is back.
    case hold
    /// The run goes back to the queue.
    case queue
    /// The step fails.
    case fail
    /// The run is handed to people.
    case review(Reviewers)

    package static let words = ["hold", "queue", "fail"]

    /// The fallback of that position in `words`.
    package init?(word: Int) {
      let all: [Fallback] = [.hold, .queue, .fail]
      guard all.indices.contains(word) else { return nil }
      self = all[word]
    }
  }
}

/// Who is asked for a review.
package enum Reviewers: Hashable, Sendable {
  /// The pool of the tenant whose run it is.
  case tenantsOwn
  /// A pool of the catalogue, by index.
  case pool(Int)
}
