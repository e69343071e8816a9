import PolicyModel

/// A part of a name, in which `*` stands for any text and `?` for any one character; letters match in
/// either case.
package struct NamePattern: Sendable {
  private let pattern: [UInt8]

  package init(_ text: String) {
    pattern = Array("*\(text)*".utf8).map(Self.folded)
  }

  package func isHeld(by name: String) -> Bool {
    name.utf8.map(Self.folded).matches(wildcards: pattern, one: UInt8(ascii: "?"))
  }

  private static func folded(_ byte: UInt8) -> UInt8 {
    UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte + 32 : byte
  }
}
