/// One line of the table of benchmarks: what is measured, and what it should come to.
struct BenchmarkLine: Sendable {
  /// What `--only` takes.
  let name: String
  let title: String
  let goal: Goal
  let measure: @Sendable (Workbench) throws -> Outcome
}

/// What a measured number should be.
struct Goal: Sendable {
  enum Side { case atMost, atLeast }

  let side: Side
  let value: Double
  /// `x` for a ratio.
  let unit: String

  static func atMost(_ value: Double, _ unit: String) -> Goal {
    Goal(side: .atMost, value: value, unit: unit)
  }

  static func atLeast(_ value: Double, _ unit: String) -> Goal {
    Goal(side: .atLeast, value: value, unit: unit)
  }

  func isMet(by measured: Double) -> Bool {
    switch side {
    case .atMost: measured <= value
    case .atLeast: measured >= value
    }
  }
}

/// What came of a line.
enum Outcome: Sendable {
  /// The number in the unit of the goal, and what it was computed from.
  case measured(Double, details: [Detail])
  /// Why there is no number.
  case notMeasured(String)

  struct Detail: Sendable {
    let name: String
    let value: Double
    let unit: String

    init(_ name: String, _ value: Double, _ unit: String) {
      self.name = name
      self.value = value
      self.unit = unit
    }

    init(_ name: String, _ count: Int, _ unit: String = "") {
      self.init(name, Double(count), unit)
    }
  }

  /// How often one of two numbers goes into the other; the two stand in the details.
  static func ratio(
    of own: Detail, to baseline: Detail, _ more: [Detail] = []
  ) throws -> Outcome {
    guard baseline.value > 0 else { throw BenchError("\(baseline.name) took nothing measurable") }
    return .measured(own.value / baseline.value, details: [own, baseline] + more)
  }
}

/// Measures in turns, so that whatever else the machine does falls on all alike.
///
/// - Returns: the median of each measurement.
func medians(
  _ repetitions: Int, _ measurements: [() throws -> Double]
) throws -> [Double] {
  var values: [[Double]] = measurements.map { _ in [] }
  for _ in 0..<max(repetitions, 1) {
    for (index, measure) in measurements.enumerated() { values[index].append(try measure()) }
  }
  return values.map { median($0) }
}

/// The middle one; of an even number the mean of the two in the middle, of none 0.
func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  guard let last = sorted.last else { return 0 }
  let upper = sorted.count / 2
  guard upper > 0 else { return last }
  return sorted.count.isMultiple(of: 2) ? (sorted[upper - 1] + sorted[upper]) / 2 : sorted[upper]
}

/// How many nanoseconds `body` takes.
func nanoseconds(_ body: () throws -> Void) throws -> Double {
  let clock = ContinuousClock()
  let start = clock.now
  try body()
  let time = (clock.now - start).components
  return Double(time.seconds) * 1e9 + Double(time.attoseconds) / 1e9
}
