import PolicyDiagnostics
import PolicySyntax

/// The entries of a mapping in somebody else's format: what is asked for is taken, and what nobody has
/// asked for can be told, so that nothing is dropped in silence.
struct EntryReader {
  /// The mapping; `nil` where there is none.
  let node: Node?
  private var positions: [String: Int] = [:]
  private var entries: [(key: Node, value: Node)?] = []

  /// - Parameter node: Anything; what is no mapping has no entries.
  init(_ node: Node?) {
    self.node = node
    guard let node else { return }
    for entry in node.entries {
      positions[entry.key.text] = entries.count
      entries.append(entry)
    }
  }

  /// The value of a key, which counts as understood from here on; `nil` where there is none or it is null.
  mutating func take(_ key: String) -> Node? {
    guard let position = positions[key], let entry = entries[position] else { return nil }
    entries[position] = nil
    return entry.value.isNull ? nil : entry.value
  }

  /// The value of the first of some keys that has one; all of them count as understood.
  mutating func takeFirst(of keys: [String]) -> Node? {
    var first: Node?
    for key in keys {
      let value = take(key)
      first = first ?? value
    }
    return first
  }

  /// Counts keys as understood whose values change nothing here.
  mutating func leave(_ keys: Set<String>) {
    for (key, position) in positions where keys.contains(key) { entries[position] = nil }
  }

  /// What nobody has asked for, in the order it is written.
  var rest: [(key: Node, value: Node)] { entries.compactMap { $0 } }
}

/// Something that a file says, and the node that says it.
struct Written<Value: Sendable>: Sendable {
  let value: Value
  let node: Node

  init(_ value: Value, _ node: Node) {
    (self.value, self.node) = (value, node)
  }

  var span: SourceSpan { node.span }
}

extension Node {
  /// Whether it says that there is no value.
  var isNull: Bool {
    guard kind == .scalar, record.style == .plain else { return false }
    return bytes.isEmpty || ["null", "~", "Null", "NULL"].contains(text)
  }

  /// A scalar with its place; `nil` for a collection.
  var written: Written<String>? {
    kind == .scalar ? Written(text, self) : nil
  }

  /// What a switch is set to, in the words that YAML 1.1 and JSON have for it.
  var isTrue: Bool {
    kind == .scalar && ["true", "True", "TRUE", "yes", "Yes", "on", "On"].contains(text)
  }

  /// The scalars of a list, or a scalar alone.
  var words: [Written<String>] {
    kind == .scalar ? [written].compactMap { $0 } : elements.compactMap(\.written)
  }
}
