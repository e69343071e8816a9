package import PolicyDiagnostics
package import PolicyModel
import VerificationFindings

/// What tests have looked at, of what they could: each thing with how many cases did.
package struct Coverage: Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    case policyLines = "policy lines"
    case tenantClasses = "tenant classes"
    case routeCandidates = "route candidates"
    case planExits = "plan exits"
  }

  package struct Item: Sendable {
    package let kind: Kind
    /// Such as "candidate `compliance-eu` of route `compliance_check`".
    package let name: String
    let place: Written
    package let count: Int
  }

  /// By kind, then in the order of the platform's tables.
  package let items: [Item]
  private let places: [String: String]

  init(_ items: [Item], shown: (Written) -> String) {
    self.items = items
    places = Dictionary(
      items.map { (Self.key($0.place), shown($0.place)) }, uniquingKeysWith: { first, _ in first })
  }

  /// Several platforms together.
  init(_ all: [Coverage]) {
    items = Kind.allCases.flatMap { kind in all.flatMap { $0.items.filter { $0.kind == kind } } }
    places = all.reduce(into: [:]) { places, one in
      places.merge(one.places) { first, _ in first }
    }
  }

  private static func key(_ place: Written) -> String { "\(place.source):\(place.line)" }

  package func place(of item: Item) -> String { places[Self.key(item.place)] ?? "?" }

  package func counts(of kind: Kind? = nil) -> (covered: Int, all: Int) {
    let items = items.filter { kind == nil || $0.kind == kind }
    return (items.count { $0.count > 0 }, items.count)
  }

  /// Hundredths of a percent, rounded down: 100 % is all of it. All of nothing is all.
  package var share: Percentage {
    let (covered, all) = counts()
    return Percentage(basisPoints: all == 0 ? 10_000 : Int64(covered) * 10_000 / Int64(all))
  }

  // MARK: As text and for programs

  package var text: String {
    let kinds = Kind.allCases.map { kind in
      let (covered, all) = counts(of: kind)
      return "  \(kind.rawValue): \(covered) of \(all)\n"
    }
    let (covered, all) = counts()
    let rest = items.filter { $0.count == 0 }.map {
      "  \(escaped(place(of: $0))): \(escaped($0.name))\n"
    }
    return "coverage: \(share) (\(covered) of \(all))\n" + kinds.joined()
      + (rest.isEmpty ? "" : "not covered:\n" + rest.joined())
  }

  package func write(to root: inout JSONObject) {
    root.object("coverage") { object in
      object.field("basisPoints", share.basisPoints)
      object.array("kinds") { array in
        for kind in Kind.allCases {
          let (covered, all) = counts(of: kind)
          array.object {
            $0.field("kind", kind.rawValue)
            $0.field("covered", covered)
            $0.field("of", all)
          }
        }
      }
      object.array("items") { array in
        for item in items {
          array.object {
            $0.field("kind", item.kind.rawValue)
            $0.field("name", item.name)
            $0.field("place", place(of: item))
            $0.field("cases", item.count)
          }
        }
      }
    }
  }

  /// In the form of LCOV: a record a file, with a line for each line that has something to cover, and a
  /// branch for each candidate of a route and each exit of a step.
  package func lcov(in sources: SourceMap) -> String {
    let bySource = Dictionary(grouping: items) { $0.place.source }
    return bySource.keys.sorted().map { source in
      Self.record(of: bySource[source] ?? [], path: sources.path(of: SourceID(source)))
    }.joined()
  }

  private static func record(of items: [Item], path: String) -> String {
    let byLine = Dictionary(grouping: items) { $0.place.line }
    var lines: [String] = []
    var branches: [String] = []
    for line in byLine.keys.sorted() {
      let here = byLine[line] ?? []
      lines.append("DA:\(line),\(here.map(\.count).max() ?? 0)")
      for (number, item) in here.filter(\.kind.isBranch).enumerated() {
        branches.append("BRDA:\(line),0,\(number),\(item.count > 0 ? "\(item.count)" : "-")")
      }
    }
    let hit = byLine.values.count { $0.contains { $0.count > 0 } }
    let taken = items.count { $0.kind.isBranch && $0.count > 0 }
    let summary = [
      "BRF:\(branches.count)", "BRH:\(taken)", "LF:\(lines.count)", "LH:\(hit)", "end_of_record",
    ]
    return (["TN:", "SF:\(escaped(path))"] + branches + lines + summary).joined(separator: "\n")
      + "\n"
  }
}

extension Coverage.Kind {
  fileprivate var isBranch: Bool { self == .routeCandidates || self == .planExits }
}
