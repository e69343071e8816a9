import PolicyDiagnostics
package import PolicyImport
import PolicySyntax

/// Listings of providers of which a catalogue can be made.
package enum CatalogueListing: String, CaseIterable, Sendable {
  case bedrockProfiles = "bedrock-profiles"
  case azureDeployments = "azure-deployments"

  /// - Parameters:
  ///   - name: That of the catalogue.
  ///   - region: Of the account, where the listing does not say it.
  package func read(
    _ listing: WorkflowSource, name: String, region: String?
  ) -> ImportedDocuments {
    var reader = ListingReader(listing)
    let classes: [ListedClass]
    switch self {
    case .bedrockProfiles: classes = reader.profiles(region)
    case .azureDeployments: classes = reader.deployments(region)
    }
    guard !reader.findings.hasErrors else { return .refused(reader.findings) }
    return reader.documents(classes, name)
  }
}

/// An endpoint class as a listing has it.
struct ListedClass {
  let name: String
  /// Where it processes; `nil` for every region.
  var process: [String]?
  /// Where it stores and logs; `nil` for every region.
  var keep: [String]?
  var retains: String?
  let origin: Origin
}

struct ListingReader {
  private(set) var findings = Findings()
  private let listing: WorkflowSource
  /// By region of Azure, the groups that it is in: read where a listing asks for a data zone.
  private lazy var groupsOfAzure = Self.groupsOfAzure()

  init(_ listing: WorkflowSource) {
    self.listing = listing
  }

  /// The elements of the list, which may lie under a key.
  private mutating func elements(_ key: String) -> [Node] {
    let root = listing.root
    let list = root.kind == .mapping ? root.entries.first { $0.key.text == key }?.value : root
    guard let list, list.kind == .sequence else {
      findings.raise(
        .importRefused("it is no listing: there is no list `\(key)`", at: root.span))
      return []
    }
    return list.elements
  }

  private func text(_ path: [String], of node: Node) -> Node? {
    var current = node
    for key in path {
      guard let next = current.entries.first(where: { $0.key.text == key })?.value else {
        return nil
      }
      current = next
    }
    return current.kind == .scalar && !current.isEmpty ? current : nil
  }

  // MARK: Bedrock

  /// Profiles are known by the region that they are called from: the same id leads elsewhere from there.
  mutating func profiles(_ region: String?) -> [ListedClass] {
    elements("inferenceProfileSummaries").compactMap { element -> ListedClass? in
      guard let id = text(["inferenceProfileId"], of: element),
        let source = text(["inferenceProfileArn"], of: element).flatMap({ self.region(of: $0.text) }
        )
          ?? region,
        let models = element.entries.first(where: { $0.key.text == "models" })?.value
      else {
        findings.raise(
          .importRefused("a profile has an id, an ARN and models", at: element.span))
        return nil
      }
      let regions = models.elements.map { model in
        text(["modelArn"], of: model).flatMap { self.region(of: $0.text) }
      }
      let isOpen = regions.isEmpty || regions.contains(nil)
      let named = regions.compactMap { $0 }
      return ListedClass(
        name: "bedrock.\(id.text).from.\(source)",
        process: isOpen ? nil : Set(named).sorted(), keep: [source], retains: "0 days",
        origin: listing.origin(id))
    }
  }

  /// `nil` for an ARN without one, which is one of every region.
  private func region(of arn: String) -> String? {
    let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count >= 6, parts[0] == "arn", !parts[3].isEmpty else { return nil }
    return String(parts[3])
  }

  // MARK: Azure

  mutating func deployments(_ region: String?) -> [ListedClass] {
    elements("value").compactMap { element -> ListedClass? in
      guard let name = text(["name"], of: element), let sku = text(["sku", "name"], of: element)
      else {
        findings.raise(
          .importRefused("a deployment has a `name` and a `sku` with a `name`", at: element.span))
        return nil
      }
      let place = text(["location"], of: element)?.text ?? region
      guard let place else {
        findings.raise(
          .importRefused(
            "the region of `\(name.text)` is not stated: use `--region`", at: name.span))
        return nil
      }
      var listed = ListedClass(
        name: "azure-deployment.\(name.text)", process: nil, keep: nil, retains: "30 days",
        origin: listing.origin(sku))
      locate(&listed, sku, place)
      return listed
    }
  }

  /// What the name of a `sku` says of where prompts are processed
  /// (https://learn.microsoft.com/azure/ai-foundry/foundry-models/concepts/deployment-types).
  private mutating func locate(_ listed: inout ListedClass, _ sku: Node, _ region: String) {
    switch sku.text {
    case "Standard", "ProvisionedManaged", "Provisioned":
      (listed.process, listed.keep) = ([region], [region])
    case "DataZoneStandard", "DataZoneProvisionedManaged", "DataZoneBatch":
      listed.keep = [region]
      listed.process = zone(of: region)
      if listed.process == nil {
        findings.raise(
          .placeNotStated(
            "a data zone of `\(region)`", at: sku.span,
            help: "data zones are those of the EU and US"))
      }
    case "GlobalStandard", "GlobalProvisionedManaged", "GlobalBatch": listed.keep = [region]
    default:
      findings.raise(.notUnderstood("deployment type `\(sku.text)`", at: sku))
    }
  }

  /// The regions of the data zone that a region is in, from the catalogue that ships.
  private mutating func zone(of region: String) -> [String]? {
    guard let own = groupsOfAzure[region],
      let zone = ["eu27", "us"].first(where: own.contains)
    else { return nil }
    return groupsOfAzure.filter { $0.value.contains(zone) }.keys.sorted()
  }

  private static func groupsOfAzure() -> [String: Set<String>] {
    var ignored = Findings()
    let trees = parseTrees(
      of: Array(ShippedCatalogue.azure.text.utf8), source: SourceID(0), into: &ignored)
    let regions = trees.first?.root.entries.first { $0.key.text == "regions" }?.value.entries ?? []
    return Dictionary(
      regions.map { ($0.key.text, Set($0.value.entries.first?.value.elements.map(\.text) ?? [])) },
      uniquingKeysWith: { first, _ in first })
  }

  // MARK: The catalogue

  func documents(_ classes: [ListedClass], _ name: String) -> ImportedDocuments {
    var result = ImportedDocuments()
    result.findings = findings
    let file = listing.file
    result.documents.document(saying: "Made from \(file).") { document in
      document.entry("catalogue", name)
      document.entry("source", file)
      document.mapping("endpoint_classes") { entries in
        var seen: Set<String> = []
        for listed in classes {
          let name = policyName(listed.name)
          guard seen.insert(name).inserted else { continue }
          entries.mapping(name, from: listed.origin) { write(listed, to: &$0) }
        }
      }
    }
    return result
  }

  private func write(_ listed: ListedClass, to text: inout PolicyText) {
    for (use, regions) in [
      ("process", listed.process), ("store", listed.keep), ("log", listed.keep),
    ] {
      if use == "store", listed.retains == "0 days" {
        text.entry(use, "none")
      } else if let regions {
        text.entry(use, regions)
      } else {
        text.entry(use, "any")
      }
    }
    if let retains = listed.retains { text.entry("retains", retains) }
  }
}
