"""Tables: rows of one size, columns that are found by id, and names that are sorted."""

from .layout import ALIGNMENTS, INDEX, INTEGER, LIST, MASK, NONE, STRING, aligned, require

DECISION_COLUMNS = {0: (INDEX, "platforms"), 1: (MASK, "tools"), 2: (MASK, "regions")}


class Column:
    """A column of a table, as its record says."""

    def __init__(self, data, place):
        self.name = (data.u32(place), data.u32(place + 4))
        self.id, self.kind, self.offset, self.width, self.target = (
            data.u32(place + at) for at in (8, 12, 16, 20, 24)
        )
        self.place = place


class Table:
    """A table. A cell is read by the number of a row and the id of a column."""

    def __init__(self, bundle, record):
        data = bundle.data
        self.bundle = bundle
        self.record = record
        self.name_place = (data.u32(record), data.u32(record + 4))
        self.count, self.stride = data.u32(record + 8), data.u32(record + 12)
        self.offset = data.u64(record + 16)
        self.first_column, self.column_count = data.u32(record + 24), data.u32(record + 28)
        self.name_column, self.scope_column = data.u32(record + 32), data.u32(record + 36)
        self.first_name, self.reserved = data.u32(record + 40), data.u32(record + 44)
        self.rows = bundle.header.start("rows") + self.offset
        self.names = bundle.header.start("names") + 4 * self.first_name
        self.columns = []
        self.by_id = {}

    @property
    def name_count(self):
        return 0 if self.name_column == NONE else self.count

    def row(self, number):
        """Where a row begins."""
        return self.rows + number * self.stride

    def place(self, row, column):
        return self.row(row) + self.by_id[column].offset

    def integer(self, row, column):
        return self.bundle.data.i64(self.place(row, column))

    def index(self, row, column):
        """The number of a row of the target, or `None`."""
        number = self.bundle.data.u32(self.place(row, column))
        return None if number == NONE else number

    def mask(self, row, column):
        """A mask as one integer: bit `i` for row `i`."""
        start = self.place(row, column)
        width = self.by_id[column].width
        return int.from_bytes(self.bundle.data.data[start : start + width], "little")

    def string(self, row, column):
        return self.bundle.text(self.place(row, column))

    def list(self, row, column):
        return self.bundle.list(self.place(row, column))

    def cells(self, row):
        """All that a row says, by name of the column."""
        read = {
            INTEGER: self.integer,
            INDEX: self.index,
            MASK: self.mask,
            STRING: self.string,
            LIST: self.list,
        }
        return {
            self.bundle.string(*column.name): read[column.kind](row, column.id)
            for column in self.columns
        }

    def name_key(self, row):
        """What names are sorted by: the row in the scope column, then the bytes."""
        scope = -1
        if self.scope_column != NONE:
            scope = self.index(row, self.columns[self.scope_column].id)
            scope = -1 if scope is None else scope
        offset, length = self.bundle.reference(
            self.row(row) + self.columns[self.name_column].offset
        )
        return scope, self.bundle.string_bytes(offset, length)

    def find(self, name, scope=None):
        """The row with this name, by a binary search."""
        wanted = (-1 if scope is None else scope, name.encode("utf-8", "surrogatepass"))
        low, high = 0, self.name_count
        while low < high:
            middle = (low + high) // 2
            row = self.bundle.data.u32(self.names + 4 * middle)
            key = self.name_key(row)
            if key == wanted:
                return row
            if key < wanted:
                low = middle + 1
            else:
                high = middle
        return None

    def name(self, row):
        return self.string(row, self.columns[self.name_column].id)


def read_tables(bundle):
    """Steps 5 and 6: the descriptions of the tables."""
    header = bundle.header
    tables = []
    rows = columns = names = 0
    for number in range(header.count("tables")):
        record = header.start("tables") + 48 * number
        table = Table(bundle, record)
        start = aligned(rows)
        fits = (
            table.stride % 8 == 0
            and 8 <= table.stride <= 1 << 20
            and table.offset == start
            and start + table.count * table.stride <= header.sections["rows"][1]
        )
        require(fits, "table", record + 8)
        fits = table.first_column == columns
        fits = fits and columns + table.column_count <= header.count("columns")
        require(fits, "table", record + 24)
        for at, column in ((32, table.name_column), (36, table.scope_column)):
            require(column == NONE or column < table.column_count, "table", record + at)
        fits = table.first_name == names and table.reserved == 0
        fits = fits and names + table.name_count <= header.count("names")
        require(fits, "table", record + 40)
        rows = start + table.count * table.stride
        columns += table.column_count
        names += table.name_count
        tables.append(table)
    whole = (header.sections["rows"][1], header.count("columns"), header.count("names"))
    require((rows, columns, names) == whole, "table", header.start("tables"))
    for table in tables:
        read_columns(bundle, table, tables)
    return tables


def read_columns(bundle, table, tables):
    data = bundle.data
    previous = -1
    for number in range(table.first_column, table.first_column + table.column_count):
        place = bundle.header.start("columns") + 32 * number
        column = Column(data, place)
        require(column.id <= 1023, "table", place + 8)
        require(column.kind in ALIGNMENTS, "table", place + 12)
        is_over = column.target != NONE
        fits = not is_over or column.target < len(tables)
        fits = fits and is_over == (column.kind in (INDEX, MASK)) and data.u32(place + 28) == 0
        require(fits, "table", place + 24)
        fits = column.width == width_of(column, tables)
        fits = fits and column.offset % ALIGNMENTS[column.kind] == 0
        fits = fits and column.offset + column.width <= table.stride
        require(fits, "table", place + 16)
        require(column.id > previous, "table", place + 8)
        previous = column.id
        table.columns.append(column)
        table.by_id[column.id] = column
    for number, kind in ((table.name_column, STRING), (table.scope_column, INDEX)):
        require(number == NONE or table.columns[number].kind == kind, "table", table.rows)


def width_of(column, tables):
    if column.kind == MASK:
        return 8 * ((tables[column.target].count + 63) // 64)
    return {INTEGER: 8, INDEX: 4, STRING: 8, LIST: 8}[column.kind]


def required_tables(bundle):
    """The tables that every bundle has, and the columns of decisions."""
    place = bundle.header.start("tables")
    for name in ("platforms", "regions", "tools", "classes"):
        require(bundle.table(name) is not None, "missing", place)
    classes = bundle.table("classes")
    require(classes.stride % 64 == 0, "table", classes.rows)
    for number, (kind, target) in DECISION_COLUMNS.items():
        column = classes.by_id.get(number)
        fits = column is not None and column.kind == kind
        fits = fits and bundle.tables[column.target] is bundle.table(target)
        require(fits, "missing", classes.rows)
