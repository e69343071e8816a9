import PolicyDiagnostics
package import TenantPolicy

// The tenants of a bundle, and the rows of one of its tables.
extension PolicyBundle {
  /// The ids of the tenants, a line each, in order of their bytes.
  package var tenantLines: String {
    (0..<tenantCount).compactMap { tenant(at: $0)?.id }.map { escaped($0) + "\n" }.joined()
  }

  package var tenantObject: String {
    jsonObject { root in
      root.field("version", 1)
      root.array("tenants") { list in
        for tenant in (0..<tenantCount).lazy.compactMap({ self.tenant(at: $0) }) {
          list.object { object in
            object.field("tenant_id", tenant.id)
            object.field("class", tenant.classRow)
            object.field("file", source(at: tenant.declared.source)?.name)
            object.field("line", tenant.declared.line)
          }
        }
      }
    } + "\n"
  }
}

/// A table of a bundle with the names of the rows that its cells lead to.
package struct TableReport: Sendable {
  private let table: Table
  private let columns: [Column]
  private let targets: [Table?]

  package init(_ table: Table, of bundle: PolicyBundle) {
    let all = bundle.allTables
    self.table = table
    columns = table.columns
    targets = table.columns.map { column in column.target.flatMap { $0 < all.count ? all[$0] : nil }
    }
  }

  /// A line a row below the names of the columns, with two spaces between columns.
  package var text: String {
    let head = ["row"] + columns.map { escaped($0.name) }
    let rows = (0..<table.rowCount).map { row in
      ["\(row)"] + columns.indices.map { shown(row, $0) }
    }
    let widths = head.indices.map { column in
      ([head] + rows).map { $0[column].count }.max() ?? 0
    }
    return ([head] + rows).map { line($0, widths) }.joined()
  }

  package var object: String {
    jsonObject { root in
      root.field("version", 1)
      root.field("table", table.name)
      root.array("rows") { rows in
        for row in 0..<table.rowCount {
          rows.object { object in
            for column in columns.indices { fill(&object, row, column) }
          }
        }
      }
    } + "\n"
  }
}

extension TableReport {
  private func line(_ cells: [String], _ widths: [Int]) -> String {
    var line = ""
    for (cell, width) in zip(cells, widths).dropLast() {
      line += cell + String(repeating: " ", count: width - cell.count + 2)
    }
    return line + (cells.last ?? "") + "\n"
  }

  private func shown(_ row: Int, _ column: Int) -> String {
    switch table.cell(row: row, column: column) {
    case .integer(let value): "\(value)"
    case .index(let target): target.map { escaped(name(of: $0, column)) } ?? "-"
    case .mask(let rows): "[\(rows.map { escaped(name(of: $0, column)) }.joined(separator: ", "))]"
    case .string(let text): text.isEmpty ? "-" : escaped(text)
    case .list(let numbers): "[\(numbers.map(String.init).joined(separator: ", "))]"
    case nil: "?"
    }
  }

  private func fill(_ object: inout JSONObject, _ row: Int, _ column: Int) {
    let key = columns[column].name
    switch table.cell(row: row, column: column) {
    case .integer(let value): object.field(key, value)
    case .index(let target): object.field(key, target.map { name(of: $0, column) })
    case .mask(let rows):
      object.array(key) { array in rows.forEach { array.element(name(of: $0, column)) } }
    case .string(let text): object.field(key, text)
    case .list(let numbers): object.array(key) { array in numbers.forEach { array.element($0) } }
    case nil: object.field(key, String?.none)
    }
  }

  /// The name of a row of the column's target, or its number where the rows have no names.
  private func name(of row: Int, _ column: Int) -> String {
    guard let target = targets[column], let nameColumn = target.nameColumn,
      case .string(let name) = target.cell(row: row, column: nameColumn)
    else { return "\(row)" }
    return name
  }
}
