/// Runs for policies by which everything is served that a plan asks for: they go the same ways, which
/// are found out once for all such policies.
struct UsualRuns {
  let progress: ColumnProgress
  /// Nodes to which runs come.
  private let reach: ColumnReach
  /// Questions that runs ask, by position among those of the plan, and those of them that a decision
  /// answers.
  private let asked: [Int]
  private let decided: [Int]

  init(_ program: PlanProgram, isDecision: [Bool]) {
    let all = ColumnView(tried: [RowSet](repeating: .all, count: isDecision.count))
    reach = ColumnReach(program, all, rows: .all)
    progress = ColumnProgress(allServedIn: reach, of: program)
    asked = isDecision.indices.filter { [reach] in !reach.asked[$0].isEmpty }
    decided = asked.filter { isDecision[$0] }
  }

  /// The rows of a block that are such policies.
  func rows(_ columns: PlanColumns) -> RowSet {
    asked.reduce(.all) { $0 & columns[$1].alwaysServed }
  }

  /// Rows of which runs would call or store what is forbidden if nothing was skipped: the ways are the
  /// same without the gate.
  func forbidden(_ columns: PlanColumns) -> RowSet {
    decided.reduce(.zero) { $0 | columns[$1].forbidding }
  }

  func reaches(_ node: Int) -> Bool { !reach.reached[node].isEmpty }
}
