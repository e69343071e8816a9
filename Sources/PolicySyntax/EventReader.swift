internal import CLibYAML

/// Runs libyaml over a source and hands each event to the builder; `body` gets each document. The
/// source is text that was checked: libyaml does not decode it again.
///
/// The only file that touches libyaml, and the only one of this target with `unsafe`. Its events
/// are used and its documents are not: aliases are never expanded, and the builder can stop at any
/// event. Every event is deleted before the next is asked for, and the parser on every path.
func readEvents(
  of bytes: [UInt8], from start: Int, isASCII: Bool, into builder: inout DocumentBuilder,
  _ body: (borrowing DocumentBuffer) -> Void
) {
  // libyaml keeps a pointer to the parser inside the parser, so that it must not move.
  let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
  defer { unsafe parser.deallocate() }
  guard unsafe yaml_parser_initialize(parser) == 1 else {
    builder.fail(.outOfMemory)
    return
  }
  defer { unsafe yaml_parser_delete(parser) }
  unsafe bytes.withUnsafeBufferPointer { input in
    let content = unsafe UnsafeBufferPointer(rebasing: input[start...])
    let characters = unsafe isASCII ? content.count : content.count { $0 & 0xC0 != 0x80 }
    guard
      unsafe tp_set_decoded_input(parser, content.baseAddress, content.count, characters) == 1
    else {
      builder.fail(.outOfMemory)
      return
    }
    unsafe readEvents(from: parser, into: &builder, body)
  }
}

@unsafe private func readEvents(
  from parser: UnsafeMutablePointer<yaml_parser_t>, into builder: inout DocumentBuilder,
  _ body: (borrowing DocumentBuffer) -> Void
) {
  var event = unsafe yaml_event_t()
  var pending = PendingText(capacity: max(builder.limits.scalarBytes, 4096))
  var hasDocument = false
  var isAtEnd = false
  while !isAtEnd && !builder.isStopped {
    guard unsafe yaml_parser_parse(parser, &event) == 1 else {
      unsafe builder.fail(SyntaxProblem(parser))
      return
    }
    // A document is complete when libyaml has accepted what follows it.
    if hasDocument { body(builder.document) }
    hasDocument = unsafe event.type == YAML_DOCUMENT_END_EVENT
    isAtEnd = unsafe event.type == YAML_STREAM_END_EVENT
    unsafe handle(&event, &pending, in: &builder)
    unsafe yaml_event_delete(&event)
  }
}

@inline(__always)
@unsafe private func handle(
  _ event: UnsafePointer<yaml_event_t>, _ pending: inout PendingText,
  in builder: inout DocumentBuilder
) {
  let start = unsafe Mark(event.pointee.start_mark)
  let end = unsafe Mark(event.pointee.end_mark)
  switch unsafe event.pointee.type {
  case YAML_SCALAR_EVENT:
    unsafe addScalar(event, from: start, to: end, &pending, in: &builder)
  case YAML_MAPPING_START_EVENT:
    unsafe builder.startCollection(
      .mapping, isFlow: tp_mapping_is_flow(event) != 0, from: start, to: end,
      hasProperties: tp_mapping_has_properties(event) != 0)
  case YAML_SEQUENCE_START_EVENT:
    unsafe builder.startCollection(
      .sequence, isFlow: tp_sequence_is_flow(event) != 0, from: start, to: end,
      hasProperties: tp_sequence_has_properties(event) != 0)
  case YAML_SEQUENCE_END_EVENT:
    builder.endCollection(at: end)
  case YAML_MAPPING_END_EVENT:
    pending.flush(into: &builder.document)
    builder.endCollection(at: end)
  case YAML_ALIAS_EVENT:
    pending.flush(into: &builder.document)
    builder.addAlias(from: start, to: end)
  case YAML_DOCUMENT_START_EVENT:
    let isExplicit = unsafe tp_document_starts_implicitly(event) == 0
    builder.startDocument(from: start, to: end, isExplicit: isExplicit)
  case YAML_DOCUMENT_END_EVENT:
    pending.flush(into: &builder.document)
    let isExplicit = unsafe tp_document_ends_implicitly(event) == 0
    builder.endDocument(from: start, to: end, isExplicit: isExplicit)
  case YAML_STREAM_END_EVENT:
    builder.endSource()
  default:
    break
  }
}

@inline(__always)
@unsafe private func addScalar(
  _ event: UnsafePointer<yaml_event_t>, from start: Mark, to end: Mark,
  _ pending: inout PendingText, in builder: inout DocumentBuilder
) {
  let length = unsafe tp_scalar_length(event)
  let textStart = pending.count &+ builder.document.text.count
  unsafe pending.append(tp_scalar_text(event), count: length, before: &builder.document)
  let isUnusual = unsafe builder.addScalar(
    ScalarStyle(tp_scalar_style(event)), from: start, to: end, textStart: textStart,
    textLength: length)
  let hasProperties = unsafe tp_scalar_has_properties(event) != 0
  if isUnusual || hasProperties {
    pending.flush(into: &builder.document)
    builder.inspectScalar(length: length, hasProperties: hasProperties)
  }
}

/// Decoded text on its way into a document. Filling raw memory and handing it over once a document
/// takes a third of the instructions of appending each scalar to an array.
@safe private struct PendingText: ~Copyable {
  private let bytes: UnsafeMutablePointer<UInt8>
  private let capacity: Int
  private(set) var count = 0

  init(capacity: Int) {
    unsafe bytes = UnsafeMutablePointer.allocate(capacity: capacity)
    self.capacity = capacity
  }

  deinit { unsafe bytes.deallocate() }

  /// Takes the text of a scalar; one that is longer than any may be is left out.
  @inline(__always)
  @unsafe mutating func append(
    _ text: UnsafePointer<UInt8>?, count length: Int, before document: inout DocumentBuffer
  ) {
    guard length <= capacity, let text = unsafe text else { return }
    if length > capacity &- count { flush(into: &document) }
    unsafe (bytes + count).update(from: text, count: length)
    count &+= length
  }

  mutating func flush(into document: inout DocumentBuffer) {
    if count == 0 { return }
    unsafe document.text.append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
    count = 0
  }
}

extension ScalarStyle {
  /// libyaml counts the styles in the same order, from 1 to 5; what it never gives is plain.
  @inline(__always)
  fileprivate init(_ style: yaml_scalar_style_t) {
    let order = style.rawValue &- 1
    self = unsafe unsafeBitCast(UInt8(truncatingIfNeeded: order < 5 ? order : 0), to: Self.self)
  }
}

extension Mark {
  @inline(__always)
  fileprivate init(_ mark: yaml_mark_t) {
    self.init(character: mark.index, line: mark.line, column: mark.column)
  }
}

extension SyntaxProblem {
  @unsafe fileprivate init(_ parser: UnsafeMutablePointer<yaml_parser_t>) {
    let state = unsafe parser.pointee
    guard unsafe state.error != YAML_MEMORY_ERROR else {
      self = .outOfMemory
      return
    }
    unsafe self.init(
      context: state.context.map { unsafe String(cString: $0) } ?? "",
      problem: state.problem.map { unsafe String(cString: $0) } ?? "",
      contextMark: state.context == nil ? nil : Mark(state.context_mark),
      mark: Mark(state.problem_mark))
  }
}
