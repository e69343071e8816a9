import PolicyModel
import PolicyVerifier

/// Tells repairs in words.
struct RepairWords {
  private let catalogue: Catalogue
  private let routes: NameTable<Route>
  private let plans: NameTable<Plan>

  init(_ platform: VerifiedPlatform) {
    catalogue = platform.catalogue
    routes = platform.routes
    plans = platform.plans
  }

  func text(of repair: Repair) -> String {
    let rest = repair.isComplete ? "" : " (not enough by itself)"
    let end = repair.validUntil.map { "; what is proved then holds until \($0)" } ?? ""
    return text(of: repair.change) + end + rest
  }

  private func text(of change: Repair.Change) -> String {
    switch change {
    case .guardCandidate(let route, let candidate, let dataClass):
      "write `when: not label has \(catalogue.dataClasses[dataClass].name)` after "
        + "`\(endpoint(candidate, of: route))` in route `\(routes[route].name)`"
    case .removeCandidate(let route, let candidate):
      "take `\(endpoint(candidate, of: route))` out of route `\(routes[route].name)`"
    case .addCandidate(let route, let endpoint):
      "add `{ use: \(catalogue.endpoints[endpoint].name) }` to route `\(routes[route].name)`"
    case .hold(let route): "write `on_unavailable: hold` in route `\(routes[route].name)`"
    case .addRoute(let capability, let endpoints):
      "add a route `\(catalogue.name(of: capability))` that tries "
        + listed(endpoints.map { "`\(catalogue.endpoints[$0].name)`" })
    case .askPool(let plan, let step, let pool):
      "write `review: \(catalogue.reviewerPools[pool].name)` in step "
        + "`\(plans[plan].steps[step].name)` of plan `\(plans[plan].name)`"
    case .gate:
      "write `gate: before each call` in the platform, if the runtime asks the bundle before each"
        + " call"
    case .accept(let basis):
      "let the tenants accept transfers on `\(catalogue.bases[basis].name)`, which widens their"
        + " policies"
    }
  }

  private func endpoint(_ candidate: Int, of route: Int) -> String {
    catalogue.endpoints[routes[route].candidates[candidate].endpoint.value].name
  }
}
