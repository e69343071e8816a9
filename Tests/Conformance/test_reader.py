"""The reader that was written from the pages: against the numbers of the pages and of RFC 8032, and the vectors."""

import hashlib
import json
import pathlib
import re
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from answers import answer
from reader import ed25519
from reader.bundle import Bundle
from reader.layout import Refused
from reader.lookup import buckets, tenant_hash
from refusals import changed
from trusting import judged

VECTORS = HERE / "vectors"
PAGE = (HERE / "../../grammar/bundle-format.md").read_text()


def files():
    return {path.name: path.read_bytes() for path in VECTORS.iterdir()}


def read(name):
    return json.loads((VECTORS / name).read_text())


def test_hashes_of_the_page():
    rows = re.findall(
        r"^\| (\d+) \| `(.+?)`(, 128 times)? \| (0x[0-9A-F]+) \| (\d+), (\d+) \|$", PAGE, re.MULTILINE
    )
    assert len(rows) == 7
    for seed, text, is_long, wanted, first, second in rows:
        identity = text.encode() * (128 if is_long else 1)
        found = tenant_hash(identity, int(seed))
        assert found == int(wanted, 16)
        assert buckets(found, 1000) == (int(first), int(second))


@pytest.mark.parametrize(
    ("seed", "public", "message", "signature"),
    [  # RFC 8032, section 7.1
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
    ],
)
def test_signatures_of_the_rfc(seed, public, message, signature):
    seed, public, message, signature = map(bytes.fromhex, (seed, public, message, signature))
    assert ed25519.public_key(seed) == public
    assert ed25519.sign(seed, message) == signature
    assert ed25519.verify(public, message, signature)
    assert not ed25519.verify(public, message + b"x", signature)
    for bit in (0, 255, 256, 511):
        wrong = bytearray(signature)
        wrong[bit // 8] ^= 1 << bit % 8
        assert not ed25519.verify(public, message, bytes(wrong))


@pytest.mark.parametrize("name", ["gated", "open", "pair"])
def test_questions(name):
    bundle = Bundle((VECTORS / f"{name}.bundle").read_bytes())
    for question in read(f"{name}.json")["questions"]:
        assert answer(bundle, question) == question["answer"], question


def test_refusals():
    known = files()
    for vector in read("refused.json")["refused"]:
        with pytest.raises(Refused) as raised:
            Bundle(changed(known[vector["bundle"]], vector))
        assert raised.value.reason == vector["reason"], vector


def test_trust():
    known = files()
    for vector in read("trust.json")["trust"]:
        assert judged(vector, known) == vector


def test_every_bit_and_every_length_is_refused():
    data = (VECTORS / "open.bundle").read_bytes()
    for bit in range(0, 8 * len(data), 101):
        changed_bit = bytearray(data)
        changed_bit[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Refused):
            Bundle(bytes(changed_bit))
    for length in range(0, len(data), 53):
        with pytest.raises(Refused):
            Bundle(data[:length])


def test_whatever_the_bytes_say_is_refused_or_read():
    """Words of a bundle with the digest made anew: nothing but `Refused` is raised."""
    data = (VECTORS / "open.bundle").read_bytes()
    refused = 0
    for offset in range(0, len(data) - 32, 4 * 13):
        for word in (b"\0" * 4, b"\xff" * 4, b"\x01\0\0\x80"):
            changed_word = bytearray(data)
            changed_word[offset : offset + 4] = word
            changed_word[-32:] = hashlib.blake2b(changed_word[:-32], digest_size=32).digest()
            try:
                Bundle(bytes(changed_word))
            except Refused:
                refused += 1
    assert refused > 100
