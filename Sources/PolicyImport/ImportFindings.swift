package import PolicyDiagnostics
package import PolicySyntax

/// The wording of what all importers find.
extension Finding {
  /// Something that an importer does not know.
  ///
  /// - Parameter construct: What it is, in the words of the workflow: `state type `Mapp``.
  package static func notUnderstood(_ construct: String, at node: Node, help: String? = nil)
    -> Finding
  {
    Finding(
      Rules.imports.notUnderstood, "\(construct) is not understood", at: node.span, help: help)
  }

  /// - Parameters:
  ///   - what: What is open: ``the function of `Check` ``.
  ///   - binding: The name under which it can be bound.
  package static func needsBinding(_ what: String, binding: String, at node: Node) -> Finding {
    Finding(
      Rules.imports.needsBinding, "\(what) is decided at run time", at: node.span,
      label: "may reach anything",
      help: "bind it: `--bind '\(binding)=...'`, or `bind:` in the plan")
  }

  package static func importRefused(_ reason: String, at span: SourceSpan?) -> Finding {
    Finding(Rules.imports.refused, "the workflow is not imported: \(reason)", at: span)
  }

  package static func missingTarget(_ name: String, at node: Node) -> Finding {
    Finding(
      Rules.imports.missingTarget, "there is no step `\(name)` to go to", at: node.span,
      help: "correct the name, or add the step")
  }

  package static func unreachedState(_ name: String, at span: SourceSpan) -> Finding {
    Finding(
      Rules.imports.unreachedState, "no run comes to `\(name)`", at: span,
      help: "lead some step to it, or remove it")
  }

  package static func recursion(_ names: [String], at node: Node) -> Finding {
    Finding(
      Rules.imports.recursion,
      "the workflow starts itself: \(names.map { "`\($0)`" }.joined(separator: ", then "))",
      at: node.span, help: "make a loop of it that ends")
  }

  package static func humanWait(_ name: String, at span: SourceSpan) -> Finding {
    Finding(
      Rules.imports.humanWait, "`\(name)` may wait for ever", at: span,
      label: "the run keeps its slot and its data", help: "state after what time it gives up")
  }

  package static func unboundedParallelism(_ name: String, at span: SourceSpan) -> Finding {
    Finding(
      Rules.imports.unboundedParallelism, "`\(name)` runs as often at once as there are items",
      at: span, help: "state how many may run at once")
  }

  package static func loopWithoutBound(_ names: [String], at span: SourceSpan) -> Finding {
    let way = (names + names.prefix(1)).prefix(8).map { "`\($0)`" }.joined(separator: " to ")
    return Finding(
      Rules.imports.loopWithoutBound,
      "nothing in the workflow says how often a run goes round here",
      at: span, label: way,
      notes: ["the plan goes round once: what more rounds cost is not counted"])
  }

  package static func placeNotStated(_ what: String, at span: SourceSpan, help: String) -> Finding {
    Finding(
      Rules.imports.placesNotStated, "where \(what) runs is not stated", at: span,
      label: "taken as every region", help: help)
  }
}
