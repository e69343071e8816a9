package import PolicyDiagnostics

/// What is left of the sources when they check.
package struct CheckedPolicies: Sendable {}

/// What compiling gives: the findings and, when none is an error, the policies.
package struct Compilation: Sendable {
  package let findings: Findings
  /// `nil` when the sources do not check.
  package let policies: CheckedPolicies?
}

/// Compiles the sources.
package func compile(_ sources: SourceMap, threads: Int) -> Compilation {
  for index in 0..<sources.count { _ = sources.bytes(of: SourceID(index)) }
  return Compilation(findings: Findings(), policies: CheckedPolicies())
}

/// The bytes of the bundle.
package func bundle(of policies: CheckedPolicies) throws -> [UInt8] { [] }
