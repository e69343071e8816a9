import PolicyModel

/// Every shape that the documents of the language are made of, each once, in the order in which a
/// reader meets them: a kind of document, then what its keys hold.
struct ShapeList: Sendable {
  struct Entry: Sendable {
    let shape: Shape
    /// Unique: the title without its article and, where several shapes share one, their required
    /// keys.
    let name: String
  }

  private(set) var entries: [Entry] = []

  static let all = ShapeList()

  private init() {
    var found: [Shape] = []
    for kind in DocumentKind.allCases { Self.visit(kind.shape, &found) }
    // Forms of a field's value that no other shape mentions by itself.
    for shape in [Shapes.residency, Shapes.burst] { Self.visit(shape, &found) }
    let countByTitle = Dictionary(grouping: found, by: \.title).mapValues(\.count)
    entries = found.map { shape in
      Entry(shape: shape, name: Self.name(of: shape, isAlone: countByTitle[shape.title] == 1))
    }
  }

  func name(of shape: Shape) -> String {
    entries.first { $0.shape.isSame(as: shape) }?.name ?? shape.title
  }

  private static func name(of shape: Shape, isAlone: Bool) -> String {
    let words = shape.title.split(separator: " ").dropFirst()
    let keys = isAlone ? [] : shape.keys.filter(\.isRequired).map(\.name)
    return (words.map(String.init) + keys).joined(separator: "-").filter { $0 != "'" }
  }

  private static func visit(_ shape: Shape, _ found: inout [Shape]) {
    guard !found.contains(where: { $0.isSame(as: shape) }) else { return }
    found.append(shape)
    for key in shape.keys { visit(key.type, &found) }
  }

  private static func visit(_ type: ValueType, _ found: inout [Shape]) {
    switch type {
    case .shape(let shape): visit(shape, &found)
    case .list(let element): visit(element, &found)
    case .map(_, let value): visit(value, &found)
    case .anyOf(let forms): for form in forms { visit(form, &found) }
    case .declares, .refers, .text, .word, .duration, .money, .currency, .rate, .date,
      .serviceLevel, .count, .condition, .factType, .literal, .regions, .field, .limit:
      break
    }
  }
}

extension Shape {
  func isSame(as other: Shape) -> Bool {
    title == other.title && keys.map(\.name) == other.keys.map(\.name)
  }
}
