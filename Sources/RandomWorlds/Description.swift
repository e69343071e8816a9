import PolicyModel
import ReferenceInterpreter

/// A world as a few lines, for those who look into a disagreement.
extension RandomWorld: CustomStringConvertible {
  package var description: String {
    let catalogue = world.catalogue
    var lines = ["world \(seed), gated \(isGated), \(world.day)"]
    lines += catalogue.groups.elements.map { "group \($0.name) \($0.regions.members)" }
    lines += catalogue.transfers.map {
      "transfer \($0.from) to \($0.to) basis \($0.basis) until \($0.until)"
    }
    for tool in catalogue.tools.elements + catalogue.models.elements {
      lines.append("\(tool.name) adds \(tool.adds.members) removes \(tool.removes.members)")
    }
    for (index, one) in catalogue.endpoints.elements.enumerated() {
      lines.append(
        "endpoint \(index) serves \(one.serves) in \(one.regions.text) tier "
          + "\(one.modelTier ?? -1) retains \(one.retains?.description ?? "?") "
          + "for \(one.dedicatedTo?.value ?? "all") by \(one.provider ?? "?")")
    }
    for pool in catalogue.reviewerPools.elements {
      lines.append(
        "\(pool.name) in \(pool.region) cleared \(pool.clearance.members) "
          + "for \(pool.dedicatedTo?.value ?? "all")")
    }
    for route in world.routes.elements {
      let candidates = route.candidates.map { "\($0.endpoint.value) when \($0.condition.value)" }
      lines.append("route \(route.name) \(route.onUnavailable.value): \(candidates)")
    }
    lines += world.plans.elements.flatMap(\.lines) + rights.map { "\($0)" }
    return lines.joined(separator: "\n")
  }
}

extension RegionUse {
  fileprivate var text: String { "\(process.members)/\(store.members)/\(log.members)" }
}

extension Plan {
  fileprivate var lines: [String] {
    var lines = ["\(name), checkpoint \(checkpoint.value)"]
    lines += facts.elements.map { "  fact \($0.name) \($0.type) \($0.known.rawValue)" }
    lines += variables.elements.map { "  \($0.name) \($0.input?.members.description ?? "unset")" }
    for (index, step) in steps.elements.enumerated() {
      let exits = step.exits.map { "\($0.occasion) -> \($0.target)" }
      lines.append(
        "  \(index): \(step.action.value) reads \(step.reads.map(\.value)) "
          + "writes \(step.writes.map { "\($0.value)" } ?? "-") most \(step.atMost ?? -1) \(exits)")
    }
    return lines
  }
}
