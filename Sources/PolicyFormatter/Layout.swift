import PolicyDiagnostics
import PolicySyntax

/// The columns that a collection in brackets must fit into to stay on one line.
let lineWidth = 100

/// The canonical layout of a source, up to the document that takes it past `limit` bytes.
func layOut(_ source: ParsedSource, limit: Int) -> [UInt8] {
  var layout = Layout(source)
  for document in source.documents where layout.page.bytes.count <= limit {
    layout.print(document)
  }
  layout.printComments(before: source.bytes.count, at: 0)
  return layout.page.finished()
}

/// Prints the nodes in the order of the source, and between them the trivia that stand before the
/// next node: both orders are kept, so that nothing can be lost or change its place.
struct Layout {
  let source: ParsedSource
  var page = Page()
  var tree = Tree(source: SourceID(0), nodes: [], text: [])
  /// The next trivia to print.
  var cursor = 0

  init(_ source: ParsedSource) {
    self.source = source
  }

  mutating func print(_ document: Tree) {
    guard let root = document.nodes.first else { return }
    tree = document
    printMarker(before: Int(root.start))
    printComments(before: Int(root.start), at: 0)
    printValue(0, in: Surroundings(opener: .start, column: 0, sourceColumn: -1))
  }

  /// `---` stands between documents. Before the first it stays only where comments need it.
  private mutating func printMarker(before root: Int) {
    guard let marker = source.trivia[cursor...].firstIndex(where: { $0.kind == .documentMarker }),
      source.trivia[marker].start <= root
    else { return }
    printComments(before: source.trivia[marker].start, at: 0)
    cursor = marker + 1
    let hasComment = trailingComment(before: root) != nil
    guard !page.isEmpty || hasComment else { return }
    page.wantsBlankLine = false
    page.beginLine(at: 0)
    page.write("---")
    printTrailingComment(before: root)
    page.allowsBlankLine = false
  }
}

/// Where a value stands.
struct Surroundings {
  /// What was written before it.
  enum Opener {
    case start
    case key
    case dash
  }

  let opener: Opener
  /// Of the block collection that it belongs to, in the new layout; 0 outside of any.
  let column: Int
  /// Of the same in the source; -1 outside of any.
  let sourceColumn: Int

  /// Where a collection that is the value is written.
  var innerColumn: Int { opener == .start ? 0 : column + 2 }
}

// MARK: Values

extension Layout {
  /// Prints a value. Its key's colon or its dash are the last that was written.
  mutating func printValue(_ index: Int, in place: Surroundings) {
    let node = Node(tree: tree, index: index)
    let hasComments = printCommentsInFront(of: node, in: place)
    if node.kind == .scalar {
      printScalar(node, onNewLine: hasComments || place.opener == .start, in: place)
    } else if node.record.count == 0, comment(before: Int(node.record.end)) != nil {
      beginValue(onNewLine: hasComments || place.opener == .start, in: place)
      printEmptyCollection(node, in: place)
    } else if let line = lineOfFlow(node, onNewLine: hasComments, in: place) {
      beginValue(onNewLine: line.isNew, in: place)
      page.write(line.text)
      skipTrivia(before: Int(node.record.end))
      printTrailingComment(before: startOfNode(after: node))
    } else {
      let isMoved = !hasComments && moveTrailingComment(of: node, in: place)
      printBlock(node, onNewLine: hasComments || isMoved || place.opener != .dash, in: place)
    }
  }

  /// The comments between a value and what opened it; whether there are any.
  private mutating func printCommentsInFront(of node: Node, in place: Surroundings) -> Bool {
    let isFilledFlow = node.record.isFlow && node.record.count > 0
    let start = Int(isFilledFlow ? tree.nodes[node.index + 1].start : node.record.start)
    let hasComments = comment(before: start) != nil
    if hasComments {
      page.allowsBlankLine = place.opener == .start && page.allowsBlankLine
      printComments(before: start, at: place.innerColumn)
    } else if place.opener != .start {
      printComments(before: start, at: place.innerColumn)
      page.wantsBlankLine = false
    }
    return hasComments
  }

  private mutating func beginValue(onNewLine: Bool, in place: Surroundings) {
    if onNewLine { page.beginLine(at: place.innerColumn) } else { page.write(" ") }
  }

  /// A collection in brackets as one line: behind what opens it or, where it is too long for that,
  /// below; `nil` for one that has no such line.
  private func lineOfFlow(
    _ node: Node, onNewLine: Bool, in place: Surroundings
  ) -> (text: [UInt8], isNew: Bool)? {
    guard node.record.isFlow, comment(before: Int(node.record.end)) == nil,
      let text = flowText(node, in: source.bytes, limit: lineWidth - place.innerColumn)
    else { return nil }
    let isShort = page.column + 1 + characterCount(text) <= lineWidth
    return (text, onNewLine || place.opener == .start || !isShort)
  }

  /// `[]` with comments in it, which has no block form.
  private mutating func printEmptyCollection(_ node: Node, in place: Surroundings) {
    let column = place.opener == .dash ? place.innerColumn : place.column
    page.write(node.kind == .sequence ? "[" : "{")
    page.allowsBlankLine = false
    printComments(before: Int(node.record.end), at: column + 2)
    page.wantsBlankLine = false
    page.beginLine(at: column)
    page.write(node.kind == .sequence ? "]" : "}")
    printTrailingComment(before: startOfNode(after: node))
  }

  /// A comment behind the bracket of what becomes a block goes to the line that opens the block.
  private mutating func moveTrailingComment(of node: Node, in place: Surroundings) -> Bool {
    guard place.opener != .start, node.record.isFlow, comment(before: Int(node.record.end)) == nil
    else { return false }
    skipTrivia(before: Int(node.record.end))
    return printTrailingComment(before: startOfNode(after: node))
  }
}

// MARK: Blocks

extension Layout {
  private mutating func printBlock(_ node: Node, onNewLine: Bool, in place: Surroundings) {
    let column = place.innerColumn
    if onNewLine {
      if place.opener != .start && page.canTrail { page.allowsBlankLine = false }
    } else {
      page.write(" ")
    }
    var child = node.index + 1
    while child < Int(node.record.next) {
      beginEntry(child, of: node, at: onNewLine || child > node.index + 1 ? column : nil)
      child = printEntry(child, of: node, at: column)
    }
    endBlock(node, at: column, in: place)
  }

  /// - Parameter column: where the line begins; `nil` for one that has begun.
  private mutating func beginEntry(_ child: Int, of node: Node, at column: Int?) {
    if let column {
      printComments(before: Int(tree.nodes[child].start), at: column)
      page.beginLine(at: column)
    }
    guard node.kind == .sequence, !node.record.isFlow else { return }
    while cursor < source.trivia.count, source.trivia[cursor].kind == .blankLine { cursor += 1 }
    if cursor < source.trivia.count, source.trivia[cursor].kind == .dash { cursor += 1 }
  }

  /// Prints an element, or a key and its value; gives the child after it.
  private mutating func printEntry(_ child: Int, of node: Node, at column: Int) -> Int {
    let inside = Int(node.record.column)
    guard node.kind == .mapping else {
      page.write("-")
      printValue(
        child, in: Surroundings(opener: .dash, column: column, sourceColumn: inside))
      return Int(tree.nodes[child].next)
    }
    page.write(keyText(Node(tree: tree, index: child), in: source.bytes))
    page.write(":")
    let value = Int(tree.nodes[child].next)
    printValue(value, in: Surroundings(opener: .key, column: column, sourceColumn: inside))
    return Int(tree.nodes[value].next)
  }

  private mutating func endBlock(_ node: Node, at column: Int, in place: Surroundings) {
    let next = startOfNode(after: node)
    guard node.record.isFlow else {
      let least = max(Int(node.record.column), place.sourceColumn + 1)
      printComments(before: next, at: column, whenIndentedBy: least)
      return
    }
    printComments(before: Int(node.record.end), at: column)
    page.wantsBlankLine = false
    if trailingComment(before: next) != nil { printComment(at: column) }
  }
}

// MARK: Scalars

extension Layout {
  private mutating func printScalar(_ node: Node, onNewLine: Bool, in place: Surroundings) {
    guard !node.isEmpty else {
      printTrailingComment(before: startOfNode(after: node))
      // What is indented below a key without a value is about the value that is not there.
      printComments(
        before: startOfNode(after: node), at: place.innerColumn,
        whenIndentedBy: place.sourceColumn + 1)
      return
    }
    beginValue(onNewLine: onNewLine, in: place)
    switch node.record.style {
    case .literal, .folded: printBlockScalar(node, in: place)
    case .plain, .singleQuoted, .doubleQuoted: printLines(of: node, in: place)
    }
  }

  private mutating func printLines(of node: Node, in place: Surroundings) {
    let lines = scalarLines(node, in: source.bytes)
    page.write(lines.first ?? [])
    for line in lines.dropFirst() { page.continueScalar(at: place.column + 2, line) }
    printTrailingComment(before: startOfNode(after: node))
  }

  private mutating func printBlockScalar(_ node: Node, in place: Surroundings) {
    let scalar = BlockScalar(
      node.record, in: source.bytes, blockColumn: max(place.sourceColumn, 0))
    page.write(header(of: scalar, node))
    printTrailingComment(before: scalar.bodyStart)
    let column = place.column + (scalar.statedIndent ?? 2)
    for line in scalar.lines { page.continueScalar(at: column, source.bytes[line]) }
    page.breakLine()
    page.allowsBlankLine = true
  }

  /// A scalar whose last line has no break is at the end of its file. It says so by a `-` when it
  /// gets one.
  private func header(of scalar: BlockScalar, _ node: Node) -> [UInt8] {
    let header = Array(source.bytes[scalar.header])
    guard let last = node.bytes.last, last != 0x0A else { return header }
    return header.filter { $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }
      + [UInt8(ascii: "-")]
  }
}
