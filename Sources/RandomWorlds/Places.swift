package import PolicyDiagnostics
package import PolicyModel

/// Nothing in a random world is written anywhere.
package let nowhere = SourceSpan(SourceID(0), from: 0, to: 0)

package func unwritten<Value>(_ value: Value) -> Located<Value> {
  Located(value, at: nowhere, line: 1)
}
