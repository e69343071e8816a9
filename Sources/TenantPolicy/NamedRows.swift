/// A named row of one of the tables of a bundle: an index that cannot be mistaken for one of another
/// kind, or of another bundle.
public struct NamedRow<Kind>: Hashable, Sendable {
  let row: UInt32
  /// Tells the rows of one bundle from those of another.
  package let tag: UInt32

  package init(row: UInt32, tag: UInt32) {
    self.row = row
    self.tag = tag
  }

  /// The number of the row in its table.
  public var number: Int { Int(row) }
}

/// The kinds of a `NamedRow`, each named after the table.
public enum RowKind {
  /// A row of the table `platforms`.
  public enum Platform {}
  /// A row of the table `regions`.
  public enum Region {}
  /// A row of the table `tools`.
  public enum Tool {}
  /// A row of the table `models`.
  public enum Model {}
  /// A row of the table `endpoints`.
  public enum Endpoint {}
  /// A row of the table `reviewer_pools`.
  public enum ReviewerPool {}
  /// A row of the table `plans`.
  public enum Plan {}
  /// A row of the table `steps`.
  public enum Step {}
}

/// A platform of a bundle.
public typealias PlatformIndex = NamedRow<RowKind.Platform>
/// A region of a platform.
public typealias RegionIndex = NamedRow<RowKind.Region>
/// A tool of a platform.
public typealias ToolIndex = NamedRow<RowKind.Tool>
/// A model of a platform.
public typealias ModelIndex = NamedRow<RowKind.Model>
/// An endpoint of a platform.
public typealias EndpointIndex = NamedRow<RowKind.Endpoint>
/// A pool of reviewers of a platform.
public typealias ReviewerPoolIndex = NamedRow<RowKind.ReviewerPool>
/// A workflow plan of a platform.
public typealias PlanIndex = NamedRow<RowKind.Plan>
/// A step of a plan.
public typealias StepIndex = NamedRow<RowKind.Step>

/// Storage that the control plane itself needs. The raw value is stable.
public enum StorageKind: Int64, CaseIterable, Hashable, Sendable {
  /// What a run can be resumed from.
  case checkpoint = 1
  /// Where a run is.
  case state = 2
  /// The audit log.
  case audit = 4
  /// Traces of what steps were shown and wrote.
  case trace = 8
  /// Runs that wait.
  case queue = 16

  /// Its position among the kinds.
  var position: Int { rawValue.trailingZeroBitCount }
}

/// What an endpoint is picked for.
public enum CapabilityIndex: Hashable, Sendable {
  /// A call of a tool.
  case tool(ToolIndex)
  /// A call of a model.
  case model(ModelIndex)
  /// A write to a store.
  case storage(StorageKind)
}

/// The data classes of some data, a bit each, in the order in which the platform declares them.
public struct DataLabel: Hashable, Sendable {
  /// Bit `i` for the platform's data class number `i`.
  public var word: UInt64

  /// Data with these classes; without any, data that is in no class.
  public init(_ word: UInt64 = 0) {
    self.word = word
  }

  /// Data of one class, by its number on the platform; `nil` for a number that none has.
  public init?(dataClass number: Int) {
    guard 0..<64 ~= number else { return nil }
    word = 1 << UInt64(number)
  }

  /// The classes of both.
  public func union(_ other: DataLabel) -> DataLabel { DataLabel(word | other.word) }
}

// Names are looked up once, outside of the path of a decision. Nothing is allocated.
extension PolicyBundle {
  /// The platform with this name.
  public func platform(named name: String) -> PlatformIndex? {
    namedRow(name, scope: nil, tables.platforms)
  }

  /// The tool of a platform with this name.
  public func tool(named name: String, of platform: PlatformIndex) -> ToolIndex? {
    namedRow(name, scope: platform, tables.tools)
  }

  /// The region of a platform with this name.
  public func region(named name: String, of platform: PlatformIndex) -> RegionIndex? {
    namedRow(name, scope: platform, tables.regions)
  }

  /// The model of a platform with this name.
  public func model(named name: String, of platform: PlatformIndex) -> ModelIndex? {
    namedRow(name, scope: platform, workflows?.models.place.number)
  }

  /// The endpoint of a platform with this name.
  public func endpoint(named name: String, of platform: PlatformIndex) -> EndpointIndex? {
    namedRow(name, scope: platform, workflows?.endpoints.place.number)
  }

  /// The reviewer pool of a platform with this name.
  public func reviewerPool(
    named name: String, of platform: PlatformIndex
  ) -> ReviewerPoolIndex? {
    namedRow(name, scope: platform, workflows?.pools.place.number)
  }

  /// The plan of a platform with this name.
  public func plan(named name: String, of platform: PlatformIndex) -> PlanIndex? {
    namedRow(name, scope: platform, workflows?.plans.place.number)
  }

  /// The step of a plan with this name.
  public func step(named name: String, of plan: PlanIndex) -> StepIndex? {
    namedRow(name, scope: plan, workflows?.steps.place.number)
  }

  /// Data of the platform's data class with this name.
  public func label(ofDataClass name: String, of platform: PlatformIndex) -> DataLabel? {
    guard let workflows, platform.tag == tag,
      let place = workflows.platforms.place(platform.number),
      let row = row(
        named: name, scope: platform.number, of: directory.tables[workflows.dataClasses])
    else { return nil }
    return DataLabel(dataClass: row - workflows.platforms.firstDataClass(place, memory))
  }

  private func namedRow<Kind, Scope>(
    _ name: String, scope: NamedRow<Scope>, _ table: Int?
  ) -> NamedRow<Kind>? {
    guard scope.tag == tag, let table else { return nil }
    return namedRow(name, scope: scope.number, table)
  }

  private func namedRow<Kind>(_ name: String, scope: Int?, _ table: Int) -> NamedRow<Kind>? {
    row(named: name, scope: scope, of: directory.tables[table]).map {
      NamedRow(row: UInt32($0), tag: tag)
    }
  }
}

// How many there are of each: their numbers are below that.
extension PolicyBundle {
  /// How many platforms the bundle holds.
  public var platformCount: Int { directory.tables[tables.platforms].rowCount }
  /// How many regions all its platforms declare.
  public var regionCount: Int { directory.tables[tables.regions].rowCount }
  /// How many tools all its platforms declare.
  public var toolCount: Int { directory.tables[tables.tools].rowCount }
  /// How many models all its platforms declare.
  public var modelCount: Int { workflows?.models.place.rowCount ?? 0 }
  /// How many endpoints all its platforms declare.
  public var endpointCount: Int { workflows?.endpoints.place.rowCount ?? 0 }
  /// How many reviewer pools all its platforms declare.
  public var reviewerPoolCount: Int { workflows?.pools.place.rowCount ?? 0 }
  /// How many plans all its platforms declare.
  public var planCount: Int { workflows?.plans.place.rowCount ?? 0 }
  /// How many steps all its plans have.
  public var stepCount: Int { workflows?.steps.place.rowCount ?? 0 }
}

// The way back.
extension PolicyBundle {
  /// The name of a tool of this bundle.
  public func name(of tool: ToolIndex) -> String? { name(of: tool, tables.tools) }

  /// The name of a region of this bundle.
  public func name(of region: RegionIndex) -> String? { name(of: region, tables.regions) }

  /// The name of a platform of this bundle.
  public func name(of platform: PlatformIndex) -> String? { name(of: platform, tables.platforms) }

  /// The name of a model of this bundle.
  public func name(of model: ModelIndex) -> String? {
    name(of: model, workflows?.models.place.number)
  }

  /// The name of an endpoint of this bundle.
  public func name(of endpoint: EndpointIndex) -> String? {
    name(of: endpoint, workflows?.endpoints.place.number)
  }

  /// The name of a reviewer pool of this bundle.
  public func name(of pool: ReviewerPoolIndex) -> String? {
    name(of: pool, workflows?.pools.place.number)
  }

  /// The name of a plan of this bundle.
  public func name(of plan: PlanIndex) -> String? {
    name(of: plan, workflows?.plans.place.number)
  }

  /// The name of a step of this bundle.
  public func name(of step: StepIndex) -> String? {
    name(of: step, workflows?.steps.place.number)
  }

  private func name<Kind>(of row: NamedRow<Kind>, _ table: Int?) -> String? {
    guard row.tag == tag, let table else { return nil }
    return name(ofRow: row.number, ofTable: table)
  }

  /// The text in a table's name column.
  func name(ofRow row: Int, ofTable number: Int) -> String? {
    guard directory.tables.indices.contains(number) else { return nil }
    let table = directory.tables[number]
    guard let position = table.nameColumn, 0..<table.rowCount ~= row else { return nil }
    let column = directory.columns[table.columns.lowerBound + position]
    return string(at: table.rows + row * table.stride + column.offset)
  }
}
