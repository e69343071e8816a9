import PolicyModel
import PolicyReference

extension Command {
  static let schema = Command(
    "schema",
    summary: "print the JSON Schema of policy documents, for editors",
    details: """
      Prints the JSON Schema (2020-12) that editors check and complete policy documents by. It knows \
      keys, forms, words and notations; what needs more than one document, only `check` knows.
      """,
    options: [.kind, .anyFormat],
    example: "schema > policy.schema.json"
  ) { invocation throws(CommandError) in
    let word = invocation.arguments.value(of: .kind)
    let kind = DocumentKind.allCases.first { $0.word == word }
    try invocation.output.result(policySchema(of: kind))
    return .clean
  }
}

extension Option {
  private static let kinds = DocumentKind.allCases.map(\.word)

  fileprivate static let kind = Option(
    "kind", nil, .choice("KIND", of: kinds, known: kinds),
    summary: "of one kind of document only: \(kinds.joined(separator: ", "))")
}

extension DocumentKind {
  fileprivate var word: String { String(describing: self) }
}
