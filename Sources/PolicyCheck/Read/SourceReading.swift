package import PolicyDiagnostics
package import PolicyModel
package import PolicySyntax

/// What one source holds: its documents, its tenants apart from them, and what is wrong with its text.
///
/// Sources are read in any order and on any core; what they hold is put together in the order of ids.
package struct SourceReading: Sendable {
  package let source: SourceID
  package private(set) var documents: [Document] = []
  package private(set) var tenants = TenantBatch()
  package private(set) var findings = Findings()
  /// What the tenants use, where it is known from an earlier check that nothing is wrong with them;
  /// of each its id and its place are then all that is here.
  package private(set) var knownUse: TenantUse?

  /// A source that was checked before, with nothing in it but tenants.
  package init(of tenants: TenantBatch, using use: TenantUse, source: SourceID) {
    self.source = source
    self.tenants = tenants
    knownUse = use
  }

  /// - Parameter written: where the values and forms of its tenants are kept.
  package init(
    of bytes: [UInt8], source: SourceID, notation: SourceNotation,
    into written: inout WrittenTenants
  ) {
    self.source = source
    var findings = Findings()
    readDocuments(of: bytes, source: source, notation: notation, into: &findings) { document in
      take(document, of: bytes, into: &written)
    }
    self.findings.append(findings)
  }

  /// A source that holds nothing of the language itself: a workflow that plans are made from.
  package init(ofWorkflow source: SourceID) {
    self.source = source
  }

  /// Puts others in the place of a document.
  package mutating func replace(_ index: Int, with others: [Document]) {
    documents.replaceSubrange(index...index, with: others)
  }

  /// - Parameter newForms: by index of a form, its index among those of all sources.
  package mutating func renumber(_ newForms: [UInt32]) {
    if knownUse == nil { tenants.renumber(newForms) }
  }

  private mutating func take(
    _ buffer: borrowing DocumentBuffer, of bytes: [UInt8], into written: inout WrittenTenants
  ) {
    guard !buffer.isRefused else { return }
    if startsWithTenantID(buffer), tenants.take(buffer, of: bytes, into: &written) { return }
    let root = buffer.freeze().root
    guard let first = root.entries.first?.key else {
      findings.raise(.notADocument(root))
      return
    }
    guard let kind = DocumentKind(firstKey: first.text) else {
      findings.raise(.unknownDocument(first, root))
      return
    }
    documents.append(Document(kind: kind, root: root))
  }

  private func startsWithTenantID(_ buffer: borrowing DocumentBuffer) -> Bool {
    guard let root = buffer.nodes.first, root.kind == .mapping, let key = buffer.firstChild(of: 0)
    else { return false }
    return TenantSlot.index(of: buffer.bytes(of: key)) == TenantSlot.id
  }
}

/// A document that is no well-formed tenant.
package struct Document: Sendable {
  package let kind: DocumentKind
  package let root: Node
  /// Whether it was made from a workflow, and not written.
  package let isImplied: Bool

  package init(kind: DocumentKind, root: Node, isImplied: Bool = false) {
    self.kind = kind
    self.root = root
    self.isImplied = isImplied
  }
}

extension Finding {
  fileprivate static func notADocument(_ root: Node) -> Finding {
    Finding(
      Rules.shape.wrongForm, "a document is a mapping whose first key says what it declares",
      at: root.span, help: "begin it with \(list(of: DocumentKind.allCases.map(\.rawValue)))")
  }

  fileprivate static func unknownDocument(_ first: Node, _ root: Node) -> Finding {
    let kinds = DocumentKind.allCases.map(\.rawValue)
    if let other = root.entries.first(where: { DocumentKind(firstKey: $0.key.text) != nil }) {
      return Finding(
        Rules.shape.unknownDocument, "a document's first key says what it declares",
        at: first.span, others: [OtherPlace(other.key.span, "this would")],
        help: "move `\(other.key.text)` to the top")
    }
    let nearest = nearestName(to: first.text, among: kinds)
    return Finding(
      Rules.shape.unknownDocument, "no document begins with `\(first.text)`", at: first.span,
      help: nearest.map { "did you mean `\($0)`?" } ?? "documents begin with \(list(of: kinds))",
      fix: nearest.map { Fix(replacing: first.span, with: $0) })
  }
}
