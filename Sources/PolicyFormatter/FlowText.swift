import PolicySyntax

/// A collection in brackets, on one line; `nil` when it has more than `limit` characters or holds a
/// scalar of several lines. Comments in it are the caller's care.
func flowText(_ node: Node, in bytes: [UInt8], limit: Int) -> [UInt8]? {
  var text = FlowText(source: bytes, limit: limit)
  text.append(node)
  return text.isTooLong ? nil : text.bytes
}

private struct FlowText {
  let source: [UInt8]
  let limit: Int
  private(set) var bytes: [UInt8] = []
  private(set) var isTooLong = false
  private var count = 0

  init(source: [UInt8], limit: Int) {
    self.source = source
    self.limit = limit
  }

  mutating func append(_ node: Node) {
    switch node.kind {
    case .scalar:
      let lines = scalarLines(node, in: source)
      write(lines.first ?? [])
      if lines.count > 1 { isTooLong = true }
    case .sequence:
      write("[".utf8)
      appendChildren(of: node)
      write("]".utf8)
    case .mapping:
      write((node.record.count == 0 ? "{" : "{ ").utf8)
      appendChildren(of: node)
      write((node.record.count == 0 ? "}" : " }").utf8)
    }
  }

  private mutating func appendChildren(of node: Node) {
    var child = node.index + 1
    var isKey = node.kind == .mapping
    while child < Int(node.record.next) && !isTooLong {
      let this = Node(tree: node.tree, index: child)
      let isValue = node.kind == .mapping && !isKey
      if isValue && !this.isEmpty { write(": ".utf8) }
      if !isValue && child > node.index + 1 { write(", ".utf8) }
      if isKey { write(keyText(this, in: source)) } else { append(this) }
      child = Int(this.record.next)
      if node.kind == .mapping { isKey.toggle() }
    }
  }

  private mutating func write(_ text: some Collection<UInt8>) {
    bytes += text
    count += characterCount(text)
    if count > limit { isTooLong = true }
  }
}
