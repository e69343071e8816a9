"""Records, sections and numbers of the format: grammar/bundle-format.md."""

import hashlib
import struct

NONE = 0xFFFFFFFF
ALIGNMENT = 64
DIGEST = 32
SHORTEST = 352
LONGEST = 1 << 40
MAGIC = b"TPBUNDLE"
VERSION = 2
HEADER = 320
LAST_SECOND_OF_9999 = 253_402_300_799

SECTIONS = {  # name: bytes a record
    "tables": 48,
    "columns": 32,
    "sources": 40,
    "fields": 8,
    "strings": 1,
    "rows": 1,
    "cells": 8,
    "names": 4,
    "slots": 1,
    "long-ids": 1,
    "tenants": 1,
    "shapes": 20,
}

INTEGER, INDEX, MASK, STRING, LIST = range(1, 6)
ALIGNMENTS = {INTEGER: 8, INDEX: 4, MASK: 8, STRING: 4, LIST: 4}


class Refused(Exception):
    """The bytes are no bundle, or not one that is trusted: `reason` is the stable word."""

    def __init__(self, reason, offset=None):
        super().__init__(reason if offset is None else f"{reason} at byte {offset}")
        self.reason = reason
        self.offset = offset


def require(holds, reason, offset):
    """Refuses bytes for which something does not hold."""
    if not holds:
        raise Refused(reason, offset)


def aligned(offset):
    """The next multiple of 64."""
    return (offset + ALIGNMENT - 1) // ALIGNMENT * ALIGNMENT


def blake2b_256(data):
    """The digest of the format."""
    return hashlib.blake2b(data, digest_size=DIGEST).digest()


class Bytes:
    """The bytes of a bundle, read as little-endian numbers."""

    def __init__(self, data):
        self.data = bytes(data)

    def __len__(self):
        return len(self.data)

    def u8(self, offset):
        return self.data[offset]

    def u32(self, offset):
        return struct.unpack_from("<I", self.data, offset)[0]

    def u64(self, offset):
        return struct.unpack_from("<Q", self.data, offset)[0]

    def i64(self, offset):
        return struct.unpack_from("<q", self.data, offset)[0]

    def require_zeros(self, start, end):
        """Refuses what has no meaning and is not zero."""
        for offset in range(start, end):
            require(self.data[offset] == 0, "padding", offset)
