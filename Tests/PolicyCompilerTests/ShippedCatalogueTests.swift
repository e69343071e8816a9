import PolicyCatalogue
import PolicyCompiler
import PolicyDiagnostics
import PolicyImport
import PolicyModel
import TestSupport
import Testing

/// Catalogues that ship with the program, as a platform gets them.
@Suite struct ShippedCatalogueTests {
  private static let all = "aws, azure, google, direct"

  private func platform(_ use: String, endpoints: String = "{}") throws -> CheckedPolicies {
    let compilation = compile(
      SourceMap(texts: [
        "p.yaml": """
        platform: small
        use: [\(use)]
        language: 1
        regions: {}
        model_tiers: [small]
        tools: { look: {} }
        endpoints: \(endpoints)
        budget_classes: {}
        """
      ]), threads: 1, now: PolicySample.now)
    let errors = compilation.findings.all.filter { $0.severity == .error }
    return try #require(compilation.policies, "\(errors)")
  }

  private func catalogue() throws -> Catalogue {
    try #require(try platform(Self.all).platforms.first).catalogue
  }

  private func groups(of region: String, _ catalogue: Catalogue) throws -> [String] {
    let groups = try #require(catalogue.regions[region]).groups
    return groups.members.map { catalogue.groups[$0].name }
  }

  @Test(arguments: [
    ("northeurope", ["azure", "eea", "eu27", "ie"]),
    ("westeurope", ["azure", "eea", "eu27", "nl"]),
    ("norwayeast", ["azure", "eea", "no"]), ("switzerlandnorth", ["azure", "ch", "eu_adequate"]),
    ("uksouth", ["azure", "eu_adequate", "gb"]), ("eu-west-2", ["aws", "eu_adequate", "gb"]),
    ("eu-central-2", ["aws", "ch", "eu_adequate"]),
    ("eusc-de-east-1", ["aws-eusc", "de", "eea", "eu27"]),
    ("europe-west6", ["ch", "eu_adequate", "google"]), ("us-east-1", ["aws", "us"]),
  ])
  func `a region is in the groups of its country and its partition`(
    _ region: String, _ groups: [String]
  ) throws {
    #expect(try self.groups(of: region, catalogue()) == groups)
  }

  @Test func `the groups of Europe are three`() throws {
    let catalogue = try catalogue()
    let sets = try ["eu27", "eea", "eu_adequate"].map { try #require(catalogue.groups[$0]).regions }
    #expect(sets[0].isSubset(of: sets[1]))
    #expect(sets[0] != sets[1])
    #expect(sets[1].intersection(sets[2]).isEmpty)
  }

  @Test(arguments: [
    (
      "bedrock.eu.anthropic.claude-sonnet-4-5-20250929-v1-0.from.eu-central-1", "eu-central-2",
      false
    ),
    (
      "bedrock.eu.anthropic.claude-sonnet-4-5-20250929-v1-0.from.eu-central-2", "eu-central-2", true
    ),
    ("bedrock.eu.anthropic.claude-sonnet-4-5-20250929-v1-0.from.eu-west-2", "eu-west-2", true),
    ("bedrock.global", "us-east-1", true), ("azure.datazone.eu", "uksouth", false),
    ("azure.datazone.eu", "norwayeast", false), ("azure.datazone.eu", "westeurope", true),
    ("azure.global", "uksouth", true), ("vertex.eu", "europe-west2", false),
    ("vertex.eu", "europe-west6", false), ("vertex.eu", "europe-west1", true),
    ("direct.api.openai.com", "af-south-1", true),
  ])
  func `a class has the regions that it may use`(
    _ name: String, _ region: String, _ isIn: Bool
  ) throws {
    let catalogue = try catalogue()
    let found = try #require(catalogue.endpointClasses[name]?.regions)
    let number = try #require(catalogue.regions.index(of: region))
    #expect(found.process.contains(number) == isIn)
  }

  @Test func `what pairs keep crosses countries where they do`() throws {
    let catalogue = try catalogue()
    let pair = try #require(catalogue.endpointClasses["azure.geo-redundant.brazilsouth"]?.regions)
    #expect(pair.store.contains(try #require(catalogue.regions.index(of: "southcentralus"))))
  }

  @Test func `the digest of a catalogue is among the sources of what uses it`() throws {
    let sources = try platform("aws").sources
    #expect(sources.map(\.name) == ["p.yaml", "catalogue:aws"])
    #expect(sources.last?.digest.count == 32)
  }

  @Test func `every catalogue says where it is from and of what day`() {
    for catalogue in ShippedCatalogue.allCases {
      #expect(catalogue.text.contains("\nsource: "))
      #expect(catalogue.text.contains("\nas_of: "))
    }
  }

  @Test
  func `two workflows must agree on what they both call`() {
    let machine = """
      { "StartAt": "S", "States": { "S": { "Type": "Task",
        "Resource": "arn:aws:states:::dynamodb:putItem", "End": true } } }
      """
    func codes(_ retains: [String]) -> [String] {
      let plans = retains.enumerated().map { number, retains in
        "---\nplan: { from: m\(number).asl.json, deploy_region: eu-central-1, retains: \(retains) }"
      }
      let texts = Dictionary(
        uniqueKeysWithValues: retains.indices.map { ("m\($0).asl.json", machine) })
      let world = """
        platform: small
        use: aws
        language: 1
        regions: {}
        model_tiers: [small]
        tools: {}
        endpoints: {}
        budget_classes: {}
        \(plans.joined(separator: "\n"))
        """
      let compilation = compile(
        SourceMap(texts: texts.merging(["p.yaml": world]) { $1 }), threads: 1,
        now: PolicySample.now)
      return compilation.findings.all.filter { $0.severity == .error }.map(\.rule.code)
    }
    #expect(codes(["30 days", "30 days"]) == [])
    #expect(codes(["30 days", "60 days"]) == ["TP0302", "TP0302"])
  }

  // MARK: Listings

  private func listed(_ kind: CatalogueListing, _ text: String) throws -> ImportedDocuments {
    var findings = Findings()
    let source = try #require(
      WorkflowSource(Array(text.utf8), SourceID(0), file: "l.json", into: &findings))
    return kind.read(source, name: "own", region: "westeurope")
  }

  @Test func `profiles are known by where they are called from`() throws {
    let text = try listed(
      .bedrockProfiles,
      """
      { "inferenceProfileSummaries": [
        { "inferenceProfileId": "eu.x.y-v1:0",
          "inferenceProfileArn": "arn:aws:bedrock:eu-west-1:1:inference-profile/eu.x.y-v1:0",
          "models": [ { "modelArn": "arn:aws:bedrock:eu-west-3::foundation-model/x.y-v1:0" } ] },
        { "inferenceProfileId": "global.x.y-v1:0",
          "inferenceProfileArn": "arn:aws:bedrock:eu-west-1:1:inference-profile/global.x.y-v1:0",
          "models": [ { "modelArn": "arn:aws:bedrock:::foundation-model/x.y-v1:0" } ] } ] }
      """
    ).documents.text
    #expect(text.contains("bedrock.eu.x.y-v1-0.from.eu-west-1:"))
    #expect(text.contains("process: [eu-west-3]"))
    #expect(text.contains("process: any"))
  }

  @Test func `a deployment is where its type says`() throws {
    let deployments = ["Standard", "DataZoneStandard", "GlobalStandard", "Novel"].map {
      #"{ "name": "d-\#($0)", "sku": { "name": "\#($0)" } }"#
    }
    let imported = try listed(.azureDeployments, "[\(deployments.joined(separator: ","))]")
    #expect(imported.documents.text.contains("process: [westeurope]"))
    #expect(imported.documents.text.contains("swedencentral"))
    #expect(!imported.documents.text.contains("uksouth"))
    #expect(imported.findings.all.map(\.rule.code) == ["TP1001"])
  }

  @Test(arguments: ["{}", "[1]", #"[{"name": "x"}]"#, #"{"value": {}}"#])
  func `what is no listing is refused`(_ text: String) throws {
    #expect(try listed(.azureDeployments, text).isRefused)
  }
}
