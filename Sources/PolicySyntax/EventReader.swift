internal import CLibYAML

/// Runs libyaml over a source and hands each event to the builder; `body` gets each document.
///
/// The only file that touches libyaml, and the only one of this target with `unsafe`. Its events
/// are used and its documents are not: aliases are never expanded, and the builder can stop at any
/// event. Every event is deleted before the next is asked for, and the parser on every path.
func readEvents(
  of bytes: [UInt8], from start: Int, into builder: inout DocumentBuilder,
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
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    unsafe yaml_parser_set_input_string(parser, content.baseAddress, content.count)
    unsafe readEvents(from: parser, into: &builder, body)
  }
}

@unsafe private func readEvents(
  from parser: UnsafeMutablePointer<yaml_parser_t>, into builder: inout DocumentBuilder,
  _ body: (borrowing DocumentBuffer) -> Void
) {
  var event = unsafe yaml_event_t()
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
    unsafe handle(event, in: &builder)
    unsafe yaml_event_delete(&event)
  }
}

@inline(__always)
@unsafe private func handle(
  _ event: borrowing yaml_event_t, in builder: inout DocumentBuilder
) {
  let start = unsafe Mark(event.start_mark)
  let end = unsafe Mark(event.end_mark)
  switch unsafe event.type {
  case YAML_SCALAR_EVENT:
    unsafe addScalar(event.data.scalar, from: start, to: end, in: &builder)
  case YAML_MAPPING_START_EVENT:
    let data = unsafe event.data.mapping_start
    let isFlow = unsafe data.style == YAML_FLOW_MAPPING_STYLE
    unsafe builder.refuseProperties(anchor: data.anchor != nil, tag: data.tag != nil, start, end)
    builder.startCollection(.mapping, isFlow: isFlow, from: start, to: end)
  case YAML_SEQUENCE_START_EVENT:
    let data = unsafe event.data.sequence_start
    let isFlow = unsafe data.style == YAML_FLOW_SEQUENCE_STYLE
    unsafe builder.refuseProperties(anchor: data.anchor != nil, tag: data.tag != nil, start, end)
    builder.startCollection(.sequence, isFlow: isFlow, from: start, to: end)
  case YAML_MAPPING_END_EVENT, YAML_SEQUENCE_END_EVENT:
    builder.endCollection(at: end)
  case YAML_ALIAS_EVENT:
    builder.addAlias(from: start, to: end)
  case YAML_DOCUMENT_START_EVENT:
    let isImplicit = unsafe event.data.document_start.implicit == 1
    builder.startDocument(from: start, to: end, isExplicit: !isImplicit)
  case YAML_DOCUMENT_END_EVENT:
    let isImplicit = unsafe event.data.document_end.implicit == 1
    builder.endDocument(from: start, to: end, isExplicit: !isImplicit)
  case YAML_STREAM_END_EVENT:
    builder.endSource()
  default:
    break
  }
}

@inline(__always)
@unsafe private func addScalar(
  _ data: yaml_event_t.__Unnamed_union_data.__Unnamed_struct_scalar, from start: Mark,
  to end: Mark, in builder: inout DocumentBuilder
) {
  unsafe builder.refuseProperties(anchor: data.anchor != nil, tag: data.tag != nil, start, end)
  let textStart = builder.document.text.count
  let length = unsafe data.length
  if length <= builder.limits.scalarBytes {
    unsafe builder.document.text.append(
      contentsOf: UnsafeBufferPointer(start: data.value, count: length))
  }
  let style = unsafe ScalarStyle(data.style)
  builder.addScalar(style, from: start, to: end, textStart: textStart, textLength: length)
}

extension ScalarStyle {
  @inline(__always)
  fileprivate init(_ style: yaml_scalar_style_t) {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: self = .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: self = .literal
    case YAML_FOLDED_SCALAR_STYLE: self = .folded
    default: self = .plain
    }
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
