import PolicyDiagnostics
import PolicyModel
import TenantPolicy

/// A row of a table, whose cells are asked for by the names of their columns.
///
/// Whatever is not there, or lies outside of what a policy may say, is thrown for: nothing is taken
/// for something else, and the first that is too long ends it all.
struct Row {
  let number: Int
  private let columns: KnownColumns
  private let sourceCount: Int

  init(number: Int, columns: KnownColumns, sourceCount: Int) {
    self.number = number
    self.columns = columns
    self.sourceCount = sourceCount
  }

  func cell(_ name: String) throws(NotLiftable) -> Cell { try cell(at: try position(of: name)) }

  /// The position of a column, for whoever asks many rows of a table for its cells.
  func position(of name: String) throws(NotLiftable) -> Int {
    guard let position = columns.positions[name] else { throw NotLiftable() }
    return position
  }

  func cell(at position: Int) throws(NotLiftable) -> Cell {
    guard let cell = columns.table.cell(row: number, column: position) else { throw NotLiftable() }
    return cell
  }

  func integer(
    _ name: String, in range: ClosedRange<Int64> = .min ... .max
  ) throws(NotLiftable) -> Int64 {
    guard case .integer(let value) = try cell(name), range.contains(value) else {
      throw NotLiftable()
    }
    return value
  }

  /// A number that is not negative; `nil` for -1, which stands for none.
  func optional(
    _ name: String, in range: ClosedRange<Int64>
  ) throws(NotLiftable) -> Int64? {
    let value = try integer(name)
    if value == -1 { return nil }
    guard range.contains(value) else { throw NotLiftable() }
    return value
  }

  func flag(_ name: String) throws(NotLiftable) -> Bool { try integer(name, in: 0...1) == 1 }

  func duration(_ name: String) throws(NotLiftable) -> Duration? {
    try optional(name, in: 0...Duration.longest.milliseconds).map { Duration(milliseconds: $0) }
  }

  func choice<Number: RawRepresentable<Int64>>(
    _ name: String, of type: Number.Type
  ) throws(NotLiftable) -> Number {
    guard let number = Number(rawValue: try integer(name)) else { throw NotLiftable() }
    return number
  }

  func list(_ name: String, most: Int) throws(NotLiftable) -> [Int64] {
    guard case .list(let cells) = try cell(name), cells.count <= most else { throw NotLiftable() }
    return cells
  }

  func text(_ name: String) throws(NotLiftable) -> String {
    guard case .string(let text) = try cell(name) else { throw NotLiftable() }
    return text
  }

  /// A name such as policies may declare.
  func identifier(_ name: String) throws(NotLiftable) -> String {
    let text = try text(name)
    guard Identifier.isValid(Array(text.utf8)[...]), !Identifier.reserved.contains(text) else {
      throw NotLiftable()
    }
    return text
  }

  /// A name, or `nil` where the cell is empty.
  func optionalIdentifier(_ name: String) throws(NotLiftable) -> String? {
    try text(name).isEmpty ? nil : try identifier(name)
  }

  /// - Parameter lines: The column of a line.
  func line(_ lines: String = "line") throws(NotLiftable) -> Int {
    Int(try integer(lines, in: 1...Int64(UInt32.max)))
  }

  /// Where the declaration stands: a bundle knows the source and the line, not the bytes.
  func span() throws(NotLiftable) -> SourceSpan {
    guard let source = Int(exactly: try integer("source")), 0..<sourceCount ~= source else {
      throw NotLiftable()
    }
    return SourceSpan(SourceID(source), from: 0, to: 0)
  }

  /// Something that is stated in the row's source, at the line in a column of its own.
  func located<Value>(
    _ value: Value, line: String = "line"
  ) throws(NotLiftable) -> Located<Value> {
    Located(value, at: try span(), line: try self.line(line))
  }

  /// Something that may be left out, which its line then says too.
  func located<Value>(
    ifAny value: Value?, line: String
  ) throws(NotLiftable) -> Located<Value>? {
    guard let value else {
      _ = try integer(line, in: 0...0)
      return nil
    }
    return try located(value, line: line)
  }
}
