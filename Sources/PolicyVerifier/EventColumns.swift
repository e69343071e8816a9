import PolicyModel
import Threads

/// What runs of plans do for many groups of tenants at once: for each thing that can be done, for which of
/// the groups it is.
///
/// Groups are told by their position in a list, in blocks of `RowSet.count`.
package struct EventColumns: Sendable {
  private let verification: Verification
  /// By question.
  private let columns: [QuestionEvents]

  /// - Parameter groups: Those that are asked about, in the order of their positions.
  package init(_ verification: Verification, groups: [Int], threads: Int = 1) {
    self.verification = verification
    let rows = PositionsOfRows(groups.map { Int(verification.table.rowOfGroup[$0]) })
    columns = parallelMap(count: verification.table.questions.count, threads: threads) {
      Self.column(of: $0, verification, rows)
    }
  }

  /// A plan, ready to be asked about one block after the other.
  package func plan(_ plan: Int) -> PlanEvents {
    let graph = verification.results[plan].graph
    return PlanEvents(
      graph, graph.questions.map { columns[$0] },
      labels: graph.questions.map { verification.questions[$0].label })
  }

  private static func column(
    of question: Int, _ verification: Verification, _ rows: PositionsOfRows
  ) -> QuestionEvents {
    let asked = verification.table.questions[question]
    var events = QuestionEvents(blockCount: rows.blockCount)
    var places: [RunEvent.Kind: Int] = [:]
    for (row, positions) in rows.all {
      let outcome = PolicyView.Outcome(
        verification.table.answer(to: question, row: row), asked,
        isGated: verification.platform.isGated)
      for candidate in outcome.tried.members {
        let kind = verification.kind(of: question, candidate, outcome)
        let place = places[kind] ?? places.count
        places[kind] = place
        events.add(kind, place, positions)
      }
    }
    return events
  }
}

/// What one question comes to, by block of positions.
struct QuestionEvents: Sendable {
  /// Positions for which anything is tried.
  private(set) var tried: [RowSet]
  /// What is tried, and for which of them.
  private(set) var kinds: [(kind: RunEvent.Kind, positions: [RowSet])] = []

  init(blockCount: Int) {
    tried = Array(repeating: .zero, count: blockCount)
  }

  fileprivate mutating func add(
    _ kind: RunEvent.Kind, _ place: Int, _ positions: [(block: Int, set: RowSet)]
  ) {
    if place == kinds.count {
      kinds.append((kind, Array(repeating: .zero, count: tried.count)))
    }
    for (block, set) in positions {
      kinds[place].positions[block] |= set
      tried[block] |= set
    }
  }
}

/// By row of answers, the positions that have it.
private struct PositionsOfRows: Sendable {
  let blockCount: Int
  private(set) var all: [(row: Int, positions: [(block: Int, set: RowSet)])] = []

  init(_ rows: [Int]) {
    blockCount = RowSet.blocks(of: rows.count)
    var places: [Int: Int] = [:]
    for (position, row) in rows.enumerated() {
      let place = places[row] ?? all.count
      if place == all.count {
        places[row] = place
        all.append((row, []))
      }
      let (block, bit) = position.quotientAndRemainder(dividingBy: RowSet.count)
      if all[place].positions.last?.block != block { all[place].positions.append((block, .zero)) }
      all[place].positions[all[place].positions.count - 1].set.insert(bit)
    }
  }
}

/// What runs of one plan do, for a block of positions at a time.
package struct PlanEvents {
  /// Something that runs may do at a step, with data of a label, and for which positions they do.
  package struct Event {
    package let step: Int
    package let kind: RunEvent.Kind
    package let label: UInt64
    package let positions: RowSet
  }

  private let graph: PlanGraph
  private let program: PlanProgram
  private let columns: [QuestionEvents]
  private let labels: [UInt64]
  /// By node, the positions of its questions among those of the plan, each once.
  private let asked: [[Int]]
  /// Each step with each question that it may ask.
  private let places: [(step: Int, question: Int)]

  init(_ graph: PlanGraph, _ columns: [QuestionEvents], labels: [UInt64]) {
    self.graph = graph
    self.columns = columns
    self.labels = labels
    program = PlanProgram(graph)
    let numbers = Dictionary(uniqueKeysWithValues: zip(graph.questions, graph.questions.indices))
    asked = graph.nodes.map { node in
      Set(graph.questions(of: node)).compactMap { numbers[$0] }
    }
    var isPlace = [Bool](repeating: false, count: graph.stepCount * labels.count)
    for (node, questions) in zip(graph.nodes, asked) {
      for question in questions { isPlace[node.step * labels.count + question] = true }
    }
    places = isPlace.indices.filter { isPlace[$0] }.map {
      (step: $0 / labels.count, question: $0 % labels.count)
    }
  }

  /// All that runs may do, with the positions for which they do: in one order, whatever the block.
  ///
  /// - Parameter positions: Those that may run the plan, and are asked about.
  package func events(inBlock block: Int, _ positions: RowSet) -> [Event] {
    let reach = ColumnReach(
      program, ColumnView(tried: columns.map { $0.tried[block] }), rows: positions)
    let asking = self.asking(reach)
    var events: [Event] = []
    for (step, question) in places {
      let rows = asking[step * labels.count + question]
      for (kind, trying) in columns[question].kinds {
        events.append(
          Event(step: step, kind: kind, label: labels[question], positions: trying[block] & rows))
      }
    }
    return events
  }

  /// By step and question, the positions of which runs ask it there.
  private func asking(_ reach: ColumnReach) -> [RowSet] {
    var asking = [RowSet](repeating: .zero, count: graph.stepCount * labels.count)
    reach.forEachAsking(asked) { node, question, rows in
      asking[graph.nodes[node].step * labels.count + question] |= rows
    }
    return asking
  }
}

extension PlanGraph {
  /// One more than the last step that runs come to.
  fileprivate var stepCount: Int { (nodes.map(\.step).max() ?? -1) + 1 }
}

extension Verification {
  /// Which pairs of groups answer which questions differently.
  package func differences(_ pairs: [(Int, Int)], threads: Int = 1) -> QuestionDifferences {
    let table = table
    let rows = pairs.map { (Int(table.rowOfGroup[$0]), Int(table.rowOfGroup[$1])) }
    let sets = parallelMap(count: table.questions.count, threads: threads) { question in
      RowSet.blocks(of: rows) {
        table.answer(to: question, row: $0) != table.answer(to: question, row: $1)
      }
    }
    let grounds = RowSet.blocks(of: rows) {
      table.groundsNumber(ofRow: $0) != table.groundsNumber(ofRow: $1)
    }
    return QuestionDifferences(sets: sets, grounds: grounds, graphs: results.map(\.graph.questions))
  }
}

/// Which pairs of policies differ in what they answer.
package struct QuestionDifferences: Sendable {
  fileprivate let sets: [[RowSet]]
  /// Those that rely on other grounds, or for another time.
  fileprivate let grounds: [RowSet]
  fileprivate let graphs: [[Int]]

  /// The positions of a block for which anything about a plan may be another.
  package func positions(ofPlan plan: Int, block: Int) -> RowSet {
    graphs[plan].reduce(grounds[block]) { $0 | sets[$1][block] }
  }
}

extension RowSet {
  /// By block, the positions of pairs of which that is so.
  fileprivate static func blocks(
    of pairs: [(Int, Int)], where isSo: (Int, Int) -> Bool
  ) -> [RowSet] {
    var blocks = [RowSet](repeating: .zero, count: Self.blocks(of: pairs.count))
    for (position, pair) in pairs.enumerated() where pair.0 != pair.1 && isSo(pair.0, pair.1) {
      blocks[position / count].insert(position % count)
    }
    return blocks
  }
}
