"""What a runtime demands: docs/trust.md, and the files of minisign as docs/reader.md has them."""

import base64
import hashlib
from typing import NamedTuple

from .bundle import Bundle
from .ed25519 import verify
from .layout import Refused

LONGEST_FILE = 16384
UNTRUSTED, TRUSTED = b"untrusted comment: ", b"trusted comment: "
LONGEST_COMMENTS = {UNTRUSTED: 1024, TRUSTED: 8192}


class Demands(NamedTuple):
    """`keys` are in base64; `None` demands no signature. `proof` is a digest or a word."""

    keys: list | None = None
    proof: str | None = None
    minimum_epoch: int = 0
    after: tuple | None = None
    at: int | None = None
    platforms: list | None = None


def open_trusted(data, signature, demands):
    """The bundle; raises `Refused` with the demand that is not met."""

    def demand(bundle):
        if demands.keys is not None:
            check_signature(bundle.data.data, signature, demands.keys)
        check_header(bundle, demands)

    bundle = Bundle(data, demand)
    if demands.platforms is not None and set(demands.platforms) != set(bundle.platforms()):
        raise Refused("other-platforms")
    return bundle


def check_header(bundle, demands):
    header = bundle.header
    if demands.proof is not None:
        check_proof(header, demands.proof)
    if header.epoch < demands.minimum_epoch:
        raise Refused("epoch")
    if demands.after is not None:
        epoch, digest = demands.after
        if header.epoch < epoch:
            raise Refused("rollback")
        if header.epoch == epoch and bundle.digest != digest:
            raise Refused("epoch-reused")
    if demands.at is not None:
        check_time(header, demands.at)


def check_proof(header, proof):
    if not header.is_verified:
        raise Refused("unproved")
    if proof == "verified":
        return
    if header.certificate == bytes(32):
        raise Refused("uncertified")
    if proof != "certified" and header.certificate != bytes.fromhex(proof):
        raise Refused("other-certificate")


def check_time(header, second):
    if header.not_after == 0:
        raise Refused("endless")
    if second < header.not_before:
        raise Refused("early")
    if second > header.not_after:
        raise Refused("expired")


def check_signature(data, file, keys):
    """Whether the file of four lines is a signature of the bytes by one of the keys."""
    if file is None:
        raise Refused("unsigned")
    lines = lines_of(file)
    signed, of_comment = decoded(lines[1], 74), decoded(lines[3], 64)
    algorithm, identity, signature = signed[:2], signed[2:10], signed[10:]
    if algorithm not in (b"Ed", b"ED"):
        raise Refused("signature-algorithm")
    named = [key[10:] for key in map(base64.b64decode, keys) if key[2:10] == identity]
    if not named:
        raise Refused("unknown-signer")
    message = data if algorithm == b"Ed" else hashlib.blake2b(data, digest_size=64).digest()
    signers = [key for key in named if verify(key, message, signature)]
    if not signers:
        raise Refused("signature")
    if not verify(signers[0], signature + lines[2][len(TRUSTED) :], of_comment):
        raise Refused("trusted-comment")


def lines_of(file):
    lines = [line.removesuffix(b"\r") for line in file.split(b"\n")]
    if lines[-1] == b"":
        lines.pop()
    fits = len(file) <= LONGEST_FILE and len(lines) == 4 and b"\0" not in file
    fits = fits and all(
        line.startswith(mark) and len(line) <= LONGEST_COMMENTS[mark]
        for line, mark in ((lines[0], UNTRUSTED), (lines[2], TRUSTED))
    )
    if not fits:
        raise Refused("signature-form")
    return lines


def decoded(line, length):
    """Base64 with padding, one text for each sequence of bytes and no other."""
    try:
        data = base64.b64decode(line, validate=True)
    except ValueError:
        raise Refused("signature-form") from None
    if len(data) != length or base64.b64encode(data) != line:
        raise Refused("signature-form")
    return data
