import TestSupport
import Testing

@testable import tenantpolicy

/// What the command says about itself.
@Suite struct HelpTests {
  @Test func theOverviewListsTheCommands() throws {
    let result = try runCommand("help")
    #expect(result.status == 0)
    #expect(result.errors.isEmpty)
    expectGolden(result.output, "Goldens/help.txt")
    #expect(try runCommand("--help").output == result.output)
  }

  @Test func thePageOfCheck() throws {
    let result = try runCommand("help", "check")
    #expect(result.status == 0)
    expectGolden(result.output, "Goldens/help-check.txt")
  }

  @Test(arguments: Command.all.map(\.name))
  func eachCommandHasAPageWithAnExample(_ name: String) throws {
    let page = try runCommand("help", name)
    #expect(page.status == 0)
    #expect(page.output.contains("usage: tenantpolicy \(name)"))
    #expect(page.output.contains("\nexample:\n  tenantpolicy \(name)"))
    #expect(page.output.contains("\nexit codes:\n  0  clean\n"))
    #expect(page.output.contains("--format FORMAT"))
    #expect(page.output.split(separator: "\n").count < 50, "a page is short")
    #expect(try runCommand(name, "--help").output == page.output)
    #expect(try runCommand(name, "-h").output == page.output)
  }

  @Test(arguments: Command.all.map(\.name), [40, 72, 100])
  func pagesFillTheWidthAndNoMore(_ name: String, _ width: Int) throws {
    let result = try runCommand("help", name, environment: ["COLUMNS": "\(width)"])
    let text = result.output.split(separator: "\n").filter { !$0.contains("tenantpolicy ") }
    #expect(text.allSatisfy { $0.count <= width }, "\(result.output)")
  }

  @Test(arguments: ["--version", "-V", "version"])
  func theVersion(_ word: String) throws {
    let result = try runCommand(word)
    #expect(result.status == 0)
    #expect(result.output == "tenantpolicy \(programVersion)\n")
  }

  @Test func declarationsAreSound() {
    #expect(Set(Command.all.map(\.name)).count == Command.all.count)
    for command in Command.all {
      let letters = command.options.compactMap(\.letter)
      #expect(Set(letters).count == letters.count, "\(command.name)")
      #expect(Set(command.options.map(\.name)).count == command.options.count, "\(command.name)")
      #expect(command.operands.dropLast().allSatisfy { !$0.isRepeated }, "\(command.name)")
      #expect(throws: Never.self) { try parseExample(of: command) }
    }
  }

  private func parseExample(of command: Command) throws {
    let words = command.example.split(separator: " ").map(String.init).prefix { $0 != ">" }
    let name = command.name.split(separator: " ").map(String.init)
    #expect(words.starts(with: name))
    _ = try ArgumentParser.parse(words.dropFirst(name.count), for: command)
  }

  @Test(arguments: ["TP0203", "tp0203"])
  func explainTellsWhatAndWhy(_ code: String) throws {
    let result = try runCommand("explain", code)
    #expect(result.status == 0)
    for part in ["[TP0203]: ", "\nbad:\n\n    ", "\ngood:\n\n    "] {
      #expect(result.output.contains(part))
    }
    let object = try parseStrictJSON(try runCommand("explain", code, "-f", "json").output)
    #expect(object["code"]?.text == "TP0203")
    #expect(object["good"]?.text?.isEmpty == false)
  }
}
