import PolicyDiagnostics
import PolicyFormatter
import Testing

/// What holds of every text that parses, tried on random ones.
@Suite struct LawTests {
  @Test(arguments: UInt64(0)..<8)
  func theLawsHold(_ seed: UInt64) {
    for index in 0..<100 as Range<UInt64> {
      let policy = RandomPolicy(seed: seed << 32 | index)
      let bytes = Array(policy.text.utf8)
      switch format(bytes) {
      case .formatted(let layout):
        expectTheSame(meaning(of: bytes), meaning(of: layout), policy, layout)
        expectTheSame(formatted(layout), layout, policy, layout)
        expectComments(of: policy, in: layout)
        expectOneLayout(policy, layout)
      case .refused(let findings):
        Issue.record("\(findings.map(\.message)):\n\(policy.text)")
      case .inexact, .tooLarge: Issue.record("not formatted:\n\(policy.text)")
      }
    }
  }

  private func expectTheSame<Value: Equatable>(
    _ left: Value, _ right: Value, _ policy: RandomPolicy, _ layout: [UInt8]
  ) {
    guard left != right else { return }
    Issue.record("not the same:\n\(policy.text)\n=====\n\(String(decoding: layout, as: UTF8.self))")
  }

  /// All of them, in their order.
  private func expectComments(of policy: RandomPolicy, in layout: [UInt8]) {
    var rest = Substring(String(decoding: layout, as: UTF8.self))
    for comment in policy.comments {
      guard let range = rest.firstRange(of: comment + "\n") else {
        Issue.record("lost `\(comment)`:\n\(policy.text)\n=====\n\(rest)")
        return
      }
      rest = rest[range.upperBound...]
    }
  }

  /// What can be said of the layout without looking at the tree.
  private func expectOneLayout(_ policy: RandomPolicy, _ layout: [UInt8]) {
    let text = String(decoding: layout, as: UTF8.self)
    #expect(!text.contains("\r"))
    #expect(layout.isEmpty || layout.last == 0x0A)
    #expect(layout.first != 0x0A)
    let hasBlockScalar = policy.text.contains("|") || policy.text.contains(">")
    let hasLines = text.contains { "\"'".contains($0) } || policy.text.contains("one")
    if !hasBlockScalar && !hasLines {
      #expect(!text.contains("\n\n\n"), "\(policy.text)")
      #expect(!text.contains(" \n"), "\(policy.text)")
    }
  }
}
