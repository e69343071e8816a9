/// How much a source may hold. Each limit has its own rule, and a test at it and past it.
package struct SyntaxLimits: Hashable, Sendable {
  /// The bytes of a file. INVARIANT: below 2^31, so that every offset fits into a `NodeRecord`.
  package let fileBytes: Int
  /// How deep collections may be nested: `[[1]]` is 2 deep.
  package let nestingDepth: Int
  /// The bytes of a scalar after decoding.
  package let scalarBytes: Int
  /// The bytes of a key after decoding.
  package let keyBytes: Int
  /// The nodes of a document: its scalars and collections, keys included.
  package let documentNodes: Int
  /// The documents of a file, refused ones included.
  package let fileDocuments: Int
  /// The findings of a file; reading stops at the last one.
  package let fileFindings: Int

  package static let standard = SyntaxLimits()

  package init(
    fileBytes: Int = 64 << 20, nestingDepth: Int = 64, scalarBytes: Int = 64 << 10,
    keyBytes: Int = 256, documentNodes: Int = 1_000_000, fileDocuments: Int = 1_000_000,
    fileFindings: Int = 100
  ) {
    self.fileBytes = min(fileBytes, Int(Int32.max))
    self.nestingDepth = nestingDepth
    self.scalarBytes = scalarBytes
    self.keyBytes = keyBytes
    self.documentNodes = documentNodes
    self.fileDocuments = fileDocuments
    self.fileFindings = fileFindings
  }
}
