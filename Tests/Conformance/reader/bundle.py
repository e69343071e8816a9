"""A bundle, all of which was checked."""

from .contents import check_contents
from .header import Header, check_digest, check_padding
from .layout import NONE, Bytes, require
from .lookup import buckets, tenant_hash
from .tables import read_tables, required_tables

TENANT, BUILT_IN = 1, 6


class Bundle:
    """Opens bytes; raises `Refused`. `demand` is called between the header and the rest."""

    def __init__(self, data, demand=lambda bundle: None):
        self.data = Bytes(data)
        self.header = Header(self.data)
        check_digest(self.data)
        demand(self)
        self.tables = read_tables(self)
        self.by_name = {}
        for table in self.tables:
            self.by_name.setdefault(self.string_bytes(*table.name_place), table)
        required_tables(self)
        check_padding(self.data, self.header)
        check_contents(self)

    @property
    def digest(self):
        return self.data.data[-32:]

    # ---- what records lead to

    def table(self, name):
        return self.by_name.get(name.encode())

    def reference(self, place):
        """Two numbers: an offset or position, and a length or count."""
        return self.data.u32(place), self.data.u32(place + 4)

    def string_bytes(self, offset, length):
        start = self.header.start("strings") + offset
        return self.data.data[start : min(start + length, self.header.end("strings"))]

    def string(self, offset, length):
        return self.string_bytes(offset, length).decode()

    def text(self, place):
        return self.string(*self.reference(place))

    def list(self, place):
        first, count = self.reference(place)
        start = self.header.start("cells") + 8 * first
        return [self.data.i64(start + 8 * number) for number in range(count)]

    # ---- sources and fields

    def source(self, number):
        """The name and the digest of a source."""
        place = self.header.start("sources") + 40 * number
        return self.text(place), self.data.data[place + 8 : place + 40]

    def field_number(self, name):
        """The number of a field that has a provenance, or `None`."""
        for number in range(self.header.count("fields")):
            if self.text(self.header.start("fields") + 8 * number) == name:
                return number
        return None

    def platforms(self):
        table = self.table("platforms")
        return [table.name(row) for row in range(table.count)]

    # ---- tenants

    def find(self, identity):
        """The row in `classes` and the ordinal of the tenant with this id, as bytes; `None` for nobody."""
        header = self.header
        if not 1 <= len(identity) <= 128:
            return None
        digest = tenant_hash(identity, header.seed)
        for bucket in buckets(digest, header.buckets):
            for slot in (2 * bucket, 2 * bucket + 1):
                start = header.start("slots") + slot * header.stride
                if self.data.u8(start + 9) == digest & 0xFF and self.slot_id(start) == identity:
                    return self.data.u32(start), self.data.u32(start + 4)
        return None

    def slot_id(self, start):
        """The id of the slot that begins there; `None` for an empty one, and for one that makes no sense."""
        length = self.data.u8(start + 8)
        if length == 0:
            return None
        if length <= self.header.stride - 10:
            return self.data.data[start + 10 : start + 10 + length]
        offset = self.header.start("long-ids") + self.data.u32(start + 12)
        if offset + length > self.header.end("long-ids"):
            return None
        return self.data.data[offset : offset + length]

    def tenant_record(self, ordinal):
        """Slot, source, line and shape of a tenant, and the bits that nothing uses."""
        size = self.header.tenant_bytes
        start = self.header.start("tenants") + ordinal * size
        packed = int.from_bytes(self.data.data[start : start + size], "little")
        parts = []
        for width in self.header.widths:
            parts.append(packed & ((1 << width) - 1))
            packed >>= width
        return (*parts, packed)

    def declaration(self, ordinal):
        """The source and the line where a tenant's document begins."""
        _, source, line, _, _ = self.tenant_record(ordinal)
        return source, line

    def tenant_id(self, ordinal):
        slot = self.tenant_record(ordinal)[0]
        return self.slot_id(self.header.start("slots") + slot * self.header.stride)

    # ---- provenance

    def provenance(self, field, ordinal):
        """The source and the line that give a field its value for a tenant; `None` for a built-in value."""
        _, source, line, shape, _ = self.tenant_record(ordinal)
        number = shape * self.header.count("fields") + field
        return self.origin(self.header.start("shapes") + 20 * number, (source, line))

    def origin(self, place, declared):
        """The place that an origin record states; refused where it makes no sense."""
        origin, limit = self.data.u8(place), self.data.u8(place + 1)
        source, line, limit_source, limit_line = (
            self.data.u32(place + at) for at in (4, 8, 12, 16)
        )
        sources = self.header.count("sources")
        require(TENANT <= origin <= BUILT_IN, "reference", place)
        if origin == TENANT:
            require(source == NONE, "reference", place + 4)
            found = (declared[0], declared[1] + line)
        elif origin == BUILT_IN:
            require(source == NONE and line == 0, "reference", place + 4)
            found = None
        else:
            require(source < sources and line > 0, "reference", place + 4)
            found = (source, line)
        if (limit, limit_source, limit_line) != (0, NONE, 0):
            fits = 1 <= limit <= 4 and limit_source < sources and limit_line > 0
            require(fits, "reference", place + 1)
        return found
