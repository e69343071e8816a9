/// Conditions as a bundle holds them: integers in postfix order, evaluated on a stack of truth values.
///
/// What is not known is neither true nor false, and a condition that is not known to hold does not hold:
/// a candidate is then left out as if it were down.
struct ConditionReader {
  private let memory: BundleMemory
  private let cells: CellRange
  private var next = 0
  private var stack = TruthStack()

  /// Most integers of a condition, and most truth values at once: more than any condition that is written
  /// has, so that what is longer is not known.
  static let mostCells = 8_192
  static let mostValues = 1_024

  /// The numbers of tests and connectives: part of the format.
  enum Operation: Int64 {
    case always, fact, latency, label, compare, not, all, any
  }

  init(_ cells: CellRange, _ memory: BundleMemory) {
    self.cells = cells
    self.memory = memory
  }

  /// Whether the condition holds for data of a label.
  ///
  /// - Parameters:
  ///   - firstDataClass: The row of `data_classes` that is bit 0 of the label.
  ///   - latency: The milliseconds that an endpoint took of late, by its row; `nil` if not known.
  mutating func holds(
    label: UInt64, firstDataClass: Int, latency: (Int64) -> Int64?
  ) -> Bool {
    guard cells.count <= Self.mostCells else { return false }
    if cells.count == 1, peek(0) == Operation.always.rawValue { return true }
    while next < cells.count {
      guard let number = take(), let operation = Operation(rawValue: number),
        step(operation, label, firstDataClass, latency)
      else { return false }
    }
    return stack.count == 1 && stack.pop() == .yes
  }

  private mutating func step(
    _ operation: Operation, _ label: UInt64, _ firstDataClass: Int, _ latency: (Int64) -> Int64?
  ) -> Bool {
    switch operation {
    case .always: return stack.push(.yes)
    case .latency:
      guard let endpoint = take(), let count = take() else { return false }
      return stack.push(isInside(latency(endpoint), count))
    case .label:
      guard let row = take() else { return false }
      let bit = row &- Int64(firstDataClass)
      guard 0..<64 ~= bit else { return false }
      return stack.push(label >> UInt64(bit) & 1 == 1 ? .yes : .no)
    case .fact:
      // Routes ask for no facts.
      guard take() != nil, let count = take() else { return false }
      return stack.push(isInside(nil, count))
    case .compare:
      guard take() != nil, take() != nil, take() != nil else { return false }
      return stack.push(.unknown)
    case .not:
      guard stack.count >= 1 else { return false }
      return stack.push(stack.pop().contrary)
    case .all, .any:
      guard let count = take(), 0...Int64(stack.count) ~= count else { return false }
      return connect(Int(count), stopsAt: operation == .all ? .no : .yes)
    }
  }

  private mutating func connect(_ count: Int, stopsAt decisive: Truth) -> Bool {
    var result = decisive.contrary
    for _ in 0..<count {
      let one = stack.pop()
      if one == decisive {
        result = decisive
      } else if one == .unknown, result != decisive {
        result = .unknown
      }
    }
    return stack.push(result)
  }

  /// Whether a value lies in one of the ranges that follow.
  private mutating func isInside(_ value: Int64?, _ count: Int64) -> Truth {
    guard 0...Int64((cells.count - next) / 2) ~= count else {
      next = cells.count
      return .unknown
    }
    var result: Truth = value == nil ? .unknown : .no
    for _ in 0..<count {
      guard let least = take(), let greatest = take() else { return .unknown }
      if let value, least <= value, value <= greatest { result = .yes }
    }
    return result
  }

  private mutating func take() -> Int64? {
    guard next < cells.count else { return nil }
    defer { next += 1 }
    return peek(next)
  }

  private func peek(_ position: Int) -> Int64? { cells.load(position, memory) }
}

enum Truth {
  case no, unknown, yes

  var contrary: Truth {
    switch self {
    case .no: .yes
    case .unknown: .unknown
    case .yes: .no
    }
  }
}

/// Truth values in two bits each, without memory of the heap.
private struct TruthStack {
  private(set) var count = 0
  private var known = InlineArray<16, UInt64>(repeating: 0)
  private var holds = InlineArray<16, UInt64>(repeating: 0)

  mutating func push(_ truth: Truth) -> Bool {
    guard count < ConditionReader.mostValues else { return false }
    let bit: UInt64 = 1 << UInt64(count % 64)
    known[count / 64] = truth == .unknown ? known[count / 64] & ~bit : known[count / 64] | bit
    holds[count / 64] = truth == .yes ? holds[count / 64] | bit : holds[count / 64] & ~bit
    count += 1
    return true
  }

  /// The value on top; unknown where there is none.
  mutating func pop() -> Truth {
    guard count > 0 else { return .unknown }
    count -= 1
    let place = UInt64(count % 64)
    guard known[count / 64] >> place & 1 == 1 else { return .unknown }
    return holds[count / 64] >> place & 1 == 1 ? .yes : .no
  }
}

/// The integers of a list: all of them lie within the bundle.
struct CellRange {
  let start: Int
  let count: Int

  @inline(__always)
  func load(_ position: Int, _ memory: BundleMemory) -> Int64? {
    guard position >= 0, position < count else { return nil }
    return memory.load(Int64.self, at: start &+ 8 &* position)
  }
}

extension PolicyBundle {
  /// The list that a cell leads to.
  @inline(__always)
  func cells(at offset: Int) -> CellRange? {
    guard let first = memory.load(UInt32.self, at: offset),
      let count = memory.load(UInt32.self, at: offset &+ 4),
      Int(first) &+ Int(count) <= header.count(.cells)
    else { return nil }
    return CellRange(start: header[.cells].lowerBound &+ 8 &* Int(first), count: Int(count))
  }

  /// An integer cell as a number of a row or a source; -1 if it is none.
  func number(at offset: Int) -> Int {
    memory.load(Int64.self, at: offset).flatMap { Int(exactly: $0) } ?? -1
  }

  /// The source and line that two integer cells of a row state.
  func place(_ row: Int, source: Int, line: Int) -> SourceLine? {
    let (source, line) = (number(at: row + source), number(at: row + line))
    return 0..<sourceCount ~= source && line > 0 ? SourceLine(source: source, line: line) : nil
  }
}
