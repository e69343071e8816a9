package import PolicyModel

/// Conditions as lists of integers, in postfix order: each test and connective is a number and its
/// operands, and leaves one truth value on a stack.
package enum ConditionCode {
  package enum Operation: Int64, CaseIterable, Sendable {
    case always, fact, latency, label, compare, not, all, any

    /// The operands as the format page names them.
    package var operands: String {
      switch self {
      case .always, .not: ""
      case .fact: "row of `plan_facts`, count, then so many pairs of least and greatest"
      case .latency: "row of `endpoints`, count, then so many pairs of least and greatest"
      case .label: "row of `data_classes`"
      case .compare: "row of `plan_facts`, comparison, row of `plan_facts`"
      case .all, .any: "count"
      }
    }

    package var meaning: String {
      switch self {
      case .always: "puts true"
      case .fact: "puts whether the value of the fact lies in one of the ranges, ends included"
      case .latency:
        "puts whether the milliseconds that the endpoint took of late lie in one of the ranges"
      case .label: "puts whether the data that is read has the data class"
      case .compare: "puts whether the first fact compares so with the second"
      case .not: "takes one, puts its contrary"
      case .all: "takes so many, puts whether all are true"
      case .any: "takes so many, puts whether one is true"
      }
    }
  }

  /// Most integers of a condition: no test that fits in `Condition.mostBytes` needs more for a byte.
  package static let mostCells = 4 * Condition.mostBytes

  /// Deepest nesting: a level of parentheses holds an `or` of `and`s, or a `not`.
  package static let mostDepth = 2 * Condition.mostDepth + 1

  /// - Parameter row: The row of a fact, endpoint or data class, by its index in the plan or catalogue.
  package static func cells(
    of condition: Guard, row: (_ index: Int, _ table: CatalogueTable) -> Int64
  ) -> [Int64] {
    switch condition {
    case .always: [Operation.always.rawValue]
    case .inside(.fact(let fact), let values):
      [Operation.fact.rawValue, row(fact, .facts)] + cells(of: values)
    case .inside(.latency(let endpoint), let values):
      [Operation.latency.rawValue, row(endpoint, .endpoints)] + cells(of: values)
    case .inside(.opaque(let facts), _):
      [
        Operation.compare.rawValue, row(facts.left, .facts), facts.comparison.number,
        row(facts.right, .facts),
      ]
    case .labelHas(let dataClass): [Operation.label.rawValue, row(dataClass, .dataClasses)]
    case .not(let inner): cells(of: inner, row: row) + [Operation.not.rawValue]
    case .all(let parts): cells(of: parts, .all, row)
    case .any(let parts): cells(of: parts, .any, row)
    }
  }

  private static func cells(
    of parts: [Guard], _ operation: Operation, _ row: (Int, CatalogueTable) -> Int64
  ) -> [Int64] {
    parts.flatMap { cells(of: $0, row: row) } + [operation.rawValue, Int64(parts.count)]
  }

  private static func cells(of values: IntervalSet) -> [Int64] {
    [Int64(values.ranges.count)] + values.ranges.flatMap { [$0.lowerBound, $0.upperBound] }
  }

  /// The condition that the integers stand for; `nil` if they stand for none.
  ///
  /// - Parameter index: The way back from a row to its index; `nil` for a row that may not be named.
  package static func condition(
    _ cells: [Int64], index: (_ row: Int64, _ table: CatalogueTable) -> Int?
  ) -> Guard? {
    guard cells.count <= mostCells else { return nil }
    var reader = ConditionReader(cells)
    return reader.read(index)
  }
}

private struct ConditionReader {
  private var rest: ArraySlice<Int64>
  /// The conditions that no connective has taken yet, each with its depth.
  private var stack: [(condition: Guard, depth: Int)] = []

  init(_ cells: [Int64]) {
    rest = cells[...]
  }

  mutating func read(_ index: (Int64, CatalogueTable) -> Int?) -> Guard? {
    while let number = rest.popFirst() {
      guard let operation = ConditionCode.Operation(rawValue: number),
        let result = result(of: operation, index), result.depth <= ConditionCode.mostDepth
      else { return nil }
      stack.append(result)
    }
    return stack.count == 1 ? stack[0].condition : nil
  }

  private mutating func result(
    of operation: ConditionCode.Operation, _ index: (Int64, CatalogueTable) -> Int?
  ) -> (condition: Guard, depth: Int)? {
    switch operation {
    case .not: return taken(1).map { (.not($0[0].condition), $0[0].depth + 1) }
    case .all: return connected { .all($0) }
    case .any: return connected { .any($0) }
    case .always, .fact, .latency, .label, .compare:
      return test(operation, index).map { ($0, 1) }
    }
  }

  private mutating func test(
    _ operation: ConditionCode.Operation, _ index: (Int64, CatalogueTable) -> Int?
  ) -> Guard? {
    guard operation != .always else { return .always }
    guard let row = rest.popFirst() else { return nil }
    switch operation {
    case .fact: return index(row, .facts).flatMap { inside(.fact($0)) }
    case .latency: return index(row, .endpoints).flatMap { inside(.latency($0)) }
    case .label: return index(row, .dataClasses).map { .labelHas($0) }
    case .compare:
      guard let left = index(row, .facts), let number = rest.popFirst(),
        let comparison = Condition.Comparison.allCases.first(where: { $0.number == number }),
        let right = rest.popFirst().flatMap({ index($0, .facts) })
      else { return nil }
      return .compare(Guard.FactComparison(left, comparison, right))
    case .always, .not, .all, .any: return nil
    }
  }

  /// A set of values, which stands in one way only.
  private mutating func inside(_ term: Guard.Term) -> Guard? {
    guard let count = rest.popFirst(), 0...Int64(rest.count / 2) ~= count else { return nil }
    var ranges: [ClosedRange<Int64>] = []
    for _ in 0..<count {
      guard let least = rest.popFirst(), let greatest = rest.popFirst(), least <= greatest else {
        return nil
      }
      ranges.append(least...greatest)
    }
    let values = IntervalSet(ranges)
    return values.ranges == ranges ? .inside(term, values) : nil
  }

  private mutating func connected(
    _ connective: ([Guard]) -> Guard
  ) -> (condition: Guard, depth: Int)? {
    guard let count = rest.popFirst(), let parts = taken(count) else { return nil }
    return (connective(parts.map(\.condition)), (parts.map(\.depth).max() ?? 0) + 1)
  }

  private mutating func taken(_ count: Int64) -> [(condition: Guard, depth: Int)]? {
    guard 0...Int64(stack.count) ~= count else { return nil }
    defer { stack.removeLast(Int(count)) }
    return stack.suffix(Int(count))
  }
}
