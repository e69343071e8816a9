/// A file of the repository whose text follows from the code. The file is committed, so that it can
/// be read without building anything; a test compares it with what the code gives.
package struct DerivedFile: Sendable, CustomStringConvertible {
  /// From the root of the repository.
  package let path: String
  package let text: String

  package var description: String { path }

  /// What writes them all anew.
  package static let command = "UPDATE_GOLDENS=1 swift test --filter PolicyReference"

  package static var all: [DerivedFile] {
    [
      DerivedFile(path: "grammar/policy.schema.json", text: policySchema()),
      DerivedFile(path: "grammar/language.md", text: languagePage()),
      DerivedFile(path: "grammar/fields.md", text: fieldPage()),
      DerivedFile(path: "grammar/rules.md", text: rulePage()),
      DerivedFile(path: "grammar/bundle-format.md", text: bundleFormatPage()),
      DerivedFile(path: "Sources/TenantPolicy/ContextFields.swift", text: contextAccessors()),
    ]
  }
}
