import Glibc
import PolicyDiagnostics

/// Writes the lines: as a table that grows while they are measured, or as one JSON object at the end.
final class Report {
  private let isJSON: Bool
  private let machine: Machine
  private let sizes: Sizes
  private var lines: [(BenchmarkLine, Outcome)] = []

  init(_ format: String, _ machine: Machine, _ sizes: Sizes) throws(BenchError) {
    guard ["table", "json"].contains(format) else {
      throw BenchError("`--format` is `table` or `json`, not `\(format)`")
    }
    isJSON = format == "json"
    self.machine = machine
    self.sizes = sizes
  }

  func begin() {
    guard !isJSON else { return }
    machine.lines.forEach { write($0) }
    write("sizes: \(sizes.name); medians of \(sizes.slowTurns) turns, or \(sizes.quickTurns)\n")
    write(
      pad("line", to: 26) + pad("measured", to: 16, isRight: true)
        + pad("goal", to: 26, isRight: true) + "  met")
  }

  func add(_ line: BenchmarkLine, _ outcome: Outcome) {
    lines.append((line, outcome))
    if !isJSON { writeRow(line, outcome) }
  }

  func end() {
    if isJSON { write(json) }
  }

  private func writeRow(_ line: BenchmarkLine, _ outcome: Outcome) {
    let goal = pad(text(of: line.goal), to: 26, isRight: true)
    switch outcome {
    case .measured(let value, let details):
      let number = pad(number(value, line.goal.unit), to: 16, isRight: true)
      let met = line.goal.isMet(by: value) ? "yes" : "NO"
      write("\(pad(line.name, to: 26))\(number)\(goal)  \(met)")
      write("  \(line.title)")
      let texts = details.map { "\($0.name) \(self.number($0.value, $0.unit))" }
      if !texts.isEmpty { write("  \(texts.joined(separator: ", "))") }
    case .notMeasured(let reason):
      write(pad(line.name, to: 26) + pad("-", to: 16, isRight: true) + goal + "  not measured")
      write("  \(line.title)")
      write("  not measured: \(reason)")
    }
  }

  private func text(of goal: Goal) -> String {
    let side = goal.side == .atMost ? "at most" : "at least"
    return "\(side) \(number(goal.value, goal.unit))"
  }

  private func number(_ value: Double, _ unit: String) -> String {
    let digits = rounded(value)
    return unit.isEmpty ? digits : unit == "x" || unit == "%" ? digits + unit : "\(digits) \(unit)"
  }

  private func pad(_ text: String, to width: Int, isRight: Bool = false) -> String {
    let space = String(repeating: " ", count: max(width - text.count, 0))
    return isRight ? space + text : text + space
  }

  private func write(_ text: String) {
    print(text)
    // A line shows when it is measured, also in a file.
    fflush(nil)
  }

  // MARK: JSON

  private var json: String {
    jsonObject { root in
      root.field("version", 1)
      root.field("sizes", sizes.name)
      root.object("machine") { object in
        object.field("cores", machine.cores)
        object.field("processor", machine.processor)
        object.field("memory_gib", machine.memoryGiB)
        object.field("kernel", machine.kernel)
        object.field("swift", machine.swift)
        object.field("libyaml", machine.libyaml)
      }
      root.array("lines") { array in
        for (line, outcome) in lines { array.object { fill(&$0, line, outcome) } }
      }
    }
  }

  private func fill(_ object: inout JSONObject, _ line: BenchmarkLine, _ outcome: Outcome) {
    object.field("name", line.name)
    object.field("title", line.title)
    object.field("goal", line.goal.value)
    object.field("side", line.goal.side == .atMost ? "at most" : "at least")
    object.field("unit", line.goal.unit)
    switch outcome {
    case .measured(let value, let details):
      object.field("measured", value)
      object.field("met", line.goal.isMet(by: value))
      object.array("details") { array in
        for detail in details {
          array.object { object in
            object.field("name", detail.name)
            object.field("value", detail.value)
            object.field("unit", detail.unit)
          }
        }
      }
    case .notMeasured(let reason):
      object.field("not_measured", reason)
    }
  }
}

/// With as many digits as a reader needs: three that count, no exponent.
func rounded(_ value: Double) -> String {
  guard value.isFinite else { return "none" }
  let magnitude = abs(value)
  guard magnitude < 1e15 else { return String(value) }
  let places = magnitude >= 100 || magnitude.rounded() == magnitude ? 0 : magnitude >= 10 ? 1 : 3
  guard places > 0 else { return String(Int(value.rounded())) }
  let scale = places == 1 ? 10.0 : 1000.0
  return String((value * scale).rounded() / scale)
}
