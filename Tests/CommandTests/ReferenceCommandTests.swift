import PolicyDiagnostics
import TestSupport
import Testing

/// The commands that print what is derived from the declarations.
@Suite struct ReferenceCommandTests {
  @Test func theSchemaIsTheCommittedOne() throws {
    let committed = try #require(readFile("\(repositoryFolder())/grammar/policy.schema.json"))
    let result = try runCommand("schema")
    #expect(result.status == 0)
    #expect(Array(result.output.utf8) == committed)
  }

  @Test func theSchemaOfOneKindHasNoOther() throws {
    let schema = try parseStrictJSON(try runCommand("schema", "--kind", "tenant").output)
    #expect(schema["$ref"]?.text == "#/$defs/tenant")
    #expect(schema["$defs"]?["tenant"] != nil)
    #expect(schema["$defs"]?["platform"] == nil)
    #expect(try runCommand("schema", "--kind", "tenants").status == 2)
  }

  @Test func everyRuleIsListed() throws {
    let list = try parseStrictJSON(try runCommand("explain", "--list", "-f", "json").output)
    #expect(list["rules"]?.elements.compactMap { $0["code"]?.text } == Rules.all.map(\.code))
    let text = try runCommand("explain", "--list").output
    #expect(Rules.all.allSatisfy { text.contains("\($0.code)  \($0.name) (") })
  }

  @Test func aCodeOrTheListNotBoth() throws {
    #expect(try runCommand("explain", "TP0201", "--list").status == 2)
    let nothing = try runCommand("explain")
    #expect(nothing.status == 2)
    #expect(nothing.errors.contains("explain --list"))
  }
}
