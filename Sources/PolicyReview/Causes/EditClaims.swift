import BundleTables
import PolicyModel

// Which of the edits of a platform explains a change.
extension PlatformPair {
  /// The edit because of which a value means something else than before; `nil` if there is none.
  func edit(explaining change: ValueChange) -> CatalogueEdit? {
    let kinds: [CatalogueEdit.Kind]
    switch change.dimension {
    case .permittedTools: kinds = [.tool]
    case .field(let index):
      switch PolicyFields.all[index].type {
      case .residency: kinds = [.regionGroup, .region, .dataClass]
      case .modelTier, .money: kinds = [.platform]
      case .allowedTools, .deniedTools, .rateLimits: kinds = [.tool]
      case .choice: kinds = [.reviewerPool]
      case .integer, .duration, .words, .serviceLevel, .burst: kinds = []
      }
    case .org, .tier, .reach, .tenants, .plans, .catalogue: kinds = []
    }
    let found = kinds.flatMap { kind in edits.filter { $0.subject.kind == kind } }
    let isRead = found.filter { edit in
      edit.subject.kind != .regionGroup || change.names(edit.subject.name)
    }
    return isRead.first { $0.isNamed(in: change) } ?? isRead.first
  }

  /// The edits of what takes part in a change of what is reached.
  func causes(of change: ReachChange) -> [CatalogueEdit] {
    let targets = Set((change.gained + change.lost).map(\.target))
    return edits.filter { isCause($0, of: change, targets) }
  }

  private func isCause(
    _ edit: CatalogueEdit, of change: ReachChange, _ targets: Set<String>
  ) -> Bool {
    let name = edit.subject.name
    switch edit.subject.kind {
    case .plan: return name == change.plan
    case .endpoint, .reviewerPool: return targets.contains(name)
    case .route:
      let candidates = changedCandidates(edit) ?? candidates(ofRoute: name)
      return !targets.isDisjoint(with: candidates)
    case .tool, .model: return uses(name, inPlan: change.plan)
    case .platform: return edit.properties.contains { $0.name == "gate" }
    case .region, .regionGroup, .transfer, .dataClass: return false
    }
  }

  private func candidates(ofRoute name: String) -> Set<String> {
    Set(
      [old, new].compactMap { $0?.lifted }.flatMap { platform in
        (platform.routes[name]?.candidates ?? []).map {
          platform.catalogue.endpoints[$0.endpoint.value].name
        }
      })
  }

  /// The candidates of a route that came, went, or are tried in other cases; `nil` where their order or
  /// anything else of the route changed.
  private func changedCandidates(_ edit: CatalogueEdit) -> Set<String>? {
    guard edit.properties.count == 1, let tried = edit.properties.first, tried.name == "try"
    else { return nil }
    let changed = Set(tried.members(tried.old)).symmetricDifference(tried.members(tried.new))
    let names = Set(changed.map { String($0.prefix { $0 != " " }) })
    let known = candidates(ofRoute: edit.subject.name)
    return names.isEmpty || !names.isSubset(of: known) ? nil : names
  }

  private func uses(_ name: String, inPlan plan: String) -> Bool {
    [old, new].compactMap { $0?.lifted }.contains { platform in
      guard let plan = platform.plans[plan] else { return false }
      return plan.steps.elements.contains { step in
        switch step.action.value {
        case .tool(let tool): platform.catalogue.tools[tool].name == name
        case .model(let model): platform.catalogue.models[model].name == name
        case .choose(let tools):
          tools.members.contains { platform.catalogue.tools[$0].name == name }
        case .branch, .review, .unknown: false
        }
      }
    }
  }
}

extension CatalogueEdit {
  /// Whether it may change what is reached without being named there.
  var isCauseOfAnything: Bool {
    switch subject.kind {
    case .region, .regionGroup, .transfer, .dataClass, .platform: true
    case .tool, .model, .endpoint, .reviewerPool, .route, .plan: false
    }
  }

  /// Whether the witness of a change names it, or what it gained or lost.
  fileprivate func isNamed(in change: ValueChange) -> Bool {
    let witness = [change.witness.gained, change.witness.lost].compactMap { $0 }
    let words = [subject.name] + properties.flatMap { $0.members }
    return words.contains { word in witness.contains { $0.contains("`\(word)`") } }
  }
}

extension ValueChange {
  /// Whether a name stands in the value on either side.
  fileprivate func names(_ name: String) -> Bool {
    [old, new].contains { text in
      text.split { !$0.isLetter && !$0.isNumber && $0 != "-" && $0 != "_" && $0 != "." }
        .contains { $0 == name }
    }
  }
}

extension CatalogueEdit.Property {
  /// What the lists of both sides hold.
  fileprivate var members: [String] { members(old) + members(new) }

  fileprivate func members(_ text: String?) -> [String] {
    (text ?? "").filter { $0 != "[" && $0 != "]" }.split(separator: ",").map {
      String($0.drop { $0 == " " })
    }
  }
}
