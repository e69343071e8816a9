"""Steps 7 to 9 of the verification: that all of the contents leads to something that exists."""

from .layout import INDEX, LIST, MASK, NONE, STRING, require
from .lookup import buckets, tenant_hash


def check_contents(bundle):
    header = bundle.header
    for section in ("sources", "fields"):
        size = 40 if section == "sources" else 8
        for number in range(header.count(section)):
            check_string(bundle, header.start(section) + size * number)
    end = None
    for table in bundle.tables:
        check_string(bundle, table.record)
        if end is not None:
            bundle.data.require_zeros(end, table.rows)
        end = table.row(table.count)
        check_rows(bundle, table)
        check_names(table)
    names = [bundle.string(*table.name_place) for table in bundle.tables]
    require(len(set(names)) == len(names), "table", header.start("tables"))
    check_shapes(bundle)
    check_tenants(bundle)


def check_string(bundle, place, at=None):
    offset, length = bundle.reference(place)
    fits = offset + length <= bundle.header.sections["strings"][1]
    require(fits, "string", place if at is None else at)
    try:
        bundle.string(offset, length)
    except UnicodeDecodeError:
        require(False, "string", place if at is None else at)


def check_rows(bundle, table):
    gaps = gaps_of(table)
    for column in table.columns:
        check_string(bundle, column.place, table.rows)
        for row in range(table.count):
            check_cell(bundle, column, table.row(row) + column.offset)
    for row in range(table.count):
        for start, end in gaps:
            bundle.data.require_zeros(table.row(row) + start, table.row(row) + end)


def gaps_of(table):
    """The bytes of a row that no column uses."""
    gaps = []
    end = 0
    for column in sorted(
        (column for column in table.columns if column.width > 0), key=lambda column: column.offset
    ):
        require(column.offset >= end, "table", table.rows)
        gaps.append((end, column.offset))
        end = column.offset + column.width
    return [*gaps, (end, table.stride)]


def check_cell(bundle, column, place):
    if column.kind == INDEX:
        number = bundle.data.u32(place)
        is_row = number < bundle.tables[column.target].count
        require(number == NONE or is_row, "reference", place)
    elif column.kind == MASK:
        word = bundle.data.data[place : place + column.width]
        rows = bundle.tables[column.target].count
        require(int.from_bytes(word, "little") >> rows == 0, "mask", place)
    elif column.kind == STRING:
        check_string(bundle, place)
    elif column.kind == LIST:
        first, count = bundle.reference(place)
        require(first + count <= bundle.header.count("cells"), "list", place)


def check_names(table):
    previous = None
    for position in range(table.name_count):
        place = table.names + 4 * position
        row = table.bundle.data.u32(place)
        require(row < table.count, "names", place)
        key = table.name_key(row)
        require(previous is None or previous < key, "names", place)
        previous = key


def check_shapes(bundle):
    header = bundle.header
    for number in range(header.count("shapes")):
        place = header.start("shapes") + 20 * number
        bundle.origin(place, (0, 1))
        bundle.data.require_zeros(place + 2, place + 4)


def check_tenants(bundle):
    header = bundle.header
    previous = None
    long_ids = header.start("long-ids")
    for ordinal in range(header.tenants):
        place = header.start("tenants") + ordinal * header.tenant_bytes
        slot, source, line, shape, rest = bundle.tenant_record(ordinal)
        fits = rest == 0 and source < header.count("sources") and line > 0
        require(fits and shape < header.shapes, "reference", place)
        require(slot < 2 * header.buckets, "index", place)
        start = header.start("slots") + slot * header.stride
        identity = bundle.slot_id(start)
        fits = identity is not None and bundle.data.u32(start + 4) == ordinal
        fits = fits and bundle.data.u32(start) < bundle.table("classes").count
        require(fits, "index", place)
        long_ids = check_slot(bundle, slot, identity, long_ids)
        require(previous is None or previous < identity, "index", start)
        previous = identity
    require(long_ids == header.end("long-ids"), "index", long_ids)
    check_empty_slots(bundle)


def check_slot(bundle, slot, identity, long_ids):
    header, data = bundle.header, bundle.data
    start = header.start("slots") + slot * header.stride
    end = start + header.stride
    digest = tenant_hash(identity, header.seed)
    fits = len(identity) <= 128 and all(0x21 <= byte <= 0x7E for byte in identity)
    fits = fits and slot // 2 in buckets(digest, header.buckets)
    require(fits and data.u8(start + 9) == digest & 0xFF, "index", start)
    if len(identity) <= header.stride - 10:
        data.require_zeros(start + 10 + len(identity), end)
        return long_ids
    offset = header.start("long-ids") + data.u32(start + 12)
    require(offset == long_ids, "index", start)
    data.require_zeros(start + 10, start + 12)
    data.require_zeros(start + 16, end)
    return offset + len(identity)


def check_empty_slots(bundle):
    header = bundle.header
    used = 0
    for slot in range(2 * header.buckets):
        start = header.start("slots") + slot * header.stride
        if bundle.data.u8(start + 8):
            used += 1
        else:
            bundle.data.require_zeros(start, start + header.stride)
    require(used == header.tenants, "index", header.start("slots"))
