import PolicyModel

/// What the questions of a plan come to for a block of rows: by position in `PlanGraph.questions`.
struct ColumnView {
  /// Rows for which something is tried.
  var tried: [RowSet] = []
  /// Rows for which something is tried that is forbidden.
  var forbidding: [RowSet] = []

  /// - Parameters:
  ///   - isGated: Whether what is forbidden is skipped.
  ///   - onlyCertain: Leave out what depends on opaque conditions.
  init(
    _ questions: [Int], _ columns: PlanColumns, _ table: AnswerTable, isGated: Bool,
    onlyCertain: Bool = false
  ) {
    tried.reserveCapacity(questions.count)
    forbidding.reserveCapacity(questions.count)
    for (position, question) in questions.enumerated() {
      let forbidden =
        onlyCertain ? columns[position].certainlyForbidding : columns[position].forbidding
      guard table.questions[question].decision != nil else {
        tried.append(columns[position].pool)
        forbidding.append(forbidden)
        continue
      }
      guard !isGated else {
        tried.append(
          onlyCertain ? columns[position].certainlyServed : columns[position].served)
        forbidding.append(.zero)
        continue
      }
      let snapshots = table.questions[question].snapshots
      let candidates = onlyCertain ? snapshots?.certain : snapshots?.possible
      tried.append(RowSet(candidates?.isEmpty == false))
      forbidding.append(forbidden)
    }
  }
}

extension ColumnView {
  /// - Parameter tried: Rows for which something is tried; whether that is forbidden is not asked.
  init(tried: [RowSet]) {
    self.tried = tried
    forbidding = Array(repeating: .zero, count: tried.count)
  }
}

/// Where runs of a plan can come, for each row of a block.
struct ColumnReach {
  private let program: PlanProgram
  private let view: ColumnView
  private let onlyCertain: Bool
  /// By node.
  private(set) var reached: [RowSet]
  /// By question: rows of which runs ask it, and rows of which runs go on only if it is served.
  private(set) var asked: [RowSet]
  private(set) var required: [RowSet]

  /// - Parameter rows: Those that are looked at.
  init(_ program: PlanProgram, _ view: ColumnView, rows: RowSet, onlyCertain: Bool = false) {
    self.program = program
    self.view = view
    self.onlyCertain = onlyCertain
    reached = Array(repeating: .zero, count: program.graph.nodes.count)
    asked = Array(repeating: .zero, count: view.tried.count)
    required = asked
    guard !reached.isEmpty else { return }
    reached[0] = rows
    var before: [RowSet]
    repeat {
      before = program.hasLoops ? reached : []
      for node in program.order where !reached[node].isEmpty { visit(node) }
    } while program.hasLoops && before != reached
  }

  /// Rows of which runs do what is forbidden, of questions for which that is asked.
  func forbidden(_ isCounted: (Int) -> Bool = { _ in true }) -> RowSet {
    asked.indices.reduce(RowSet.zero) { rows, question in
      isCounted(question) ? rows | asked[question] & view.forbidding[question] : rows
    }
  }

  func tried(_ question: Int) -> RowSet { view.tried[question] }

  private var graph: PlanGraph { program.graph }

  /// Calls `body` for each question that is asked at a node, with the rows of which runs ask it there.
  ///
  /// - Parameter questions: By node, those that it may ask.
  func forEachAsking(
    _ questions: [[Int]], _ body: (_ node: Int, _ question: Int, _ rows: RowSet) -> Void
  ) {
    var again = self
    for node in program.order where !reached[node].isEmpty {
      for question in questions[node] { again.asked[question] = .zero }
      again.visit(node)
      for question in questions[node] where !again.asked[question].isEmpty {
        body(node, question, again.asked[question])
      }
    }
  }

  /// Rows of which runs that come to a call can take its way for failures.
  func failing(_ call: PlanGraph.Call) -> RowSet {
    switch call.fallback {
    case .fail: .all
    case .hold, .queue: view.tried[call.question]
    case .review(_, let shown): view.tried[call.question] | ~view.tried[shown]
    }
  }

  private mutating func visit(_ number: Int) {
    let node = graph.nodes[number]
    let rows = store(node.arrival, reached[number])
    switch node.action {
    case .branch(let range):
      for index in range where graph.ways[index].isCertain || !onlyCertain {
        go(graph.ways[index], rows)
      }
    case .review(let before, let question, let success, let failure):
      let asking = store(before, rows)
      go(success, ask(question, asking))
      go(failure, asking)
    case .call(let range): for index in range { visit(graph.calls[index], rows) }
    }
  }

  private mutating func visit(_ call: PlanGraph.Call, _ rows: RowSet) {
    let asking = store(call.before, rows)
    let tried = ask(call.question, asking)
    go(call.success, tried)
    switch call.fallback {
    case .fail: go(call.failure, asking)
    case .hold(let store), .queue(let store):
      go(call.failure, tried)
      if let store { _ = ask(store, asking) }
    case .review(let before, let shown):
      go(call.failure, tried)
      // Without a pool, nobody can take the run over: the step fails.
      let showing = before.reduce(asking) { ask(graph.stores[$1], $0) }
      go(call.failure, showing & ~ask(shown, showing))
    }
  }

  /// The rows of which runs can store all of it, one after the other.
  private mutating func store(_ range: Range<Int>, _ rows: RowSet) -> RowSet {
    var rows = rows
    for index in range {
      required[graph.stores[index]] |= rows
      rows = ask(graph.stores[index], rows)
    }
    return rows
  }

  /// The rows for which anything is tried.
  private mutating func ask(_ question: Int, _ rows: RowSet) -> RowSet {
    asked[question] |= rows
    return rows & view.tried[question]
  }

  private mutating func go(_ way: PlanGraph.Way, _ rows: RowSet) {
    var rows = rows
    if let checkpoint = way.checkpoint {
      required[checkpoint] |= rows
      rows = ask(checkpoint, rows)
    }
    if case .node(let target) = way.target { reached[target] |= rows }
  }
}
