"""What a runtime demands of a bundle: docs/trust.md."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ._native import ffi, lib


class Proof(enum.IntEnum):
    """What must have been proved of the plans."""

    NOT_DEMANDED = 0
    VERIFIED = 1
    """Whoever built the bundle proved them."""
    CERTIFIED = 2
    """The same, and the bundle names a certificate."""


class Now(enum.Enum):
    """The bundle must hold whenever it is looked at, by the clock of the system."""

    NOW = "now"


class Unsigned(enum.Enum):
    """No signature is demanded: for tools, and for places that nobody else can write to."""

    UNSIGNED = "unsigned"


NOW = Now.NOW
UNSIGNED = Unsigned.UNSIGNED


@dataclass(frozen=True, slots=True)
class Demands:
    """What a runtime demands of a bundle. It must be said whose signature is good, or that none is demanded."""

    public_keys: str | Unsigned
    """The text of a file of public keys of minisign, any of which is good, or one key in base64; or
    `UNSIGNED`."""
    proof: Proof | bytes = Proof.NOT_DEMANDED
    """What must have been proved; or the digest of the certificate that it must name, 32 bytes."""
    minimum_epoch: int = 0
    time: Now | int | None = None
    """When it must hold: `NOW`, a second since 1970, or `None` where that is not demanded. A bundle that states
    no end does not meet such a demand."""
    platforms: Sequence[str] | None = None
    """The platforms that it must be of, and no other; `None` where any will do."""

    @contextmanager
    def as_structure(self) -> Iterator[Any]:
        """As a `tp_demands *`, which holds as long as the block lasts."""
        structure = ffi.new("tp_demands *")
        texts = []
        if isinstance(self.public_keys, Unsigned):
            structure.without_signature = 1
        else:
            texts.append(c_text(self.public_keys))
            structure.public_keys = texts[-1]
        if isinstance(self.proof, bytes):
            if len(self.proof) != 32:
                raise ValueError("the digest of a certificate has 32 bytes")
            structure.proof = lib.TP_PROOF_CERTIFICATE
            structure.certificate = self.proof
        else:
            structure.proof = self.proof
        structure.minimum_epoch = self.minimum_epoch
        if isinstance(self.time, Now):
            structure.time = lib.TP_TIME_NOW
        elif self.time is not None:
            structure.time = lib.TP_TIME_AT
            structure.at = self.time
        if self.platforms is not None:
            texts.append(c_text(platform_list(self.platforms)))
            structure.platforms = texts[-1]
        yield structure


def platform_list(names: Sequence[str]) -> str:
    """Names with commas between them."""
    if isinstance(names, str) or not names or any(not name or "," in name for name in names):
        raise ValueError("platforms are a sequence of names")
    return ",".join(names)


def c_text(text: str) -> Any:
    """A text that ends with a zero byte, as a `char[]`."""
    if "\0" in text:
        raise ValueError("a text holds no zero bytes")
    return ffi.new("char[]", text.encode())
