import TenantPolicy

/// Admits runs of every plan for a tenant, and asks what can be asked of them: for rows that exist and for
/// such as do not.
///
/// - Returns: What contradicts itself: nothing, whatever the bytes of the bundle are.
func admissionFaults(
  of tenant: TenantHandle, in bundle: PolicyBundle, into hasher: inout Hasher
) -> [String] {
  var faults: [String] = []
  for number in rows(bundle.planCount) {
    let plan = PlanIndex(row: number, tag: bundle.tag)
    hasher.combine(bundle.name(of: plan))
    do throws(Decision) {
      let handle = try bundle.admit(tenant, to: plan)
      guard let admission = bundle.admission(of: handle) else { continue }
      faults += routeFaults(of: admission, into: &hasher)
      faults += contextFaults(of: admission)
      watch(admission, into: &hasher)
    } catch {
      hasher.combine(error)
      hasher.combine(bundle.toolNotPermitted(for: tenant, by: plan))
    }
  }
  return faults
}

/// The bytes of a context come back as they went, and with any bit changed not at all.
private func contextFaults(of admission: Admission) -> [String] {
  let encoded = admission.encoded
  guard encoded.count <= 512, let back = try? admission.bundle.admission(from: encoded) else {
    // Of a bundle that was made up, a name need not lead back to its row.
    return encoded.count <= 512 ? [] : ["a context of \(encoded.count) bytes"]
  }
  guard back.handle == admission.handle else { return [] }
  var changed = encoded
  let position = Int(admission.handle.tenant.ordinal) % encoded.count
  changed[position] ^= 1
  let isRefused = (try? admission.bundle.admission(from: changed)) == nil
  return isRefused ? [] : ["a changed context is read"]
}

/// Routes of what there is lead to endpoints in ascending positions, and end.
private func routeFaults(of admission: Admission, into hasher: inout Hasher) -> [String] {
  let bundle = admission.bundle
  var faults: [String] = []
  for capability in capabilities(of: bundle) {
    for label in labels {
      var question = RouteQuestion(capability, label: label, now: 1_800_000_000)
      var last = -1
      for turn in 0...Int(most) {
        let route = admission.route(
          question, latency: { $0.number % 2 == 0 ? 50 : nil }, up: { $0.number % 3 != turn % 3 })
        hasher.combine(route)
        guard let endpoint = route.endpoint, let position = route.position else { break }
        if position <= last { faults.append("a route goes back to candidate \(position)") }
        hasher.combine(admission.permission(of: endpoint, for: question))
        last = position
        question.after = position
      }
    }
  }
  return faults
}

private func watch(_ admission: Admission, into hasher: inout Hasher) {
  let bundle = admission.bundle
  for number in rows(bundle.endpointCount) {
    let endpoint = EndpointIndex(row: number, tag: bundle.tag)
    hasher.combine(admission.permits(endpoint: endpoint))
    hasher.combine(bundle.name(of: endpoint))
  }
  for number in rows(bundle.modelCount) {
    hasher.combine(admission.permits(model: ModelIndex(row: number, tag: bundle.tag)))
  }
  for number in rows(bundle.reviewerPoolCount) {
    let pool = ReviewerPoolIndex(row: number, tag: bundle.tag)
    for label in labels { hasher.combine(admission.review(by: pool, of: label)) }
  }
  hasher.combine(admission.reviewers)
  hasher.combine(admission.review(by: nil, of: DataLabel(1)))
  let endpoint = EndpointIndex(row: 0, tag: bundle.tag)
  for number in rows(bundle.stepCount) {
    let step = StepIndex(row: number, tag: bundle.tag)
    hasher.combine(bundle.name(of: step))
    for label in labels {
      let shown = RunAction(at: step, .review(nil), label: label, now: 0)
      hasher.combine(admission.monitor(shown))
      for capability in capabilities(of: bundle).prefix(8) {
        let action = RunAction(at: step, .use(capability, endpoint), label: label, now: 0)
        hasher.combine(admission.monitor(action))
      }
    }
  }
}

private func capabilities(of bundle: PolicyBundle) -> [CapabilityIndex] {
  rows(bundle.toolCount).map { .tool(ToolIndex(row: $0, tag: bundle.tag)) }
    + rows(bundle.modelCount).map { .model(ModelIndex(row: $0, tag: bundle.tag)) }
    + StorageKind.allCases.map { .storage($0) }
}

private let labels = [DataLabel(0), DataLabel(1), DataLabel(5), DataLabel(.max)]

/// Rows that are looked at, at most: a bundle can claim millions.
private let most: UInt32 = 6

/// The first rows, the last, and one that is none.
private func rows(_ count: Int) -> [UInt32] {
  let count = UInt32(truncatingIfNeeded: count)
  return Array(0..<min(count, most)) + [count &- 1, count]
}
