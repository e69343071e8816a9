import PolicyCatalogue
import PolicyDiagnostics
import PolicyFormatter
import PolicyImport
import PolicySyntax

extension Command {
  static let catalogueShow = Command(
    "catalogue show",
    summary: "show a catalogue of regions and endpoint classes that ships with the program",
    details: """
      Writes what `use: NAME` in a platform stands for, as the document that it is: regions with their \
      countries and groups, and classes of endpoints with the regions that they may use. Each part says \
      where it is from and of what day it is.
      """,
    operands: [.catalogueName], options: [.anyFormat], example: "catalogue show aws"
  ) { invocation throws(CommandError) in
    let word = invocation.arguments.value(of: .catalogueName)
    let words = ShippedCatalogue.allCases.map(\.rawValue)
    guard let catalogue = ShippedCatalogue(rawValue: word) else {
      throw .usage(
        "unknown-catalogue", "there is no catalogue `\(word)`",
        help: "there are \(listed(words, joiner: "and"))")
    }
    let text = catalogue.text
    try invocation.output.result(
      invocation.output.format == "json"
        ? jsonObject { root in
          root.field("version", 1)
          root.field("catalogue", word)
          root.field("text", text)
        } + "\n" : text)
    return .clean
  }

  static let catalogueImport = Command(
    "catalogue import",
    summary: "make a catalogue of what a provider's own tools list",
    details: """
      Reads what a provider's command line lists and writes a catalogue of endpoint classes. \
      `bedrock-profiles` is the JSON of `aws bedrock list-inference-profiles`, of one or more regions; \
      `azure-deployments` that of `az cognitiveservices account deployment list`, with `--region` for \
      the region of the account.
      """,
    operands: [.catalogueKind, .listingFile],
    options: [.documentFile, .accountRegion, .catalogueAs, .findingsFormat],
    example: "catalogue import bedrock-profiles profiles.json -o profiles.yaml",
    exits: [.doesNotCheck]
  ) { invocation throws(CommandError) in
    try importCatalogue(invocation)
  }
}

extension Operand {
  fileprivate static let catalogueName = Operand(
    "NAME", .one,
    summary: listed(ShippedCatalogue.allCases.map(\.rawValue), joiner: "or", quote: ""))

  fileprivate static let catalogueKind = Operand(
    "KIND", .one,
    summary: listed(CatalogueListing.allCases.map(\.rawValue), joiner: "or", quote: ""))

  fileprivate static let listingFile = Operand("FILE", .one, summary: "the listing, in JSON")
}

extension Option {
  fileprivate static let accountRegion = Option(
    "region", nil, .text("REGION"), summary: "the region of the account, where the listing has none"
  )

  fileprivate static let catalogueAs = Option(
    "name", nil, .text("NAME"), summary: "the name of the catalogue [default: the kind]")
}

private func importCatalogue(_ invocation: Invocation) throws(CommandError) -> ExitStatus {
  let word = invocation.arguments.value(of: .catalogueKind)
  guard let listing = CatalogueListing(rawValue: word) else {
    throw .usage(
      "unknown-kind", "`\(word)` is no listing that can be imported",
      help: "there are \(listed(CatalogueListing.allCases.map(\.rawValue), joiner: "and"))")
  }
  let path = invocation.arguments.value(of: .listingFile)
  let files = try SourceFiles.find([path])
  let file = try files.file(path)
  let bytes = try files.bytes(of: file)
  var findings = Findings()
  let source = WorkflowSource(bytes, file.id, file: file.path, into: &findings)
  guard let source else { return try writeImported(.refused(findings), files.sources, invocation) }
  let imported = listing.read(
    source, name: invocation.arguments.value(of: .catalogueAs) ?? word,
    region: invocation.arguments.value(of: .accountRegion))
  return try writeImported(imported, files.sources, invocation)
}
