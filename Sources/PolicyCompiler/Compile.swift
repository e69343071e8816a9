package import PolicyDiagnostics
import PolicySyntax

/// What is left of the sources when they check.
package struct CheckedPolicies: Sendable {
  let sources: SourceMap
}

/// What compiling gives: the findings and, when none is an error, the policies.
package struct Compilation: Sendable {
  package let findings: Findings
  /// `nil` when the sources do not check.
  package let policies: CheckedPolicies?
}

/// Compiles the sources.
package func compile(_ sources: SourceMap, threads: Int) -> Compilation {
  var findings = Findings()
  for index in 0..<sources.count {
    guard case .success(let bytes) = sources.bytes(of: SourceID(index)) else { continue }
    _ = parseTrees(of: bytes, source: SourceID(index), into: &findings)
  }
  let policies = findings.hasErrors ? nil : CheckedPolicies(sources: sources)
  return Compilation(findings: findings, policies: policies)
}

/// The bytes of the bundle.
package func bundle(of policies: CheckedPolicies) throws -> [UInt8] {
  policies.sources.entries.flatMap { Array(($0.name + "\n").utf8) }
}
