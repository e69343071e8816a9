import PolicySyntax

/// How the layout walks through the trivia.
extension Layout {
  /// Prints the comments up to an offset, or to the next dash or `---`. Those that stand behind
  /// something stay behind what was written last; the others get lines of their own.
  mutating func printComments(before end: Int, at column: Int) {
    while let next = nextTrivia(before: end) {
      switch next.kind {
      case .blankLine:
        page.wantsBlankLine = true
        cursor += 1
      case .comment: printComment(at: column)
      case .dash, .documentMarker: return
      }
    }
  }

  /// Prints the comments at the end of a block: those that are indented like what is in it.
  mutating func printComments(before end: Int, at column: Int, whenIndentedBy least: Int) {
    while let index = indexOfComment(before: end), source.trivia[index].isFirstOfLine,
      source.trivia[index].column >= least
    {
      if index > cursor { page.wantsBlankLine = true }
      cursor = index
      printComment(at: column)
    }
  }

  /// Prints the next trivia, which is a comment.
  mutating func printComment(at column: Int) {
    let comment = source.trivia[cursor]
    cursor += 1
    if !comment.isFirstOfLine && page.canTrail {
      page.write("  ")
    } else {
      page.beginLine(at: column)
    }
    page.writeComment(source.bytes[comment.start..<comment.end])
  }

  /// Prints the comment on the line of what was written last, if there is one; whether there is.
  @discardableResult
  mutating func printTrailingComment(before end: Int) -> Bool {
    guard page.canTrail, trailingComment(before: end) != nil else { return false }
    printComment(at: 0)
    return true
  }

  func trailingComment(before end: Int) -> Trivia? {
    guard let next = nextTrivia(before: end), next.kind == .comment, !next.isFirstOfLine else {
      return nil
    }
    return next
  }

  /// The next comment before an offset, and before the next dash or `---`.
  func comment(before end: Int) -> Trivia? {
    indexOfComment(before: end).map { source.trivia[$0] }
  }

  /// Passes over what an offset lies behind, where the layout leaves no room for it.
  mutating func skipTrivia(before end: Int) {
    while nextTrivia(before: end) != nil { cursor += 1 }
  }

  /// Where the next node begins that is no part of this one.
  func startOfNode(after node: Node) -> Int {
    let next = Int(node.record.next)
    return next < tree.nodes.count ? Int(tree.nodes[next].start) : Int.max
  }

  private func indexOfComment(before end: Int) -> Int? {
    var index = cursor
    while index < source.trivia.count, source.trivia[index].start < end {
      switch source.trivia[index].kind {
      case .comment: return index
      case .blankLine: index += 1
      case .dash, .documentMarker: return nil
      }
    }
    return nil
  }

  private func nextTrivia(before end: Int) -> Trivia? {
    guard cursor < source.trivia.count, source.trivia[cursor].start < end else { return nil }
    return source.trivia[cursor]
  }
}
