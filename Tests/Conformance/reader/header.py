"""The header: steps 1 to 4 of the verification."""

from .layout import (
    DIGEST,
    HEADER,
    LAST_SECOND_OF_9999,
    LONGEST,
    MAGIC,
    SECTIONS,
    SHORTEST,
    VERSION,
    aligned,
    blake2b_256,
    require,
)


class Header:
    """What the first 320 bytes say."""

    def __init__(self, data):
        self.check_preamble(data)
        self.language = data.u32(12)
        self.is_verified = data.u64(16) == 0
        self.epoch, self.not_before, self.not_after = (data.u64(at) for at in (288, 296, 304))
        self.check_release()
        self.certificate = data.data[256:288]
        self.seed = data.u64(32)
        self.tenants, self.buckets, self.stride, self.shapes = (
            data.u32(at) for at in (40, 44, 48, 52)
        )
        self.widths = [data.u8(at) for at in (56, 57, 58, 59)]
        self.tenant_bytes = (sum(self.widths) + 7) // 8
        self.sections = {}
        self.read_sections(data)
        self.check_index()
        self.check_lengths()

    def start(self, section):
        return self.sections[section][0]

    def end(self, section):
        return sum(self.sections[section])

    def count(self, section):
        """How many records a section has."""
        return self.sections[section][1] // SECTIONS[section]

    def check_preamble(self, data):
        require(len(data) >= SHORTEST, "truncated", len(data))
        require(len(data) <= LONGEST, "oversize", LONGEST)
        require(data.data[:8] == MAGIC, "magic", 0)
        require(data.u32(8) == VERSION, "version", 8)
        require(data.u64(16) <= 1, "flags", 16)
        require(data.u64(24) <= len(data), "truncated", 24)
        require(data.u64(24) == len(data), "trailing", data.u64(24))
        data.require_zeros(60, 64)
        data.require_zeros(312, HEADER)

    def check_release(self):
        require(self.epoch < 1 << 53, "release", 288)
        require(self.not_before <= LAST_SECOND_OF_9999, "release", 288)
        require(self.not_after <= LAST_SECOND_OF_9999, "release", 288)
        ends_first = self.not_after != 0 and self.not_after < self.not_before
        require(not ends_first, "release", 288)

    def read_sections(self, data):
        end = len(data) - DIGEST
        expected = HEADER
        for number, name in enumerate(SECTIONS):
            place = 64 + 16 * number
            offset, length = data.u64(place), data.u64(place + 8)
            require(offset == expected, "section", place)
            expected = aligned(offset + length)
            require(expected <= end, "section", place)
            self.sections[name] = (offset, length)
        require(expected == end, "section", end)

    def check_index(self):
        require(self.stride % 16 == 0 and 32 <= self.stride <= 144, "index", 48)
        require(1 <= self.buckets <= 1 << 30, "index", 44)
        require(self.tenants <= 2 * self.buckets, "index", 40)
        for number, width in enumerate(self.widths):
            require(width <= 32, "index", 56 + number)

    def check_lengths(self):
        lengths = {
            "slots": 2 * self.buckets * self.stride,
            "tenants": self.tenants * self.tenant_bytes,
            "shapes": self.shapes * self.count("fields") * SECTIONS["shapes"],
        }
        for number, (name, size) in enumerate(SECTIONS.items()):
            length = self.sections[name][1]
            fits = length % size == 0 and length == lengths.get(name, length)
            require(fits, "section", 64 + 16 * number)
        require(self.count("tables") <= 256, "section", 64)
        require(self.count("columns") <= 4096, "section", 80)


def check_digest(data):
    """Step 4."""
    end = len(data) - DIGEST
    require(blake2b_256(data.data[:end]) == data.data[end:], "digest", end)


def check_padding(data, header):
    """The bytes between sections."""
    for offset, length in header.sections.values():
        data.require_zeros(offset + length, aligned(offset + length))
