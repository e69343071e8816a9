import PolicyDiagnostics
package import PolicyModel

/// What a reviewer wants to be asked about: changes that a gate lets through only with a waiver.
package enum GateCondition: Hashable, Sendable {
  /// Something is permitted that was not, for any tenant.
  case widened
  /// Anything is decided or declared differently.
  case any
  /// The same as `widened`, of one dimension.
  case dimension(Dimension)
  /// Something that was proved is not any more.
  case proofs
  /// There are errors or warnings of checks and proofs in what is, whoever brought them.
  case findings

  package init?(word: String) {
    guard let condition = Self.all.first(where: { $0.word == word }) else { return nil }
    self = condition
  }

  package static let all: [GateCondition] =
    [.widened, .any, .proofs, .findings] + Dimension.all.map { .dimension($0) }

  package var word: String {
    switch self {
    case .widened: "widened"
    case .any: "any"
    case .dimension(let dimension): dimension.name
    case .proofs: "proofs"
    case .findings: "findings"
    }
  }
}

/// What came of a gate.
package struct GateOutcome: Sendable {
  /// Positions in `PolicyDiff.causes` of what it stops.
  package let stopped: [Int]
  /// Those that waivers let through, with the waivers.
  package let waived: [(cause: Int, waivers: [Waiver])]
  /// Positions in `PolicyDiff.proofs` of what it stops.
  package let proofs: [Int]
  /// Whether something that it asks for could not be decided.
  package let isUndecided: Bool

  package var isMet: Bool { !stopped.isEmpty || !proofs.isEmpty }
}

extension PolicyDiff {
  /// What a gate stops of the diff.
  ///
  /// - Parameters:
  ///   - findings: The causes as findings, in their order.
  ///   - waivers: Those that hold on the day of the review.
  func outcome(
    of gate: [GateCondition], _ findings: [Finding], waivers: [Waiver]
  ) -> GateOutcome {
    var stopped: [Int] = []
    var waived: [(cause: Int, waivers: [Waiver])] = []
    for (number, cause) in causes.enumerated() where gate.contains(where: { isMet($0, by: cause) })
    {
      let covering = waivers.covering(findings[number])
      if covering.isEmpty {
        stopped.append(number)
      } else {
        waived.append((number, covering.map { waivers[$0] }))
      }
    }
    let lost = proofs.indices.filter { proofs[$0].isLoss }
    return GateOutcome(
      stopped: stopped, waived: waived,
      proofs: gate.contains(.proofs) || gate.contains(.any) ? lost : [],
      isUndecided: !undecided.isEmpty && gate.contains { $0.asksForReach })
  }

  private func isMet(_ condition: GateCondition, by cause: ReviewCause) -> Bool {
    switch condition {
    case .widened: cause.verdict.permitsMore
    case .any: true
    case .proofs, .findings: false
    case .dimension(.reach): cause.reach.contains { reach[$0.reach].verdict.permitsMore }
    case .dimension(.tenants): cause.origin == .tenantsAdded
    case .dimension(.plans): cause.verdict.permitsMore && cause.isEdit(of: .plan)
    case .dimension(.catalogue): cause.verdict.permitsMore && cause.isEdit(of: nil)
    case .dimension(let dimension):
      cause.values.contains { value, _ in
        values[value].change.dimension == dimension && values[value].change.verdict.permitsMore
      }
    }
  }
}

extension ProofChange {
  /// Whether less is proved than was.
  package var isLoss: Bool { new.verdict.rank > old.verdict.rank }
}

extension GateCondition {
  fileprivate var asksForReach: Bool {
    switch self {
    case .widened, .any, .dimension(.reach), .proofs: true
    case .dimension, .findings: false
    }
  }
}

extension ReviewCause {
  /// - Parameter kind: `nil` for any.
  fileprivate func isEdit(of kind: CatalogueEdit.Kind?) -> Bool {
    guard case .edit(let edit) = origin else { return false }
    return kind == nil || edit.subject.kind == kind
  }
}
