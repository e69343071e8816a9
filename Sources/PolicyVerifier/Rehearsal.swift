import PolicyModel

/// Plans in situations, for the tenants of a platform: with the graphs and tables of the verifier, so
/// that what is proved is what is rehearsed.
package struct Rehearsal: Sendable {
  package let platform: VerifiedPlatform
  /// By number: what plans ask in any of the situations.
  package let questions: [Question]
  private let decisions: PlatformDecisions
  private let prepared: [Situation: Prepared]
  private let graphs: [Result<PlanGraph, Obstacle>]
  private let tables: [Int: AnswerTable]
  private let downs: [[FailureDomain]: DownSet]

  private struct Prepared {
    let graph: Int
    let latencies: [Guard.Term: Int64]
    /// How many transfer grounds have ended, which is all that a day decides.
    let period: Int
  }

  private struct GraphKey: Hashable {
    let plan: Int
    let conditions: GraphConditions
  }

  package init(_ platform: VerifiedPlatform, _ situations: [Situation], threads: Int = 1) {
    self.platform = platform
    let decisions = PlatformDecisions(platform.catalogue, platform.routes)
    self.decisions = decisions
    let parts = platform.plans.elements.map { TermParts(of: $0, known: [:]) }
    let ends = Set(platform.catalogue.transfers.map(\.until)).sorted()
    var questions = QuestionTable()
    var graphs: [Result<PlanGraph, Obstacle>] = []
    var numbers: [GraphKey: Int] = [:]
    var prepared: [Situation: Prepared] = [:]
    var days: [Int: CalendarDate] = [:]
    for situation in situations where prepared[situation] == nil {
      let key = GraphKey(
        plan: situation.plan, conditions: GraphConditions(situation, parts[situation.plan]))
      if numbers[key] == nil {
        numbers[key] = graphs.count
        graphs.append(
          Self.graph(
            platform.plans[situation.plan], decisions, under: key.conditions, &questions))
      }
      let period = ends.count { $0 <= situation.day }
      days[period] = situation.day
      prepared[situation] = Prepared(
        graph: numbers[key] ?? 0, latencies: situation.latencies, period: period)
    }
    self.questions = questions.questions
    self.graphs = graphs
    self.prepared = prepared
    tables = days.mapValues { day in
      AnswerTable(decisions, questions.questions, platform.tenants, on: day, threads: threads)
    }
    downs = Dictionary(
      Set(situations.map(\.down)).map { ($0, DownSet($0, platform.catalogue)) },
      uniquingKeysWith: { first, _ in first })
  }

  private static func graph(
    _ plan: Plan, _ decisions: PlatformDecisions, under conditions: GraphConditions,
    _ questions: inout QuestionTable
  ) -> Result<PlanGraph, Obstacle> {
    var builder = GraphBuilder(plan, decisions, under: conditions)
    do throws(Obstacle) {
      return .success(try builder.build(&questions))
    } catch {
      return .failure(error)
    }
  }

  /// Whether runs of a plan begin for the tenants of a group.
  package func admits(group: Int, toPlan plan: Int) -> Bool {
    platform.plans[plan].tools.isSubset(of: platform.tenants[group].policy.permittedTools)
  }

  /// What runs come to in a situation for the tenants of a group.
  ///
  /// - Parameter situation: One of those that the rehearsal was made for.
  package func runs(in situation: Situation, forGroup group: Int) throws(Obstacle) -> SituationRuns
  {
    guard let prepared = prepared[situation], let table = tables[prepared.period],
      let down = downs[situation.down]
    else { throw .states(most: 0) }
    let graph = try graphs[prepared.graph].get()
    let row = Int(table.rowOfGroup[group])
    let view = PolicyView(
      graph, table, row: row, isGated: platform.isGated,
      in: PolicyView.Circumstances(down: down, latencies: prepared.latencies))
    let isUnknown = { (question: Int) in
      table.questions[question].decision != nil && view.snapshots(of: question) == nil
    }
    if let question = graph.questions.first(where: isUnknown) {
      let node = graph.nodes.first { graph.questions(of: $0).contains(question) }
      throw .cases(step: node?.step ?? 0, most: SnapshotCases.most)
    }
    return SituationRuns(
      platform: platform, plan: situation.plan, view: view, situation: situation, down: down)
  }

  /// Which cases have the same runs: situations and groups with equal keys.
  package func key(of situation: Situation, forGroup group: Int) -> RunsKey? {
    guard let prepared = prepared[situation], let table = tables[prepared.period] else {
      return nil
    }
    return RunsKey(
      graph: prepared.graph, row: table.rowOfGroup[group], period: prepared.period,
      latencies: prepared.latencies, down: situation.down)
  }

  package struct RunsKey: Hashable, Sendable {
    fileprivate let graph: Int
    fileprivate let row: Int32
    fileprivate let period: Int
    fileprivate let latencies: [Guard.Term: Int64]
    fileprivate let down: [FailureDomain]

    fileprivate init(
      graph: Int, row: Int32, period: Int, latencies: [Guard.Term: Int64], down: [FailureDomain]
    ) {
      self.graph = graph
      self.row = row
      self.period = period
      self.latencies = latencies
      self.down = down
    }
  }
}
