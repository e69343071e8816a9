/// Which layer gave the effective value of a field.
public enum Origin: UInt8, CaseIterable, Hashable, Sendable {
  /// The tenant's own document.
  case tenant = 1
  /// The budget class that the tenant has.
  case budgetClass = 2
  /// Its org.
  case org = 3
  /// Its policy tier.
  case tier = 4
  /// The platform.
  case platform = 5
  /// The language: nobody says anything.
  case builtIn = 6
}

/// The layers that can limit a field.
public enum LimitingLayer: UInt8, CaseIterable, Hashable, Sendable {
  /// The budget class that the tenant has.
  case budgetClass = 1
  /// The tenant's org.
  case org = 2
  /// The tenant's policy tier.
  case tier = 3
  /// The platform.
  case platform = 4
}

/// A line of a source.
public struct SourceLine: Hashable, Sendable {
  /// The number of the source in the bundle, from 0.
  public let source: Int
  /// The line, from 1.
  public let line: Int

  /// A line of a source.
  public init(source: Int, line: Int) {
    self.source = source
    self.line = line
  }
}

/// Where the effective value of a field came from, and what bounds it.
public struct Provenance: Hashable, Sendable {
  /// The layer that gave the value.
  public let origin: Origin
  /// Where it stands; `nil` for a built-in value.
  public let place: SourceLine?
  /// The layer whose limit bounds it, and where that stands; `nil` if nothing does.
  public let limit: Limit?

  /// A limit that bounds a value.
  public struct Limit: Hashable, Sendable {
    /// The layer that states it.
    public let layer: LimitingLayer
    /// Where it stands.
    public let place: SourceLine

    /// A limit that bounds a value.
    public init(_ layer: LimitingLayer, at place: SourceLine) {
      self.layer = layer
      self.place = place
    }
  }

  /// Where the effective value of a field came from, and what bounds it.
  public init(_ origin: Origin, at place: SourceLine?, limit: Limit?) {
    self.origin = origin
    self.place = place
    self.limit = limit
  }
}

extension PolicyBundle {
  /// How many fields of a policy have a provenance.
  public var fieldCount: Int { header.count(.fields) }

  /// The name of a field, by number from 0; `nil` if there is none.
  public func fieldName(at number: Int) -> String? {
    guard 0..<fieldCount ~= number else { return nil }
    return string(at: header[.fields].lowerBound + number * FieldLayout.size)
  }

  /// The provenance of a field, by number, for a tenant by ordinal.
  public func provenance(ofField field: Int, ofTenantAt ordinal: Int) -> Provenance? {
    guard let tenant = tenantRecord(at: ordinal) else { return nil }
    let declared = SourceLine(source: tenant.source, line: tenant.line)
    return provenance(ofField: field, shape: tenant.shape, declared: declared)
  }

  /// The provenance of a field in a shape, for a tenant whose document begins at `declared`.
  package func provenance(
    ofField field: Int, shape: Int, declared: SourceLine
  ) -> Provenance? {
    guard 0..<fieldCount ~= field, 0..<header.shapeCount ~= shape else { return nil }
    let number = shape * fieldCount + field
    return try? provenance(
      Record(memory, at: header[.shapes].lowerBound + number * OriginLayout.size), declared)
  }

  private func provenance(
    _ record: Record, _ declared: SourceLine
  ) throws(BundleError) -> Provenance {
    guard let origin = Origin(rawValue: try record[u8: OriginLayout.origin]) else {
      throw record.refused(.reference, OriginLayout.origin)
    }
    return Provenance(
      origin, at: try place(record, of: origin, declared), limit: try limit(record))
  }

  private func place(
    _ record: Record, of origin: Origin, _ declared: SourceLine
  ) throws(BundleError) -> SourceLine? {
    let source = try record[u32: OriginLayout.source]
    let line = Int(try record[u32: OriginLayout.line])
    switch origin {
    case .tenant where source == TableLayout.none:
      return SourceLine(source: declared.source, line: declared.line + line)
    case .builtIn where source == TableLayout.none && line == 0:
      return nil
    case .budgetClass, .org, .tier, .platform:
      guard source < sourceCount, line > 0 else {
        throw record.refused(.reference, OriginLayout.source)
      }
      return SourceLine(source: Int(source), line: line)
    case .tenant, .builtIn:
      throw record.refused(.reference, OriginLayout.source)
    }
  }

  private func limit(_ record: Record) throws(BundleError) -> Provenance.Limit? {
    let layer = try record[u8: OriginLayout.limit]
    let source = try record[u32: OriginLayout.limitSource]
    let line = Int(try record[u32: OriginLayout.limitLine])
    if layer == 0 && source == TableLayout.none && line == 0 { return nil }
    guard let layer = LimitingLayer(rawValue: layer), source < sourceCount, line > 0 else {
      throw record.refused(.reference, OriginLayout.limit)
    }
    return Provenance.Limit(layer, at: SourceLine(source: Int(source), line: line))
  }

  /// Every origin of every shape makes sense.
  func verifyShapes() throws(BundleError) {
    let declared = SourceLine(source: 0, line: 1)
    for number in 0..<header.count(.shapes) {
      let record = Record(
        memory, at: header[.shapes].lowerBound + number * OriginLayout.size)
      _ = try provenance(record, declared)
      try memory.requireZeros(in: record.range(of: OriginLayout.reserved))
    }
  }
}

extension TenantContext {
  /// The provenance of a field, by number.
  public func provenance(ofField field: Int) -> Provenance? {
    bundle.row(of: handle).flatMap { _ in
      bundle.provenance(ofField: field, ofTenantAt: ordinal)
    }
  }
}
