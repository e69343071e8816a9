import PolicyDiagnostics
import PolicyModel
import TenantPolicy

/// Finds where values are stated on both sides.
struct ValuePlaces {
  private let old: ReviewedBundle
  private let new: ReviewedBundle
  /// By name of the field, its number in each bundle.
  private let numbers: [[String: Int]]

  init(_ old: ReviewedBundle, _ new: ReviewedBundle) {
    self.old = old
    self.new = new
    numbers = [old, new].map { side in
      Dictionary(
        (0..<side.bundle.fieldCount).map { (side.bundle.fieldName(at: $0) ?? "", $0) },
        uniquingKeysWith: { first, _ in first })
    }
  }

  /// Where the value of a dimension is stated for the tenants of a group.
  func places(
    of dimension: Dimension, _ group: ReviewedTenants
  ) -> (StatedPlace, StatedPlace) {
    let fields = dimension.fieldNames
    let pairs = fields.map { (place($0, 0, group), place($0, 1, group)) }
    // Of two fields that decide together, the one that is stated differently.
    return pairs.first { $0 != $1 } ?? pairs.first
      ?? (StatedPlace(layer: .language, line: nil), StatedPlace(layer: .language, line: nil))
  }

  private func place(_ field: String, _ side: Int, _ group: ReviewedTenants) -> StatedPlace {
    guard let provenance = provenance(field, side, group) else {
      return StatedPlace(layer: .language, line: nil)
    }
    let layer = StatedPlace.Layer(provenance.origin)
    let line = layer == .tenant ? nil : provenance.place.map { WrittenLine($0) }
    return StatedPlace(layer: layer, line: line, field: layer == .tenant ? field : nil)
  }

  /// The provenance of a field; what tenants state themselves is told from a document that begins at
  /// the first line of the first source.
  private func provenance(
    _ field: String, _ side: Int, _ group: ReviewedTenants
  ) -> Provenance? {
    let bundle = side == 0 ? old.bundle : new.bundle
    guard let number = numbers[side][field], let shapes = group.shapes else { return nil }
    return bundle.provenance(
      ofField: number, shape: side == 0 ? shapes.old : shapes.new,
      declared: SourceLine(source: 0, line: 1))
  }

  /// Whether the same is written in both places, as far as that can be known: then what is written
  /// means something else.
  func areAlike(_ before: StatedPlace, _ after: StatedPlace, _ group: ReviewedTenants) -> Bool {
    guard before.layer == after.layer else { return false }
    guard let before = before.line, let after = after.line else {
      // Tenants' own lines, whose documents are laid out as they were; or nobody's.
      return true
    }
    let (was, isNow) = (old.sources[before.source], new.sources[after.source])
    if was == isNow { return before.line == after.line }
    guard let oldText = old.text(of: before), let newText = new.text(of: after) else {
      return was.name == isNow.name && before.line == after.line
    }
    return oldText == newText
  }
}

extension Dimension {
  var fieldNames: [String] {
    switch self {
    case .field(let index): [PolicyFields.all[index].name]
    case .permittedTools:
      [policyFields.allowedTools.declaration.name, policyFields.deniedTools.declaration.name]
    case .org, .tier, .reach, .tenants, .plans, .catalogue: []
    }
  }
}

extension StatedPlace.Layer {
  fileprivate init(_ origin: TenantPolicy.Origin) {
    switch origin {
    case .tenant: self = .tenant
    case .budgetClass: self = .budgetClass
    case .org: self = .org
    case .tier: self = .tier
    case .platform: self = .platform
    case .builtIn: self = .language
    }
  }
}

extension WrittenLine {
  init(_ place: SourceLine) {
    self.init(source: place.source, line: place.line)
  }
}

extension ReviewedBundle {
  /// A line of a source without the spaces around it; `nil` where the sources are not at hand.
  func text(of line: WrittenLine) -> String? {
    guard let written, case .success(let bytes) = written.sources.bytes(of: SourceID(line.source))
    else { return nil }
    let range = LineIndex(bytes).textRange(ofLine: line.line)
    let text = bytes[range].drop { $0 == UInt8(ascii: " ") }
    return String(validating: text, as: UTF8.self)
  }

  /// A line as people know it: the path where sources are at hand, else the name in the bundle.
  package func shown(_ line: WrittenLine) -> String { "\(path(of: line)):\(line.line)" }

  /// The path of the source of a line.
  func path(of line: WrittenLine) -> String {
    written?.sources.path(of: SourceID(line.source))
      ?? (sources.indices.contains(line.source) ? sources[line.source].name : "?")
  }
}
