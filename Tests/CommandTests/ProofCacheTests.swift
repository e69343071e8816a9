import TestSupport
import Testing

/// That the cache of `verify` changes nothing but time.
@Suite struct ProofCacheTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private static let words = [
    "verify", "policies/gdpr-exercise", "--gate", "none", "--format", "json", "--now", "2026-11-24",
  ]

  private func verify(_ more: String...) throws -> CommandResult {
    try run([try commandPath()] + Self.words + more, in: repositoryFolder())
  }

  @Test func whatIsFoundDoesNotDependOnTheCache() throws {
    let expected = try verify()
    #expect(expected.status == 6)
    for _ in 0..<2 {
      let cached = try verify("--cache", folder.path + "/cache")
      #expect(cached.status == expected.status)
      #expect(cached.output == expected.output)
    }
  }

  @Test func aCacheThatIsNoFolderIsAnError() throws {
    #expect(try verify("--cache", repositoryFolder() + "/README.md").status == 1)
  }
}
