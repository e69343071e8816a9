// The forms in which plans are drawn.
extension PlanDrawing {
  /// In the language of Graphviz's `dot`.
  package var dot: String {
    var lines = [
      "digraph \(quoted(name)) {",
      "  graph [rankdir=LR, fontname=\"sans-serif\", label=\(quoted(run ?? name)), labelloc=b];",
      "  node [fontname=\"sans-serif\", shape=box, style=rounded];",
      "  edge [fontname=\"sans-serif\"];",
    ]
    lines += steps.map { "  \(quoted($0.id)) [label=\(quoted($0.label))\(red($0.isAtFault))];" }
    for (number, group) in endpoints.enumerated() {
      lines += ["  subgraph cluster_\(number) {", "    label=\(quoted(group.regions));"]
      lines += group.nodes.map {
        "    \(quoted($0.id)) [label=\(quoted($0.label)), shape=component\(red($0.isAtFault))];"
      }
      lines.append("  }")
    }
    lines += edges.map { edge in
      let style = edge.isCall ? ", style=dashed" : ""
      return "  \(quoted(edge.from)) -> \(quoted(edge.to)) [label=\(quoted(edge.label))\(style)"
        + "\(red(edge.isAtFault))];"
    }
    return (lines + ["}"]).joined(separator: "\n") + "\n"
  }

  private func red(_ isRed: Bool) -> String {
    isRed ? ", color=red, fontcolor=red, penwidth=2" : ""
  }

  /// Names may hold nothing that `dot` gives a meaning to once quotes and backslashes are escaped.
  private func quoted(_ text: String) -> String {
    var quoted = "\""
    for character in text {
      switch character {
      case "\"", "\\": quoted += "\\" + String(character)
      case "\n": quoted += "\\n"
      default: quoted.append(character)
      }
    }
    return quoted + "\""
  }

  /// As text: each step with the ways on and the endpoints in order; `!` marks what the run that shows
  /// what is wrong comes through.
  package var text: String {
    var places: [String: String] = [:]
    for group in endpoints {
      for node in group.nodes { places[node.id] = "\(node.label) in \(group.regions)" }
    }
    var lines = ["plan \(name)"]
    for step in steps where step.id != "end" {
      let words = step.label.split(separator: "\n").joined(separator: ": ")
      lines.append("\(mark(step.isAtFault)) \(words)")
      for edge in edges where edge.from == step.id {
        let target = edge.isCall ? places[edge.to] ?? edge.to : edge.to.dropPrefix("step ")
        let label = edge.label.isEmpty ? "" : "\(edge.label) "
        lines.append("\(mark(edge.isAtFault))   \(label)\(edge.isCall ? "=>" : "->") \(target)")
      }
    }
    return (lines + (run.map { ["", $0] } ?? [])).joined(separator: "\n") + "\n"
  }

  private func mark(_ isAtFault: Bool) -> String { isAtFault ? "!" : " " }
}

extension String {
  fileprivate func dropPrefix(_ prefix: String) -> String {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self
  }
}
