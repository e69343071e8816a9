import PolicyDiagnostics
import TestSupport
import Testing

/// Every command that a page of the project shows does what the page says.
@Suite struct ReadmeCommandsTests {
  @Test(arguments: try pages())
  func theCommandsOfAPageDoWhatItSays(page: String) throws {
    let text = String(decoding: try #require(readFile("\(repository)/\(page)")), as: UTF8.self)
    for problem in try problems(of: text) { Issue.record("\(page): \(problem)") }
  }

  @Test func thereArePagesWithCommands() throws {
    let texts = try pages().compactMap { readFile("\(repository)/\($0)") }
    let commands = texts.flatMap { shownCommands(in: String(decoding: $0, as: UTF8.self)) }
    #expect(commands.count { $0.line.hasPrefix("tenantpolicy check ") } >= 2)
  }

  /// Pages that say something wrong, so that a test that finds nothing wrong means something.
  @Test(arguments: [
    (shows: "$ tenantpolicy explain TP9999", problem: "exit"),
    (shows: "$ tenantpolicy --version  # exit 3", problem: "exit"),
    (shows: "$ tenantpolicy explain TP0101\nno such line", problem: "no line"),
    (shows: "$ tenantpolicy help explain\nexample:...\nusage:...", problem: "not in this order"),
  ])
  func whatAPageGetsWrongIsFound(shows: String, problem: String) throws {
    let problems = try problems(of: "```console\n\(shows)\n```\n")
    #expect(problems.count == 1)
    #expect(problems.first?.contains(problem) == true)
  }

  @Test func aStatusAndPartsOfLinesCanBeStated() throws {
    let shown = "$ tenantpolicy explain TP9999\n...TP9999...\n# exit 2\n"
    #expect(try problems(of: "text\n\n```console\n\(shown)```\n") == [])
  }
}

private let repository = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()

/// The pages of the project that show commands, by their paths in the repository.
private func pages() throws -> [String] {
  let script = "ls README.md docs/*.md policies/*/README.md 2> /dev/null || true"
  let names = try run(["sh", "-c", script], in: repository).output
  return names.split(separator: "\n").map(String.init)
}

/// What a page says that is not so. Its commands run one after the other in a folder with a copy of
/// the policies, so that they can write files and read them again.
private func problems(of page: String) throws -> [String] {
  let folder = try TemporaryFolder()
  let copied = try run(["cp", "-r", "policies", folder.path], in: repository)
  #expect(copied.status == 0, "\(copied.errors)")
  let programs = try commandPath().split(separator: "/").dropLast().map { "/" + $0 }.joined()
  return try shownCommands(in: page).filter(\.isOurs)
    .flatMap { command in
      let result = try run(
        ["sh", "-c", command.line], in: folder.path,
        environment: ["PATH": "\(programs):/usr/bin:/bin", "NO_COLOR": "1"])
      return problems(of: result, shownAs: command)
    }
}

private func problems(of result: CommandResult, shownAs command: ShownCommand) -> [String] {
  guard result.status == command.status else {
    return ["`\(command.line)` ends with exit \(result.status)\n\(result.errors)"]
  }
  var lines = (result.output + result.errors).split(separator: "\n").map(String.init)[...]
  return command.output.compactMap { expected in
    guard let index = lines.firstIndex(where: { matches($0, expected) }) else {
      return "`\(command.line)` writes no line `\(expected)`, or not in this order"
    }
    lines = lines[(index + 1)...]
    return nil
  }
}

/// A command as a page shows it.
private struct ShownCommand {
  var line: String
  var status: Int32 = 0
  /// Lines that it writes, in order, others between them; `...` stands for any text.
  var output: [String] = []

  /// Whether it is this program that it runs, alone or at the end of a pipe.
  var isOurs: Bool { line.hasPrefix("tenantpolicy ") || line.contains("| tenantpolicy ") }
}

/// The lines behind `$ ` in the blocks that are marked as `console`. `# exit N` says how a command
/// ends, behind it or on a line of its own.
private func shownCommands(in page: String) -> [ShownCommand] {
  var commands: [ShownCommand] = []
  var isInBlock = false
  for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
    if line.hasPrefix("```") {
      isInBlock = line == "```console"
    } else if isInBlock, line.hasPrefix("$ ") {
      commands.append(ShownCommand(line: String(line.dropFirst(2))))
      takeStatus(line, of: &commands[commands.count - 1])
    } else if isInBlock, !line.isEmpty, !commands.isEmpty {
      takeOutput(line, of: &commands[commands.count - 1])
    }
  }
  return commands
}

private func takeOutput(_ line: Substring, of command: inout ShownCommand) {
  if line.hasPrefix("# exit ") {
    takeStatus(line, of: &command)
  } else {
    command.output.append(String(line))
  }
}

private func takeStatus(_ line: Substring, of command: inout ShownCommand) {
  guard let comment = line.firstRange(of: "# exit ") else { return }
  command.status = Int32(line[comment.upperBound...]) ?? command.status
}

/// Whether the line is the pattern, in which `...` stands for any text.
private func matches(_ line: String, _ pattern: String) -> Bool {
  var rest = line[...]
  let parts = pattern.split(separator: "...", omittingEmptySubsequences: false)
  guard let first = parts.first, let last = parts.last, rest.hasPrefix(first) else { return false }
  guard parts.count > 1 else { return line == pattern }
  rest = rest.dropFirst(first.count)
  for part in parts.dropFirst().dropLast() {
    guard let range = rest.firstRange(of: part) else { return false }
    rest = rest[range.upperBound...]
  }
  return rest.hasSuffix(last)
}
