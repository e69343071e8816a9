import PolicyDiagnostics
import PolicyModel
import TenantPolicy

// As JSON: values with their types, numbers in base units, and the text beside them.
extension TenantReport {
  package var object: String {
    jsonObject { root in
      root.field("version", 1)
      root.field("tenant_id", tenant.id)
      root.field("org_id", org)
      root.field("policy_tier", tier)
      root.field("platform", catalogue.name.value)
      root.object("declared") { fill(&$0, with: tenant.declared) }
      root.array("fields") { fields in
        for line in lines { fields.object { fill(&$0, with: line) } }
      }
    } + "\n"
  }

  private func fill(_ object: inout JSONObject, with line: Line) {
    object.field("name", line.field.name)
    object.field("text", line.text)
    write(line.value, of: line.field.type, into: &object)
    guard let provenance = line.provenance else { return }
    object.object("from") { from in
      from.field("layer", provenance.origin.title)
      if let place = provenance.place { fill(&from, with: place) }
    }
    guard let limit = provenance.limit else { return }
    object.object("limited_by") { by in
      by.field("layer", limit.layer.title)
      fill(&by, with: limit.place)
    }
  }

  private func fill(_ object: inout JSONObject, with place: SourceLine) {
    object.field("file", sourceName(place))
    object.field("line", place.line)
  }
}

extension TenantReport {
  private func write(_ value: FieldValue, of type: FieldType, into object: inout JSONObject) {
    switch type {
    case .integer(_, let unit): write(value.number, unit, into: &object)
    case .duration: write(value.number, "milliseconds", into: &object)
    case .money:
      let currency = catalogue.currency?.description ?? "a unit"
      write(value.number, "millionths of \(currency)", into: &object)
    case .modelTier: object.field("value", name(Int(value.number), catalogue.modelTiers.names))
    case .words(let words): object.field("value", name(Int(value.number), words))
    case .choice(let kind, _):
      object.field("value", value.members.members.first.flatMap { chosen($0, kind) })
    case .allowedTools, .deniedTools:
      object.array("value") { array in
        for tool in value.members.members { array.element(catalogue.tools[tool].name) }
      }
    case .residency: object.object("value") { write(value.residency, into: &$0) }
    case .rateLimits: object.array("value") { write(value.rates, into: &$0) }
    case .serviceLevel: write(value, into: &object)
    case .burst: write(value.burst, into: &object)
    }
  }

  private func write(_ number: Int64, _ unit: String, into object: inout JSONObject) {
    object.field("value", number)
    object.field("unit", unit)
  }

  private func name(_ index: Int, _ names: [String]) -> String? {
    names.indices.contains(index) ? names[index] : nil
  }

  private func chosen(_ index: Int, _ kind: NameKind) -> String? {
    name(index, catalogue.names(of: kind))
  }

  private func write(_ residency: Residency, into object: inout JSONObject) {
    write(residency.general, into: &object)
    object.array("accepts") { array in
      for basis in residency.accepts.members { array.element(catalogue.bases[basis].name) }
    }
    object.object("by_class") { classes in
      for use in residency.byClass {
        classes.object(catalogue.dataClasses[use.dataClass].name) { write(use.use, into: &$0) }
      }
    }
  }

  private func write(_ use: RegionUse, into object: inout JSONObject) {
    for (name, regions) in [("process", use.process), ("store", use.store), ("log", use.log)] {
      object.array(name) { array in
        for region in regions.members { array.element(catalogue.regions[region].name) }
      }
    }
  }

  private func write(_ rates: RateLimits, into array: inout JSONArray) {
    for entry in rates.entries {
      array.object { object in
        object.field("tool", catalogue.tools[entry.tool].name)
        object.field("calls", entry.rate.count)
        object.field("window_milliseconds", entry.rate.window.milliseconds)
        object.field("sliding", entry.rate.isSliding)
      }
    }
  }

  private func write(_ value: FieldValue, into object: inout JSONObject) {
    guard case .serviceLevel(.share(let share, let time)) = value else {
      return object.field("value", String?.none)
    }
    object.object("value") { level in
      level.field("share_basis_points", share.basisPoints)
      level.field("within_milliseconds", time.milliseconds)
    }
  }

  private func write(_ burst: Burst, into object: inout JSONObject) {
    guard burst != .none else { return object.field("value", String?.none) }
    object.object("value") { value in
      value.field("to", burst.to)
      value.field("for_milliseconds", burst.duration.milliseconds)
    }
  }
}
