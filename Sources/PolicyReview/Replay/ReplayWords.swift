package import PolicyDiagnostics

// What was replayed, as people and programs read it.
extension Replay {
  private static let mostLines = 10

  package var lines: [String] {
    var lines = [
      "replayed \(counted(count, "recorded decision")): "
        + "\(newlyAllowed.count) would be allowed now, \(newlyDenied.count) would be denied now"
    ]
    lines += told("allowed now", newlyAllowed) + told("denied now", newlyDenied)
    lines += told("recorded otherwise than what was decides", unlikeRecorded)
    lines += notReplayed.prefix(Self.mostLines).map {
      "not replayed: line \($0.line): \($0.reason)"
    }
    if notReplayed.count > Self.mostLines {
      lines.append("not replayed: \(notReplayed.count - Self.mostLines) more lines")
    }
    return lines
  }

  private func told(_ title: String, _ numbers: [Int]) -> [String] {
    guard !numbers.isEmpty else { return [] }
    let shown = numbers.prefix(Self.mostLines).map { "\($0)" }.joined(separator: ", ")
    let rest = numbers.count > Self.mostLines ? " and \(numbers.count - Self.mostLines) more" : ""
    return ["\(title): line \(shown)\(rest)"]
  }

  package func write(to object: inout JSONObject) {
    object.field("replayed", count)
    for (name, numbers) in [
      ("newlyAllowed", newlyAllowed), ("newlyDenied", newlyDenied),
      ("unlikeRecorded", unlikeRecorded),
    ] {
      object.array(name) { list in numbers.forEach { list.element($0) } }
    }
    object.array("notReplayed") { list in
      for (line, reason) in notReplayed {
        list.object { item in
          item.field("line", line)
          item.field("reason", reason)
        }
      }
    }
    object.array("byCause") { list in
      for (cause, count) in byCause.sorted(by: { $0.key < $1.key }) {
        list.object { item in
          item.field("cause", cause)
          item.field("decisions", count)
        }
      }
    }
  }
}
