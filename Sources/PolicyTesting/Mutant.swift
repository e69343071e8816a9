import PolicyDiagnostics
import PolicyModel
import PolicyVerifier
import TenantPolicy
import VerificationFindings

/// A platform with one rule of it broken.
struct Mutant: Sendable {
  /// What was broken, in the past tense: "candidate `runs-us` of route `checkpoint` is left out".
  let name: String
  let place: Written
  let change: Change

  enum Change: Sendable {
    case route(Int, Route)
    case plan(Int, Plan)
    case tool(Int, Tool)
    case model(Int, Tool)
    /// The value of a field, by position, for the policies of these rows of the table `classes`.
    case policy(field: Int, FieldValue, classes: Set<Int>)
  }

  /// What was broken, as waivers name it; nothing for what they cannot name.
  func subjects(in bed: TestBed) -> Set<Finding.Subject> {
    switch change {
    case .route(_, let route): [Finding.Subject(route: route.name)]
    case .plan(_, let plan): [Finding.Subject(plan: plan.name)]
    case .tool, .model: []
    case .policy(_, _, let classes): bed.subjects(ofClasses: classes)
    }
  }

  func applied(to bed: TestBed) -> TestBed {
    var bed = bed
    let platform = bed.platform
    var catalogue = platform.catalogue
    var routes = platform.routes.elements
    var plans = platform.plans.elements
    var tenants = platform.tenants
    switch change {
    case .route(let index, let route): routes[index] = route
    case .plan(let index, let plan): plans[index] = plan
    case .tool(let index, let tool): catalogue.tools = catalogue.tools.replacing(index, with: tool)
    case .model(let index, let model):
      catalogue.models = catalogue.models.replacing(index, with: model)
    case .policy(let field, let value, let classes):
      for (number, tenant) in tenants.enumerated() where classes.contains(tenant.classRow) {
        bed.policies[number] = bed.policies[number].replacing(field, with: value)
        tenants[number] = TenantGroup(
          RoutingPolicy(bed.policies[number], owner: tenant.policy.owner, in: catalogue),
          count: tenant.count, first: tenant.first, classRow: tenant.classRow)
      }
    }
    bed.platform = VerifiedPlatform(
      catalogue: catalogue, routes: NameTable(inOrder: routes), plans: NameTable(inOrder: plans),
      tenants: tenants, isGated: platform.isGated, day: platform.day)
    return bed
  }
}

extension NameTable {
  fileprivate func replacing(_ index: Int, with element: Element) -> NameTable {
    var elements = elements
    elements[index] = element
    return NameTable(inOrder: elements)
  }
}

extension EffectivePolicy {
  fileprivate func replacing(_ field: Int, with value: FieldValue) -> EffectivePolicy {
    var values = values
    values[field] = value
    return EffectivePolicy(org: org, tier: tier, values: values)
  }
}
