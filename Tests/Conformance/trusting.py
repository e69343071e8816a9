"""What a runtime demands, and what is refused. The keys are made of seeds that everybody knows."""

import base64
import hashlib
import json
import pathlib
import re

from reader import ed25519
from reader.bundle import Bundle
from reader.layout import Refused
from reader.trust import Demands, open_trusted

PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs/trust.md"
BEGINS, ENDS = 1_767_225_600, 1_814_399_999  # of open.bundle


class Key:
    """A key of minisign, of a seed."""

    def __init__(self, name, identity=None):
        self.seed = hashlib.blake2b(name.encode(), digest_size=32).digest()
        self.identity = (identity or name[:1] * 8).encode()
        self.public = ed25519.public_key(self.seed)

    @property
    def text(self):
        return base64.b64encode(b"Ed" + self.identity + self.public).decode()

    def sign(self, data, mark=b"ED", comment="a comment"):
        """The file of a signature."""
        message = hashlib.blake2b(data, digest_size=64).digest() if mark == b"ED" else data
        signature = ed25519.sign(self.seed, message)
        signed = base64.b64encode(mark + self.identity + signature).decode()
        of_comment = ed25519.sign(self.seed, signature + comment.encode())
        return (
            f"untrusted comment: of a test\n{signed}\n"
            f"trusted comment: {comment}\n{base64.b64encode(of_comment).decode()}\n"
        )


FIRST, SECOND = Key("first"), Key("second")
IMPOSTOR = Key("impostor", identity="ffffffff")
"""Has the id of the first, and is another."""


def all_of(files):
    """Each vector: a bundle, the file of its signature or null, demands, and the reason or null."""
    vectors = [*signatures(files), *demands(files), *rollbacks(files)]
    return {
        "keys": {"first": FIRST.text, "second": SECOND.text, "impostor": IMPOSTOR.text},
        "trust": [judged(vector, files) for vector in vectors],
    }


def judged(vector, files):
    stated = vector["demands"]
    after = stated.get("after")
    demanded = Demands(
        keys=stated.get("keys"),
        proof=stated.get("proof"),
        minimum_epoch=stated.get("minimum_epoch", 0),
        after=None if after is None else (after["epoch"], bytes.fromhex(after["digest"])),
        at=stated.get("at"),
        platforms=stated.get("platforms"),
    )
    signature = vector["signature"]
    signature = None if signature is None else signature.encode()
    try:
        open_trusted(files[vector["bundle"]], signature, demanded)
    except Refused as refused:
        return {**vector, "reason": refused.reason}
    return {**vector, "reason": None}


def vector(what, bundle, signature, **demands):
    return {"what": what, "bundle": bundle, "signature": signature, "demands": demands}


def signatures(files):
    name = "gated.bundle"
    data = files[name]
    good = FIRST.sign(data)
    keys = [FIRST.text]
    first, signed, trusted, of_comment = good.splitlines()
    raw = base64.b64decode(signed)

    def file(*lines):
        return "".join(f"{line}\n" for line in lines)

    def marked(mark):
        return file(first, base64.b64encode(mark + raw[2:]).decode(), trusted, of_comment)

    both = {
        "of the digest": good,
        "of the bytes": FIRST.sign(data, b"Ed"),
        "by the second": SECOND.sign(data),
        "by an impostor": IMPOSTOR.sign(data),
        "of another bundle": FIRST.sign(files["open.bundle"]),
        "none": None,
        "an empty file": "",
        "no text": "no signature at all",
        "without its last line": file(first, signed, trusted),
        "with a line more": file(first, signed, trusted, of_comment, ""),
        "with a line more that says something": file(first, signed, trusted, of_comment, "x"),
        "with returns": good.replace("\n", "\r\n"),
        "without the last line break": good.rstrip("\n"),
        "of an unknown algorithm": marked(b"EX"),
        "of the other algorithm": marked(b"Ed"),
        "with another comment": file(first, signed, trusted + "!", of_comment),
        "without padding": file(first, signed.rstrip("="), trusted, of_comment),
        "with bits after its end": file(first, signed[:-2] + chr(ord(signed[-2]) + 1) + "=", trusted, of_comment),
        "with its comment's signature cut": file(first, signed, trusted, of_comment[:-4]),
        "without the words before": file(first[1:], signed, trusted, of_comment),
        "with too long a first line": file(first + "x" * 1000, signed, trusted, of_comment),
        "with a long comment": FIRST.sign(data, comment="c" * 8000),
        "with too long a comment": FIRST.sign(data, comment="c" * 8192),
    }
    for what, signature in both.items():
        yield vector(f"a signature {what}", name, signature, keys=keys)
    yield vector("two keys, the second", name, SECOND.sign(data), keys=[FIRST.text, SECOND.text])
    yield vector("two keys with one id", name, good, keys=[IMPOSTOR.text, FIRST.text])
    yield vector("no signature is demanded", name, None)


def demands(files):
    gated, opened = "gated.bundle", "open.bundle"
    certificate = Bundle(files[gated]).header.certificate.hex()
    for proof in ("verified", "certified", certificate, "00" * 31 + "01"):
        for name in (gated, opened, "pair.bundle"):
            yield vector(f"proof {proof[:9]}", name, None, proof=proof)
    for epoch in (7, 8):
        yield vector(f"the epoch {epoch}", gated, None, minimum_epoch=epoch)
    for second in (0, BEGINS - 1, BEGINS, ENDS, ENDS + 1):
        yield vector(f"the second {second}", opened, None, at=second)
    yield vector("a time of a bundle without an end", gated, None, at=ENDS)
    for platforms in (["first", "second"], ["second", "first"], ["first"], ["first", "second", "third"]):
        yield vector("platforms", "pair.bundle", None, platforms=platforms)
    yield vector("the first that is not met", opened, None, proof="verified", minimum_epoch=9, at=0)
    yield vector("an unsigned one is looked at no further", opened, None, keys=[FIRST.text], proof="verified")
    yield vector("epoch before time", opened, None, minimum_epoch=9, at=0)


def rollbacks(files):
    digest = Bundle(files["gated.bundle"]).digest.hex()
    other = Bundle(files["open.bundle"]).digest.hex()
    for epoch, active in ((6, other), (7, digest), (7, other), (8, digest)):
        after = {"epoch": epoch, "digest": active}
        yield vector(f"after the epoch {epoch}", "gated.bundle", None, after=after)


def require_every_reason(files):
    """Every reason of the page is that of some vector."""
    page = PAGE.read_text().split("| refused for |")[1].split("\n\n")[0]
    rows = [line.split("|")[-2] for line in page.splitlines() if line.endswith("` |")]
    known = {word for row in rows for word in re.findall(r"`([a-z-]+)`", row)}
    said = {vector["reason"] for vector in json.loads(files["trust.json"])["trust"]} - {None}
    assert len(known) == 16 and said == known, f"nothing is refused for {known ^ said}"
