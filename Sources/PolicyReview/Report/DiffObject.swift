package import PolicyDiagnostics
import PolicyModel
import TenantPolicy

// A diff as JSON: `version` changes when a member changes its meaning or goes away.
extension DiffReport {
  package func write(to root: inout JSONObject) {
    root.object("old") { write(diff.old, to: &$0) }
    root.object("new") { write(diff.new, to: &$0) }
    root.object("tenants") { object in
      for verdict in ChangeVerdict.allCases {
        object.field(verdict.rawValue, diff.tenants(verdict))
      }
    }
    root.array("causes") { list in
      for number in diff.causes.indices { list.object { write(number, to: &$0) } }
    }
    root.array("proofs") { list in
      for change in diff.proofs { list.object { write(change, to: &$0) } }
    }
    root.array("undecided") { list in
      for open in diff.undecided {
        list.object { object in
          object.field("plan", open.plan)
          write(open.groups, to: &object)
        }
      }
    }
  }

  private func write(_ side: ReviewedBundle, to object: inout JSONObject) {
    object.field("title", side.title)
    object.field("digest", side.bundle.digest.map { hexadecimal($0) }.joined())
    object.field("tenants", side.bundle.tenantCount)
  }

  private func hexadecimal(_ byte: UInt8) -> String {
    (byte < 0x10 ? "0" : "") + String(byte, radix: 16)
  }

  // MARK: Causes

  private func write(_ number: Int, to object: inout JSONObject) {
    let (cause, words) = (diff.causes[number], causes[number])
    object.field("verdict", cause.verdict.rawValue)
    object.field("summary", words.headline)
    object.field("platform", diff.pairs[cause.platform].name)
    object.field("origin", cause.origin.word)
    object.array("places") { list in
      for place in words.places {
        let side = place.isOld ? diff.old : diff.new
        list.object { item in
          item.field("side", place.isOld ? "old" : "new")
          item.field("file", side.path(of: place.line))
          item.field("line", place.line.line)
        }
      }
    }
    object.array("dimensions") { list in
      for dimension in cause.dimensions(in: diff) { list.element(dimension.name) }
    }
    write(cause.groups, to: &object)
    object.array("values") { list in
      for (value, groups) in cause.values {
        list.object { write(diff.values[value].change, groups, to: &$0) }
      }
    }
    object.array("reach") { list in
      for (reach, groups) in cause.reach {
        list.object { write(diff.reach[reach], groups, to: &$0) }
      }
    }
    if case .edit(let edit) = cause.origin { object.object("edit") { write(edit, to: &$0) } }
  }

  private func write(_ groups: [Int], to object: inout JSONObject) {
    object.field("tenants", diff.tenants(ofGroups: groups))
    object.array("examples") { list in
      for id in diff.firstTenants(ofGroups: groups) { list.element(id) }
    }
  }

  private func write(_ change: ValueChange, _ groups: [Int], to object: inout JSONObject) {
    object.field("dimension", change.dimension.name)
    object.field("verdict", change.verdict.rawValue)
    object.field("old", change.old)
    object.field("new", change.new)
    object.field("gained", change.witness.gained)
    object.field("lost", change.witness.lost)
    write(groups, to: &object)
  }

  private func write(_ edit: CatalogueEdit, to object: inout JSONObject) {
    object.field("kind", edit.subject.kind.rawValue)
    object.field("name", edit.subject.name)
    object.field("action", edit.action.rawValue)
    object.array("properties") { list in
      for property in edit.properties {
        list.object { item in
          item.field("name", property.name)
          item.field("old", property.old)
          item.field("new", property.new)
        }
      }
    }
  }

  // MARK: Reach and proofs

  private func write(_ change: ReachChange, _ groups: [Int], to object: inout JSONObject) {
    object.field("plan", change.plan)
    object.field("verdict", change.verdict.rawValue)
    write(groups, to: &object)
    object.array("gained") { list in change.gained.forEach { write($0, to: &list) } }
    object.array("lost") { list in change.lost.forEach { write($0, to: &list) } }
  }

  private func write(_ place: ReachedPlace, to list: inout JSONArray) {
    list.object { item in
      item.field("step", place.step)
      item.field("kind", place.kind.name)
      item.field("target", place.target)
      item.field("use", place.use?.rawValue)
      item.field("region", place.region)
      item.field("dataClass", place.dataClass)
    }
  }

  private func write(_ change: ProofChange, to object: inout JSONObject) {
    object.field("plan", change.plan)
    write(change.groups, to: &object)
    object.object("old") { write(change.old, to: &$0) }
    object.object("new") { write(change.new, to: &$0) }
  }

  private func write(_ state: ProofState, to object: inout JSONObject) {
    object.field("verdict", state.verdict.rawValue)
    object.field("gateNeeded", state.isGateNeeded)
    object.field("resilience", state.resilience)
    object.field("validUntil", state.validUntil.map(\.description))
  }
}

extension ReviewCause.Origin {
  fileprivate var word: String {
    switch self {
    case .value: "value"
    case .membership: "membership"
    case .edit: "declaration"
    case .tenantsAdded: "tenants added"
    case .tenantsRemoved: "tenants removed"
    }
  }
}
