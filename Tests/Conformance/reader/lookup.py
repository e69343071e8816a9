"""The hash of a tenant's id, and the buckets that it leads to."""

STEP = 0x9E3779B97F4A7C15
WORD = 0xFFFFFFFFFFFFFFFF


def mix(word):
    word = (word ^ (word >> 32)) * 0xD6E8FEB86659FD93 & WORD
    word = (word ^ (word >> 29)) * 0xA0761D6478BD642F & WORD
    return word ^ (word >> 32)


def words(identity):
    """The words of an id: the last may overlap the one before."""
    if len(identity) < 8:
        return [int.from_bytes(identity, "little")]
    starts = [*range(0, len(identity) - 8, 8), len(identity) - 8]
    return [int.from_bytes(identity[start : start + 8], "little") for start in starts]


def tenant_hash(identity, seed):
    key = mix((seed + STEP) & WORD)
    result = key ^ (len(identity) * STEP & WORD)
    for number, word in enumerate(words(identity)):
        result ^= mix(word ^ ((key + (number + 1) * STEP) & WORD))
    return mix(result)


def buckets(digest, count):
    return ((digest & 0xFFFFFFFF) * count) >> 32, ((digest >> 32) * count) >> 32
