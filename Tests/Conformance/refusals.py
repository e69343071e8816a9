"""Bundles that must be refused: small changes of good ones, most with the digest made anew."""

import json
import re
import struct
import pathlib

from reader.bundle import Bundle
from reader.layout import SECTIONS, Refused, blake2b_256

PAGE = pathlib.Path(__file__).resolve().parents[2] / "grammar/bundle-format.md"
TOO_LARGE = {"oversize"}
"""A bundle of more than a tebibyte is no small vector."""


def all_of(files):
    """Each vector: a bundle, edits (an offset and bytes that are written there), and the reason. A length
    cuts the bundle or fills it up with zeros; `seal` makes the digest anew, of all but the last 32 bytes."""
    vectors = []
    for name in ("gated.bundle", "pair.bundle"):
        changes = Changes(name, files[name])
        vectors += changes.header() + changes.tables() + changes.contents() + changes.tenants()
    return {"refused": [judged(vector, files) for vector in vectors]}


def judged(vector, files):
    """With the reason. A change that changes nothing is none."""
    data = changed(files[vector["bundle"]], vector)
    try:
        Bundle(data)
    except Refused as refused:
        return {**vector, "reason": refused.reason}
    raise AssertionError(f"{vector} is not refused")


def changed(data, vector):
    """The bytes that a vector is about: what every reader of the vectors has to do."""
    length = vector.get("length", len(data))
    data = bytearray(data[:length].ljust(length, b"\0"))
    for offset, hexadecimal in vector["edits"]:
        edit = bytes.fromhex(hexadecimal)
        data[offset : offset + len(edit)] = edit
    if vector["seal"]:
        data[-32:] = blake2b_256(bytes(data[:-32]))
    return bytes(data)


def require_every_reason(files):
    """Every reason of the page is that of some vector."""
    page = PAGE.read_text().split("by their stable names:")[1].split("A reader that uses")[0]
    known = set(re.findall(r"^\| (\w+) \| ", page, re.MULTILINE)) - {"reason"} - TOO_LARGE
    said = {vector["reason"] for vector in json.loads(files["refused.json"])["refused"]}
    assert len(known) == 17 and said == known, f"nothing is refused for {known ^ said}"


def u32(number):
    return struct.pack("<I", number).hex()


def u64(number):
    return struct.pack("<Q", number & 0xFFFFFFFFFFFFFFFF).hex()


class Changes:
    """Changes of one bundle, whose parts are found by the reader."""

    def __init__(self, name, data):
        self.name, self.data = name, data
        self.bundle = Bundle(data)
        self.at = self.bundle.header.start

    def vector(self, what, *edits, seal=True, **more):
        return {"what": what, "bundle": self.name, "edits": list(edits), "seal": seal, **more}

    def u32(self, offset):
        return self.bundle.data.u32(offset)

    def u64(self, offset):
        return self.bundle.data.u64(offset)

    def flip(self, offset, bits=1):
        return [offset, bytes([self.data[offset] ^ bits]).hex()]

    # ---- steps 1 to 4

    def header(self):
        size, vector = len(self.data), self.vector
        cut = [vector("cut short", length=length, seal=False) for length in (0, 8, 351, 352, size - 1)]
        return [
            *cut,
            vector("bytes after the end", length=size + 64, seal=False),
            vector("a length that is too large", [24, u64(size + 1)]),
            vector("a length that is too small", [24, u64(size - 64)]),
            vector("a length beyond all", [24, u64(-1)]),
            vector("another magic", self.flip(0)),
            vector("another magic at its end", self.flip(7, 0x20)),
            *(vector("another version", [8, u32(number)]) for number in (0, 1, 3, 0xFFFFFFFF)),
            *(vector("an unknown flag", [16, u64(number)]) for number in (2, 3, 1 << 63)),
            *(vector("reserved bytes", self.flip(offset)) for offset in (60, 63, 312, 319)),
            vector("an epoch beyond 2^53", [288, u64(1 << 53)]),
            vector("a beginning after the year 9999", [296, u64(253_402_300_800)]),
            vector("an end after the year 9999", [304, u64(-1)]),
            vector("an end before the beginning", [296, u64(1000)], [304, u64(999)]),
            *self.sections(),
            *(vector("a slot stride", [48, u32(stride)]) for stride in (0, 16, 31, 33, 160)),
            *(vector("buckets", [44, u32(count)]) for count in (0, (1 << 30) + 1)),
            vector("more tenants than slots", [40, u32(2 * self.u32(44) + 1)]),
            *(vector("a width of more than 32 bits", [56 + part, "21"]) for part in range(4)),
            vector("the digest", self.flip(size - 1), seal=False),
            vector("a byte of the header", self.flip(12), seal=False),
            *(
                vector(f"a bit of {name}", self.flip(self.at(name)), seal=False)
                for name in SECTIONS
                if self.bundle.header.sections[name][1]
            ),
        ]

    def sections(self):
        vectors = []
        for number, name in enumerate(SECTIONS):
            place = 64 + 16 * number
            offset, length = self.u64(place), self.u64(place + 8)
            for wrong in (offset + 64, 0, -64):
                vectors.append(self.vector(f"where {name} begins", [place, u64(wrong)]))
            for wrong in (length + 64, -1):
                vectors.append(self.vector(f"how long {name} is", [place + 8, u64(wrong)]))
        return vectors

    # ---- steps 5 and 6

    def tables(self):
        records, columns, vector = self.at("tables"), self.at("columns"), self.vector
        of_table = {
            8: ("more rows than there are", 1 << 20),
            12: ("a stride that is no multiple of 8", 12),
            16: ("rows elsewhere", 64),
            24: ("another first column", 1),
            28: ("more columns than there are", 5000),
            32: ("a name column that is none", 99),
            36: ("a scope column that is none", 99),
            40: ("names elsewhere", 1),
            44: ("reserved bytes of a table", 1),
        }
        of_column = {
            8: ("an id that is too large", 1024),
            12: ("a kind that is none", 6),
            16: ("a cell that is not aligned", 1),
            20: ("a cell of another width", 3),
            24: ("a target of a kind that has none", 0),
            28: ("reserved bytes of a column", 1),
        }
        vectors = [vector(what, [records + at, u32(value)]) for at, (what, value) in of_table.items()]
        first = self.bundle.tables[0].columns
        integer = next(column for column in first if column.kind == 1)
        vectors += [
            vector(what, [integer.place + at, u32(value)]) for at, (what, value) in of_column.items()
        ]
        return [
            *vectors,
            vector("a kind of 0", [integer.place + 12, u32(0)]),
            vector("a cell beyond its row", [integer.place + 16, u32(self.bundle.tables[0].stride)]),
            vector("ids that do not ascend", [columns + 32 + 8, u32(0)]),
            vector("an index without a target", [self.column("regions", 0).place + 24, u32(0xFFFFFFFF)]),
            vector("an index over no table", [self.column("regions", 0).place + 24, u32(200)]),
            vector("a name column of integers", [records + 32, u32(1)]),
            vector("a scope column of strings", [self.bundle.table("regions").record + 36, u32(1)]),
            *(vector(f"no table {name}", self.renamed(name)) for name in ("platforms", "classes")),
            vector("a decision column with another id", [self.column("classes", 2).place + 8, u32(6)])
            if 6 not in self.bundle.table("classes").by_id and 3 not in self.bundle.table("classes").by_id
            else vector("no table tools", self.renamed("tools")),
            vector("no table regions", self.renamed("regions")),
        ]

    def column(self, table, number):
        return self.bundle.table(table).by_id[number]

    def renamed(self, name):
        """The record of the name, one byte shorter."""
        record = self.bundle.table(name).record
        return [record + 4, u32(self.u32(record + 4) - 1)]

    # ---- steps 7 and 8

    def contents(self):
        strings, cells = (self.bundle.header.sections[name][1] for name in ("strings", "cells"))
        vector, cell = self.vector, self.cell
        names = self.bundle.table("tools").names
        twice = self.bundle.table("tools").record
        return [
            vector("bytes between sections", self.flip(self.gap())),
            vector("bytes between tables", self.flip(self.gap_of_tables())),
            vector("bytes of a row in no column", self.flip(self.gap_of_row())),
            vector("the name of a source outside", [self.at("sources"), u32(strings)]),
            vector("the name of a field outside", [self.at("fields") + 4, u32(strings + 1)]),
            vector("the name of a table outside", [self.bundle.tables[-1].record, u32(strings + 9)]),
            vector("the name of a column outside", [self.column("regions", 1).place, u32(0xFFFFFFFF)]),
            vector("a string outside", [cell("endpoints", 0, 11), u32(strings + 1)]),
            vector("a string that is not UTF-8", [self.at("strings"), "ff"]),
            vector("half a character", [self.at("strings"), "c3"]),
            vector("a list outside", [cell("platforms", 0, 11), u32(cells)]),
            vector("a list that is too long", [cell("platforms", 0, 11) + 4, u32(0xFFFFFFFF)]),
            vector("an index to no row", [cell("regions", 0, 0), u32(9)]),
            vector("an index of a policy to no row", [cell("classes", 0, 3), u32(500)]),
            vector("a bit beyond the last tool", [cell("classes", 0, 1), u64(-1), ""][:2])
            if self.bundle.table("tools").count < 64
            else vector("a bit beyond the last tool", [cell("classes", 0, 1) + 15, "80"]),
            vector("a bit beyond the last region", [cell("classes", 0, 2) + 7, "80"]),
            vector("columns that overlap", self.over("endpoints", 10, 11)),
            vector("names out of order", [names, u32(self.u32(names + 4)) + u32(self.u32(names))]),
            vector("a name twice", [names, u32(self.u32(names + 4))]),
            vector("a name of no row", [names, u32(0xFFFFFFFF)]),
            vector("two tables with one name", [twice, self.reference("models")]),
            vector("an origin that is none", [self.at("shapes"), "07"]),
            vector("no origin", [self.at("shapes"), "00"]),
            vector("a layer that is none", [self.at("shapes") + 1, "05"]),
            vector("a limit without a layer", [self.at("shapes") + 16, u32(1)]),
            vector("reserved bytes of an origin", self.flip(self.at("shapes") + 2)),
            vector("an origin's source that is none", [self.inherited() + 4, u32(99)]),
            vector("an origin's line that is none", [self.inherited() + 8, u32(0)]),
        ]

    def cell(self, table, row, column):
        return self.bundle.table(table).place(row, column)

    def over(self, table, moved, onto):
        """One column where another is."""
        return [self.column(table, moved).place + 16, u32(self.column(table, onto).offset)]

    def reference(self, table):
        record = self.bundle.table(table).record
        return self.data[record : record + 8].hex()

    def gap(self):
        for name, (offset, length) in self.bundle.header.sections.items():
            if (offset + length) % 64:
                return offset + length
        raise AssertionError("sections without padding")

    def gap_of_tables(self):
        tables = self.bundle.tables
        for one, following in zip(tables, tables[1:]):
            if one.row(one.count) < following.rows:
                return one.row(one.count)
        raise AssertionError("tables without padding")

    def gap_of_row(self):
        for table in self.bundle.tables:
            used = {
                at for column in table.columns for at in range(column.offset, column.offset + column.width)
            }
            free = set(range(table.stride)) - used
            if table.count and free:
                return table.row(0) + min(free)
        raise AssertionError("rows without padding")

    def inherited(self):
        """The first origin record of a layer above the tenant."""
        for place in range(self.at("shapes"), self.bundle.header.end("shapes"), 20):
            if 2 <= self.data[place] <= 5:
                return place
        raise AssertionError("nothing is inherited")

    # ---- step 9

    def tenants(self):
        vector, header = self.vector, self.bundle.header
        slot = self.at("slots") + self.bundle.tenant_record(0)[0] * header.stride
        empty = next(
            self.at("slots") + number * header.stride
            for number in range(2 * header.buckets)
            if self.data[self.at("slots") + number * header.stride + 8] == 0
        )
        record = self.at("tenants")
        size = header.tenant_bytes
        first, second = self.data[record : record + size], self.data[record + size : record + 2 * size]
        vectors = [
            vector("a class that is none", [slot, u32(999)]),
            vector("another ordinal", [slot + 4, u32(1)]),
            vector("an empty id", [slot + 8, "00"]),
            vector("another hash byte", self.flip(slot + 9)),
            vector("another id", self.flip(slot + 10)),
            vector("an id that is not ASCII", [slot + 10, "80"]),
            vector("a byte after an id", self.flip(slot + header.stride - 1)),
            vector("a byte in an empty slot", self.flip(empty)),
            vector("an id of nobody", [empty + 8, "01"]),
            vector("tenants that change places", [record, (second + first).hex()]),
            vector("a tenant twice", [record, (second + second).hex()]),
            vector("another seed", [32, u64(self.u64(32) + 1)]),
            vector("a source, line or shape that is none", [record, "ff" * size]),
        ]
        if header.sections["long-ids"][1]:
            long = self.long_slot()
            vectors += [
                vector("a long id elsewhere", [long + 12, u32(self.u32(long + 12) + 1)]),
                vector("a long id outside", [long + 12, u32(0xFFFFFFFF)]),
                vector("reserved bytes of a long slot", self.flip(long + 10)),
                vector("a byte after a long slot", self.flip(long + 16)),
                vector("another long id", self.flip(self.at("long-ids"))),
            ]
        return vectors

    def long_slot(self):
        header = self.bundle.header
        for number in range(2 * header.buckets):
            start = self.at("slots") + number * header.stride
            if self.data[start + 8] > header.stride - 10:
                return start
        raise AssertionError("no long id")
