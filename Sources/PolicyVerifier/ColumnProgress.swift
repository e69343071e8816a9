/// Which rows' runs go on when domains are down: from every point that a run can come to.
///
/// A run that was given no candidate and fails goes on as one that has missed something; if it ends as
/// failed, it has made no progress.
struct ColumnProgress {
  private let program: PlanProgram
  private let reach: ColumnReach
  /// By question: rows to which it is not served in every snapshot, with everything up; rows to which
  /// it is served in some snapshot; rows that have a pool.
  private let unserved: [RowSet]
  let served: [RowSet]
  private let pool: [RowSet]
  /// By duty: the rows that come to it.
  private let owing: [RowSet]
  /// By question: rows of which runs go on only if it is served.
  private let required: [RowSet]
  /// Rows that are without something with everything up.
  private let wanting: RowSet

  private var graph: PlanGraph { program.graph }

  /// Something that is not served any more, and the rows to which it is not.
  typealias Loss = (question: Int, rows: RowSet)

  /// A node at which runs cannot go on, for want of what, and for which rows.
  typealias Obstructed = (node: Int, question: Int, hasFailed: Bool, rows: RowSet)

  init(
    _ program: PlanProgram, _ reach: ColumnReach, _ columns: PlanColumns
  ) {
    self.init(
      program, reach, unserved: columns.indices.map { ~columns[$0].alwaysServed },
      served: columns.indices.map { columns[$0].served },
      pool: columns.indices.map { columns[$0].pool })
  }

  /// For rows to which everything that runs ask for is always served.
  init(allServedIn reach: ColumnReach, of program: PlanProgram) {
    let all = [RowSet](repeating: .all, count: reach.asked.count)
    self.init(program, reach, unserved: all.map { ~$0 }, served: all, pool: all)
  }

  private init(
    _ program: PlanProgram, _ reach: ColumnReach, unserved: [RowSet], served: [RowSet],
    pool: [RowSet]
  ) {
    self.program = program
    self.reach = reach
    self.unserved = unserved
    self.served = served
    self.pool = pool
    var owing = [RowSet](repeating: .zero, count: program.duties.count)
    for node in program.graph.nodes.indices {
      for duty in program.duties(ofNode: node) { owing[duty] |= reach.reached[node] }
    }
    self.owing = owing
    var required = reach.required
    var wanting = RowSet.zero
    for (number, duty) in program.duties.enumerated() {
      if duty.isStrict { required[duty.question] |= owing[number] }
      wanting |= owing[number] & unserved[duty.question]
    }
    self.required = required
    self.wanting = wanting
  }

  /// Rows of which runs go on only if a question is served.
  func required(_ question: Int) -> RowSet { required[question] }

  /// Whether it is part of a duty that has to be looked at.
  func hasDuties(_ question: Int) -> Bool { !program.dutiesOf[question].isEmpty }

  // MARK: Everything up

  /// Rows of which runs cannot go on, by what keeps them from it: for each row the first node.
  func obstructions(_ rows: RowSet) -> [Obstructed] {
    var open = reach.asked.indices.reduce(RowSet.zero) { $0 | reach.asked[$1] & unserved[$1] }
    open &= rows
    guard !open.isEmpty else { return [] }
    let failing = failing(unserved, served, from: 0)
    var found: [Obstructed] = []
    func add(_ node: Int, _ question: Int, hasFailed: Bool, _ rows: RowSet) {
      let new = rows & open
      guard !new.isEmpty else { return }
      found.append((node, question, hasFailed, new))
      open &= ~new
    }
    for (number, node) in graph.nodes.enumerated() {
      let here = reach.reached[number] & open
      guard !here.isEmpty else { continue }
      forEachStore(of: node) { question, asking in
        add(number, question, hasFailed: false, here & asking & unserved[question])
      }
      for index in program.duties(ofNode: number) {
        let duty = program.duties[index]
        let (waiting, failed) = lacking(duty, unserved, failing)
        add(number, waiting.question, hasFailed: false, here & waiting.rows)
        add(number, duty.question, hasFailed: true, here & failed)
      }
    }
    return found
  }

  /// Calls `visit` with each question that must be served at a node whatever becomes of its calls, and
  /// the rows of which that is so.
  private func forEachStore(of node: PlanGraph.Node, _ visit: (Int, RowSet) -> Void) {
    func stores(_ range: Range<Int>) {
      for index in range { visit(graph.stores[index], .all) }
    }
    func checkpoint(of way: PlanGraph.Way, _ rows: RowSet) {
      if let checkpoint = way.checkpoint { visit(checkpoint, rows) }
    }
    stores(node.arrival)
    switch node.action {
    case .branch(let range): for index in range { checkpoint(of: graph.ways[index], .all) }
    case .review(let before, let question, let success, let failure):
      stores(before)
      checkpoint(of: success, pool[question])
      checkpoint(of: failure, .all)
    case .call(let range):
      for call in graph.calls[range] {
        stores(call.before)
        checkpoint(of: call.success, reach.tried(call.question))
        checkpoint(of: call.failure, reach.failing(call))
      }
    }
  }

  // MARK: Domains down

  /// Rows for which a duty fails where these questions are not served.
  ///
  /// - Parameters:
  ///   - down: Questions, each with the rows to which it is not served any more.
  ///   - rows: Those that are looked at: they go on with everything up, and what must be served whatever
  ///     happens is.
  ///   - left: By question, rows to which it is still served in some snapshot.
  func obstructed(
    _ down: [Loss], _ rows: RowSet, left: () -> [RowSet]
  ) -> RowSet {
    var touched = RowSet.zero
    for (question, lost) in down {
      for duty in program.dutiesOf[question] {
        touched |= program.duties[duty].question == question ? lost : lost & wanting
      }
    }
    touched &= rows
    guard !touched.isEmpty else { return .zero }
    var unserved = unserved
    for (question, lost) in down { unserved[question] |= lost }
    return lacking(unserved, touched, left: left)
  }

  /// Rows for which a duty may fail where no more is lost than these questions together: no row beyond
  /// them is obstructed by a part of it.
  ///
  /// - Parameters:
  ///   - lost: By question.
  ///   - rows: Those that are looked at: they go on with everything up.
  func obstructible(_ lost: (Int) -> RowSet, _ rows: RowSet) -> RowSet {
    let unserved = self.unserved.indices.map { self.unserved[$0] | lost($0) & rows }
    return lacking(unserved, rows) { served }
  }

  /// Rows that some duty keeps from going on.
  private func lacking(_ unserved: [RowSet], _ rows: RowSet, left: () -> [RowSet]) -> RowSet {
    let open = program.openDuties.filter {
      !(owing[$0] & unserved[program.duties[$0].question] & rows).isEmpty
    }
    let first = open.compactMap { program.position(of: program.duties[$0]) }.min()
    let failing = first.map { self.failing(unserved, left(), from: $0) } ?? []
    return open.reduce(.zero) { lacking, number in
      let (waiting, failed) = self.lacking(program.duties[number], unserved, failing)
      return lacking | owing[number] & rows & (waiting.rows | failed)
    }
  }

  /// The rows that a duty keeps from going on: those that wait for ever, and for what, and those that
  /// have failed.
  private func lacking(
    _ duty: PlanProgram.Duty, _ unserved: [RowSet], _ failing: [RowSet]
  ) -> (waiting: (question: Int, rows: RowSet), failed: RowSet) {
    let lack = unserved[duty.question]
    switch duty.kind {
    case .notToFail(let target):
      return ((duty.question, .zero), lack & rows(failingAt: target, failing))
    case .wait(let store):
      let stored = store.map { ~unserved[$0] } ?? .zero
      return ((duty.question, lack & ~(served[duty.question] & stored)), .zero)
    case .review(let before, let shown, let failure):
      let missing = before.reduce(RowSet.zero) { $0 | unserved[graph.stores[$1]] }
      let waiting = missing | pool[shown] & unserved[shown]
      let failed = ~pool[shown] & rows(failingAt: failure, failing)
      return (
        (missing.isEmpty ? shown : graph.stores[before.lowerBound], lack & waiting),
        lack & ~waiting & failed
      )
    }
  }

  // MARK: Having missed something

  /// By node: the rows of which runs that have missed something can end as failed from there.
  ///
  /// - Parameter first: The first position in the order of nodes that is asked for.
  private func failing(_ unserved: [RowSet], _ left: [RowSet], from first: Int) -> [RowSet] {
    var failing = [RowSet](repeating: .zero, count: graph.nodes.count)
    let first = program.hasLoops ? 0 : first
    var isSettled = false
    while !isSettled {
      isSettled = true
      for position in (first..<program.order.count).reversed() {
        let number = program.order[position]
        let rows = rows(failingFrom: graph.nodes[number], unserved, left, failing)
        if program.hasLoops, rows != failing[number] { isSettled = false }
        failing[number] = rows
      }
    }
    return failing
  }

  private func rows(
    failingFrom node: PlanGraph.Node, _ unserved: [RowSet], _ left: [RowSet],
    _ failing: [RowSet]
  ) -> RowSet {
    var result = RowSet.zero
    switch node.action {
    case .branch(let range):
      for index in range { result |= rows(failingAt: graph.ways[index].target, failing) }
    case .review(_, let question, let success, let failure):
      result = left[question] & rows(failingAt: success.target, failing)
      result |= unserved[question] & rows(failingAt: failure.target, failing)
    case .call(let range):
      for index in range {
        let call = graph.calls[index]
        result |= rows(failingAt: call.success.target, failing) & left[call.question]
        switch call.fallback {
        case .hold, .queue: break
        case .fail:
          result |= rows(failingAt: call.failure.target, failing) & unserved[call.question]
        case .review(_, let shown):
          result |=
            rows(failingAt: call.failure.target, failing) & unserved[call.question] & ~pool[shown]
        }
      }
    }
    return result
  }

  private func rows(failingAt target: PlanGraph.Target, _ failing: [RowSet]) -> RowSet {
    switch target {
    case .node(let node): failing[node]
    case .end: .zero
    case .failed, .exhausted: .all
    }
  }
}
