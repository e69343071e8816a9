import TenantPolicy
import TestSupport

/// What this reader answers to a question of the vectors, as it stands in them: docs/reader.md.
struct ConformanceAnswers {
  private let bundle: PolicyBundle
  private let question: JSONValue

  init(_ bundle: PolicyBundle, _ question: JSONValue) {
    self.bundle = bundle
    self.question = question
  }

  /// `null` for what cannot be asked.
  var answer: JSONValue {
    switch text("ask") {
    case "admit": return admitted
    case "decode": return decoded
    default: break
    }
    guard let run = try? admit(), let platform = run.context.platform else { return .null }
    return answer(of: run, platform)
  }

  private func answer(of run: Admission, _ platform: PlatformIndex) -> JSONValue {
    switch text("ask") {
    case "context": context(of: run)
    case "place": place(of: run)
    case "encode": .string(hexadecimal(run.encoded))
    case "permits": .bool(permits(run))
    case "route": route(of: run, platform)
    case "permission": permission(of: run, platform)
    case "review": decision(run.review(by: pool(platform), of: label(platform)))
    case "monitor", "monitor_review": monitored(run, platform)
    default: .null
    }
  }

  private func text(_ name: String) -> String { question[name]?.text ?? "" }

  private func admit() throws(Decision) -> Admission {
    try bundle.admit(tenant: text("tenant"), plan: text("plan"))
  }
}

// Admission.
extension ConformanceAnswers {
  private var admitted: JSONValue {
    do throws(Decision) {
      _ = try admit()
      return members(permitted)
    } catch {
      guard error.code == .toolNotPermitted else { return decision(error) }
      return members(decisionMembers(error).merging(["tool": refusedTool]) { $1 })
    }
  }

  private var refusedTool: JSONValue {
    guard let context = bundle.context(for: text("tenant")), let platform = context.platform,
      let plan = bundle.plan(named: text("plan"), of: platform),
      let tool = bundle.toolNotPermitted(for: context.handle, by: plan)
    else { return .null }
    return .optional(bundle.name(of: tool))
  }

  private var decoded: JSONValue {
    do throws(Decision) {
      let run = try bundle.admission(from: bytes(ofHexadecimal: text("bytes")) ?? [])
      return members(
        permitted.merging([
          "tenant": .string(run.context.tenantID), "plan": .optional(bundle.name(of: run.plan)),
        ]) { $1 })
    } catch {
      return decision(error)
    }
  }

  private func context(of run: Admission) -> JSONValue {
    let context = run.context
    let rates = context.rateLimits.map { rate in
      JSONValue.array([
        .optional(bundle.name(of: rate.tool)), .integer(rate.calls), milliseconds(rate.window),
        .bool(rate.isSliding),
      ])
    }
    let named: [String: JSONValue] = [
      "tenant_id": .string(context.tenantID), "org_id": .string(context.orgID),
      "policy_tier": .string(context.policyTier), "budget_class": .string(context.budgetClass),
      "model_tier": .string(context.modelTier), "reviewer_pool": .optional(context.reviewerPool),
      "rates": .array(rates),
    ]
    return members(named.merging(numbers(of: context)) { $1 })
  }

  private func numbers(of context: TenantContext) -> [String: JSONValue] {
    [
      "concurrency_cap": .integer(context.concurrencyCap), "weight": .integer(context.weight),
      "guaranteed_slots": .integer(context.guaranteedSlots),
      "priority": .integer(context.priority.rawValue),
      "per_workflow_micros": .integer(context.perWorkflowMicros),
      "per_month_micros": .integer(context.perMonthMicros),
      "audit_retention_ms": milliseconds(context.auditRetention),
      "data_retention_ms": milliseconds(context.dataRetention),
      "sla_share_basis_points": .integer(context.serviceLevel?.shareBasisPoints ?? -1),
      "sla_within_ms": milliseconds(context.serviceLevel?.within ?? .zero),
      "burst_to": .integer(context.burst?.to ?? 0),
      "burst_for_ms": milliseconds(context.burst?.duration ?? .zero),
    ]
  }

  private func place(of run: Admission) -> JSONValue {
    guard let stated = bundle.statement(of: text("field"), for: run.handle.tenant) else {
      return .null
    }
    return members(decisionMembers(stated).filter { $0.key != "code" })
  }

  private func permits(_ run: Admission) -> Bool {
    guard let platform = bundle.platform(named: text("platform")) else { return false }
    let name = text("name")
    switch text("kind") {
    case "tool":
      return bundle.tool(named: name, of: platform).map { run.context.permits(tool: $0) } ?? false
    case "endpoint":
      return bundle.endpoint(named: name, of: platform).map { run.permits(endpoint: $0) } ?? false
    case "model":
      return bundle.model(named: name, of: platform).map { run.permits(model: $0) } ?? false
    default:
      guard let region = bundle.region(named: name, of: platform) else { return false }
      switch text("use") {
      case "store": return run.context.permitsStoring(in: region)
      case "log": return run.context.permitsLogging(in: region)
      default: return run.context.permitsProcessing(in: region)
      }
    }
  }
}

// Routes, reviewers and the monitor.
extension ConformanceAnswers {
  private func label(_ platform: PlatformIndex) -> DataLabel {
    if let number = question["label"]?.integer { return DataLabel(UInt64(number)) }
    return (question["label"]?.elements ?? []).reduce(DataLabel()) { label, name in
      label.union(bundle.label(ofDataClass: name.text ?? "", of: platform) ?? DataLabel())
    }
  }

  private func capability(_ platform: PlatformIndex) -> CapabilityIndex? {
    let named = question["capability"]
    if let tool = named?["tool"]?.text {
      return bundle.tool(named: tool, of: platform).map { .tool($0) }
    }
    if let model = named?["model"]?.text {
      return bundle.model(named: model, of: platform).map { .model($0) }
    }
    return StorageKind.allCases.first { "\($0)" == named?["storage"]?.text }.map { .storage($0) }
  }

  private func pool(_ platform: PlatformIndex) -> ReviewerPoolIndex? {
    question["pool"]?.text.flatMap { bundle.reviewerPool(named: $0, of: platform) }
  }

  private var now: Int64 { Int64(question["now"]?.integer ?? 0) }

  private func route(of run: Admission, _ platform: PlatformIndex) -> JSONValue {
    guard let capability = capability(platform) else { return .null }
    let asked = RouteQuestion(
      capability, label: label(platform), now: now, after: question["after"]?.integer)
    let up = question["up"]?.elements.compactMap(\.text)
    let route = run.route(asked) { endpoint in
      (question["latency"]?[bundle.name(of: endpoint) ?? ""]?.integer).map { Int64($0) }
    } up: { endpoint in
      up?.contains(bundle.name(of: endpoint) ?? "") ?? true
    }
    return members(
      decisionMembers(route.decision).merging([
        "endpoint": .optional(route.endpoint.flatMap { bundle.name(of: $0) }),
        "position": route.position.map { .integer($0) } ?? .null,
        "fallback": .string("\(route.fallback)"),
        "pool": .optional(route.fallbackPool.flatMap { bundle.name(of: $0) }),
      ]) { $1 })
  }

  private func permission(of run: Admission, _ platform: PlatformIndex) -> JSONValue {
    guard let capability = capability(platform),
      let endpoint = bundle.endpoint(named: text("endpoint"), of: platform)
    else { return .null }
    let asked = RouteQuestion(capability, label: label(platform), now: now)
    return decision(run.permission(of: endpoint, for: asked))
  }

  private func monitored(_ run: Admission, _ platform: PlatformIndex) -> JSONValue {
    guard let step = bundle.step(named: text("step"), of: run.plan) else { return .null }
    var kind = RunAction.Kind.review(pool(platform))
    if text("ask") == "monitor" {
      guard let capability = capability(platform),
        let endpoint = bundle.endpoint(named: text("endpoint"), of: platform)
      else { return .null }
      kind = .use(capability, endpoint)
    }
    return decision(run.monitor(RunAction(at: step, kind, label: label(platform), now: now)))
  }
}

// Values as they stand in the vectors.
extension ConformanceAnswers {
  private var permitted: [String: JSONValue] {
    ["code": .string("permitted"), "source": .null, "line": .null]
  }

  private func decision(_ decision: Decision) -> JSONValue { members(decisionMembers(decision)) }

  private func decisionMembers(_ decision: Decision) -> [String: JSONValue] {
    [
      "code": .string("\(decision.code.name)"),
      "source": .optional(decision.rule.flatMap { bundle.source(at: $0.source)?.name }),
      "line": decision.rule.map { .integer($0.line) } ?? .null,
    ]
  }

  private func members(_ members: [String: JSONValue]) -> JSONValue { .object(members) }

  private func milliseconds(_ duration: Duration) -> JSONValue {
    let (seconds, attoseconds) = duration.components
    return .integer(1_000 * seconds + attoseconds / 1_000_000_000_000_000)
  }
}
