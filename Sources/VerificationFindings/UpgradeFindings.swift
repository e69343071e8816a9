import BundleTables
package import PolicyDiagnostics
package import PolicyModel
import PolicyVerifier
import ReferenceInterpreter
import TenantPolicy

extension VerifiedBundle {
  /// What is wrong with runs that began under an earlier bundle and go on under this one.
  ///
  /// - Parameter compiled: The policies that this bundle was made of, where they are at hand.
  /// - Returns: `nil` if a platform of the earlier bundle is none that this release would write.
  package func upgradeFindings(
    from earlier: VerifiedBundle, _ compiled: (policies: CheckedPolicies, sources: SourceMap)?
  ) -> [Finding] {
    earlier.platforms.flatMap { old -> [Finding] in
      let name = old.catalogue.name.value
      guard let part = platforms.first(where: { $0.catalogue.name.value == name }) else {
        return [.platformGone(name)]
      }
      let places =
        compiled.map { WrittenPlaces($0.policies.platforms[part.number], in: $0.sources) }
        ?? WrittenPlaces(part, of: bundle)
      let (before, after) = (old.verification.platform, part.verification.platform)
      let upgrade = UpgradeVerification(
        from: before, to: after,
        TenantPairs((old.lifted, before, earlier.bundle), (part.lifted, after, bundle)))
      return UpgradeFindings(upgrade, places).all
    }
  }
}

/// Makes findings of what is wrong with runs that are taken over: one for each cause.
private struct UpgradeFindings {
  private let upgrade: UpgradeVerification
  private let places: WrittenPlaces
  private let earlier: RunWords
  private let words: RunWords

  init(_ upgrade: UpgradeVerification, _ places: WrittenPlaces) {
    (self.upgrade, self.places) = (upgrade, places)
    earlier = RunWords(upgrade.before)
    words = RunWords(upgrade.after)
  }

  var all: [Finding] { upgrade.causes.map(finding) }

  private func finding(of cause: UpgradeVerification.Cause) -> Finding {
    let run = cause.run.map { TakenOverRun($0, of: upgrade) }
    guard run != nil || cause.run == nil else { return unconfirmed(cause) }
    let (rule, message, help) = wording(of: cause)
    let notes = (run?.flatMap { [words(for: $0.run)] } ?? []) + whom(cause)
    return places.finding(
      rule, message, at: place(of: cause), label: "", others: [], notes: notes, help: help)
  }

  private func wording(of cause: UpgradeVerification.Cause) -> (Rule, String, String) {
    let runs = "runs of \(plans(cause)) that wait under the earlier bundle"
    switch cause.problem {
    case .forbidden(let prohibition, let target):
      return (
        Rules.proofs.upgrade,
        "\(runs) can then reach `\(words.name(of: target))`, \(places.reason(prohibition))",
        "let them end before the bundle is exchanged, or have them go on under the earlier one"
      )
    case .toolDenied(let tool):
      return (
        Rules.proofs.upgrade,
        "\(runs) can then call `\(places.catalogue.tools[tool].name)`, which the tenant may not use "
          + "any more",
        "let them end before the bundle is exchanged, or have them go on under the earlier one"
      )
    case .planGone(let plan):
      return (
        Rules.proofs.leftBehind, "\(runs) cannot go on: plan `\(plan)` is gone",
        "keep the plan until its runs have ended"
      )
    case .stepGone(let step):
      return (
        Rules.proofs.leftBehind, "\(runs) cannot go on: step `\(step)` is gone",
        "keep the step until no run is at it"
      )
    case .dataClassGone(let dataClass):
      return (
        Rules.proofs.leftBehind,
        "\(runs) cannot go on: they carry data of class `\(dataClass)`, which is gone",
        "keep the data class until its data is gone"
      )
    case .tenantsGone:
      return (
        Rules.proofs.leftBehind, "\(runs) cannot go on: their tenants have no policy any more",
        "keep the tenants until their runs have ended"
      )
    case .undecided(let obstacle):
      return (
        Rules.proofs.undecided,
        "it is not known whether \(runs) stay within policy: \(obstacle.reason)",
        "exchange the bundle when no run waits"
      )
    }
  }

  /// The verifier has found a run to which the interpreter does not come: one of the two is wrong.
  private func unconfirmed(_ cause: UpgradeVerification.Cause) -> Finding {
    places.finding(
      Rules.proofs.undecided,
      "it is not known whether runs of \(plans(cause)) that wait under the earlier bundle stay "
        + "within policy: the run that was found does not hold when it is replayed",
      at: place(of: cause), label: "", others: [], notes: whom(cause),
      help: "this is a mistake of the verifier: report it with these policies")
  }

  private func words(for run: UpgradeVerification.Run) -> String {
    let step = upgrade.before.platform.plans[run.before.plan].steps[run.before.step].name
    let start = earlier.beginning(run.before)
    guard let after = run.after else { return start + ": it is at `\(step)`" }
    return start + ": it is at `\(step)` when the bundle is exchanged; " + words.onward(after)
  }

  private func whom(_ cause: UpgradeVerification.Cause) -> [String] {
    cause.first.map {
      ["this hits \(counted(cause.tenants, "tenant")), `\($0)` first"]
    } ?? []
  }

  private func plans(_ cause: UpgradeVerification.Cause) -> String {
    let names = cause.plans.map { "`\(upgrade.before.platform.plans[$0].name)`" }
    return names.count == 1 ? "plan \(names[0])" : "\(names.count) plans"
  }

  /// The step of the later plan at which it shows, or the plan; the platform where both are gone.
  private func place(of cause: UpgradeVerification.Cause) -> Written {
    if let after = cause.run?.after, case .forbidden(_, let passage) = after.last {
      return Written(places.plans[after.plan].steps[passage.step].action)
    }
    let names = cause.plans.map { upgrade.before.platform.plans[$0].name }
    guard let plan = names.compactMap({ places.plans[$0] }).first else {
      return Written(places.catalogue.name)
    }
    return Written(plan.span, line: plan.line)
  }
}

extension Finding {
  fileprivate static func platformGone(_ name: String) -> Finding {
    Finding(
      Rules.proofs.leftBehind,
      "runs that wait under the earlier bundle cannot go on: platform `\(name)` is gone", at: nil,
      help: "keep the platform until its runs have ended")
  }
}
