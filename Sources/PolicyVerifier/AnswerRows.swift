import PolicyModel

/// The answers of all policies: rows that are equal are one row, and rows that differ in nothing but
/// which candidate is fine are of one kind.
struct AnswerRows: Sendable {
  struct Row: Sendable {
    let answers: [Answer]
    let kind: Int
  }

  /// Sets of questions by what their answers come to.
  struct Kind: Hashable, Sendable {
    /// Nothing is permitted in any snapshot; nothing is in some snapshot; some candidate is forbidden.
    var unserved = Bitset()
    var notAlwaysServed = Bitset()
    var forbidding = Bitset()
    /// One domain is enough to block it; two are, and no one is.
    var blockedByOne = Bitset()
    var blockedByTwo = Bitset()
  }

  private var rows: [Row] = []
  private(set) var kinds: [Kind] = []
  private var rowOfGroup: [Int] = []
  private let tools: [Bitset]

  init(_ tenants: [TenantGroup], _ table: inout AnswerTable, _ domains: FailureDomains) {
    var numbers: [[Answer]: Int] = [:]
    var kindNumbers: [Kind: Int] = [:]
    var columns = AnswerColumns(table, domains)
    tools = tenants.map(\.policy.permittedTools)
    rowOfGroup.reserveCapacity(tenants.count)
    for tenant in tenants {
      let answers = table.row(of: tenant.policy)
      if let known = numbers[answers] {
        rowOfGroup.append(known)
        continue
      }
      let kind = columns.kind(of: answers, table)
      if kindNumbers[kind] == nil {
        kindNumbers[kind] = kinds.count
        kinds.append(kind)
      }
      numbers[answers] = rows.count
      rowOfGroup.append(rows.count)
      rows.append(Row(answers: answers, kind: kindNumbers[kind] ?? 0))
    }
  }

  func row(ofGroup group: Int) -> Row { rows[rowOfGroup[group]] }

  /// The groups of tenants that may use every tool of a plan.
  func admitted(toolsOf plan: Plan) -> [Int] {
    let needed = plan.tools
    return tools.indices.filter { needed.isSubset(of: tools[$0]) }
  }
}

/// What each answer that was given to a question comes to.
private struct AnswerColumns {
  private let domains: FailureDomains
  private var known: [[Answer: Column]]

  private struct Column {
    let isServed: Bool
    let isAlwaysServed: Bool
    let isForbidding: Bool
    let resilience: Int
  }

  init(_ table: AnswerTable, _ domains: FailureDomains) {
    self.domains = domains
    known = Array(repeating: [:], count: table.questions.count)
  }

  mutating func kind(of answers: [Answer], _ table: AnswerTable) -> AnswerRows.Kind {
    var kind = AnswerRows.Kind()
    for (question, answer) in answers.enumerated() {
      let column = known[question][answer] ?? column(question, answer, table)
      known[question][answer] = column
      if !column.isServed { kind.unserved.insert(question) }
      if !column.isAlwaysServed { kind.notAlwaysServed.insert(question) }
      if column.isForbidding { kind.forbidding.insert(question) }
      if column.resilience == 0 { kind.blockedByOne.insert(question) }
      if column.resilience == 1 { kind.blockedByTwo.insert(question) }
    }
    return kind
  }

  private func column(_ question: Int, _ answer: Answer, _ table: AnswerTable) -> Column {
    let outcome = PolicyView.outcome(of: question, answer, table, false)
    let blockers = domains.blockers(of: outcome, table.questions[question])
    let served = outcome.tried.intersection(outcome.permitted)
    return Column(
      isServed: !served.isEmpty, isAlwaysServed: outcome.isAlwaysServed,
      isForbidding: !outcome.forbidden.isEmpty,
      resilience: blockers.single.isEmpty ? blockers.pairs.isEmpty ? 2 : 1 : 0)
  }
}

/// What of a plan's graph decides a verdict at a glance.
struct PlanShape: Sendable {
  private let asked: Bitset
  private let reviews: Bitset
  private let isGated: Bool

  init(_ graph: PlanGraph, _ isGated: Bool) {
    asked = Bitset(graph.questions)
    self.isGated = isGated
    reviews = Bitset()
  }

  /// The verdict where every answer is plainly fine; `nil` where the plan has to be looked at.
  func plainVerdict(_ kind: AnswerRows.Kind) -> CaseVerdict? {
    let open = kind.notAlwaysServed.union(kind.forbidding).union(kind.blockedByOne)
      .union(kind.blockedByTwo)
    guard asked.intersection(open).isEmpty else { return nil }
    return CaseVerdict(
      safety: .proved, gateNeeded: [], progress: .proved, resilience: 2, weakest: [])
  }
}
