import PolicyDiagnostics
import PolicyModel
import PolicyReview
import TenantPolicy

extension Command {
  static let diff = Command(
    "diff",
    summary: "show what two states of the policies decide differently, and for whom",
    details: """
      Compares what two folders, bundles or git revisions (`git:REV`, `git:REV:PATH`) decide: for every \
      tenant each value of its policy, and where runs of plans may go. Text is not compared: what is \
      only laid out, ordered or named otherwise is no difference. Each cause is shown once, with the \
      tenants that it hits and an input that is decided differently. With `--against`, PATH is what \
      is, and the revision what was. A gate ends with exit 5 on changes that no waiver covers. See \
      docs/review.md.
      """,
    operands: [.old, .new],
    options: [
      .against, .reviewGate, .newOnly, .waivers, .question, .replay, .reviewFormat, .threads, .now,
    ],
    example: "diff --against git:main policies --gate widened",
    exits: [.doesNotCheck, .gateMet, .undecided, .bundleRefused]
  ) { invocation throws(CommandError) in
    let paths = try sides(of: invocation.arguments)
    let gate = try gate(of: invocation.arguments)
    let question = try question(of: invocation.arguments)
    let day = try day(of: invocation.arguments)
    let isReadWhole = [.replay, .waivers].contains { invocation.arguments.value(of: $0) != nil }
    guard
      let (old, new) = try ReviewSide.pair(
        paths.old, paths.new, on: day, isReadWhole: isReadWhole, invocation)
    else { return .doesNotCheck }
    guard
      let diff = PolicyDiff(
        old.reviewed, new.reviewed, on: day, threads: threads(of: invocation))
    else {
      throw CommandError(.internal, "diff", "a tenant of the bundles cannot be read")
    }
    let recorded = try invocation.arguments.value(of: .replay).map { path throws(CommandError) in
      try ReplayFile(path)
    }
    let review = Review(
      diff, gate: gate, waivers: new.waivers, question: question,
      replay: recorded.map { Replay($0.decisions, on: diff, day: day) },
      found: try found(old, new, gate, day, invocation))
    try invocation.output.result(try shown(review, new, day, invocation))
    if let error = CommandError(allOf: recorded?.errors ?? []) { throw error }
    return review.status
  }
}

extension Operand {
  fileprivate static let old = Operand(
    "OLD", .optional, summary: "what was: a folder, a file, a bundle, or `git:REV[:PATH]`")

  fileprivate static let new = Operand("NEW", .optional, summary: "what is, or is to be: likewise")
}

extension Option {
  static let waivers = Option(
    "waivers", nil, .text("PATH"),
    summary: "take the waivers in PATH, where what is is a bundle, which holds none")

  fileprivate static let against = Option(
    "against", nil, .text("OLD"),
    summary: "what was, such as `git:main`; the one path that is then given is what is")

  fileprivate static let reviewGate = Option(
    "gate", nil, .text("WHAT"),
    summary: "end with exit 5 on what is widened, any, proofs, findings or a dimension: a,b")

  fileprivate static let newOnly = Option(
    "new-only", summary: "let the gate `findings` stop what this change brings, not what was there")

  fileprivate static let question = Option(
    "question", nil, .text("WHICH"),
    summary: "answer one with the exit status instead: equivalent or no-new-route")

  fileprivate static let replay = Option(
    "replay", nil, .text("FILE"),
    summary:
      "decide again what FILE records, a JSON object a line, and say what is decided otherwise")
}

private func sides(
  of arguments: ParsedArguments
) throws(CommandError) -> (old: String, new: String) {
  let (first, second) = (arguments.value(of: .old), arguments.value(of: .new))
  guard let against = arguments.value(of: .against) else {
    guard !second.isEmpty else {
      throw .usage(
        "missing-argument", "`diff` needs two states to compare",
        help: "for instance `tenantpolicy diff --against git:main policies`")
    }
    return (first, second)
  }
  guard second.isEmpty else {
    throw .usage(
      "conflict", "`--against` names what was, and there are two paths beside it",
      help: "name one path")
  }
  return (against, first.isEmpty ? "policies" : first)
}

private func gate(of arguments: ParsedArguments) throws(CommandError) -> [GateCondition] {
  var conditions: [GateCondition] = []
  for word in arguments.value(of: .reviewGate)?.split(separator: ",").map(String.init) ?? [] {
    guard let condition = GateCondition(word: word) else {
      let words = GateCondition.all.map(\.word)
      throw .usage(
        "bad-value", "there is no gate `\(word)`",
        help: nearestName(to: word, among: words).map { "the nearest is `\($0)`" }
          ?? "there are \(listed(words, joiner: "and"))")
    }
    conditions.append(condition)
  }
  return conditions
}

/// What checks and proofs find in what is, where the gate asks for that.
private func found(
  _ old: ReviewSide, _ new: ReviewSide, _ gate: [GateCondition], _ day: CalendarDate,
  _ invocation: Invocation
) throws(CommandError) -> [Finding] {
  let isNewOnly = invocation.arguments.has(.newOnly)
  guard gate.contains(.findings) else {
    guard !isNewOnly else {
      throw .usage(
        "conflict", "`--new-only` is about the gate `findings`, which is not asked for",
        help: "write `--gate findings --new-only`: other gates stop only what changes")
    }
    return []
  }
  let all = try new.allFindings(on: day, invocation)
  return isNewOnly ? all.brought(since: try old.allFindings(on: day, invocation)) : all
}

private func question(of arguments: ParsedArguments) throws(CommandError) -> ReviewQuestion? {
  guard let word = arguments.value(of: .question) else { return nil }
  guard let question = ReviewQuestion(rawValue: word) else {
    let words = ReviewQuestion.allCases.map(\.rawValue)
    throw .usage(
      "bad-value", "there is no question `\(word)`",
      help: nearestName(to: word, among: words).map { "the nearest is `\($0)`" }
        ?? "there are \(listed(words, joiner: "and"))")
  }
  return question
}

private func shown(
  _ review: Review, _ new: ReviewSide, _ day: CalendarDate, _ invocation: Invocation
) throws(CommandError) -> String {
  let output = invocation.output
  switch output.format {
  case "markdown": return review.markdown
  case "html":
    return DiffPage(review, pictures: try PlanPictures.drawn(review, on: day, invocation)).text
  default: break
  }
  let format = OutputFormat(rawValue: output.format) ?? .human
  switch format {
  case .human: return review.text
  case .json:
    return jsonObject { root in
      root.field("version", 1)
      review.write(to: &root)
    } + "\n"
  case .plain, .sarif, .github, .gitlab, .junit, .markdown:
    return render(
      review.findings, in: new.sources, as: format,
      style: RenderStyle(colour: output.coloursResults, width: output.width),
      fileCount: new.reviewed.bundle.sourceCount)
  }
}

extension Review {
  fileprivate var status: ExitStatus {
    switch answer {
    case .holds: .clean
    case .fails: .gateMet
    case .undecided: .undecided
    }
  }
}
