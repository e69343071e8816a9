"""A bundle that is replaced over time, under running readers."""

from __future__ import annotations

import enum
import os
from dataclasses import dataclass
from typing import Any

from ._bundle import Bundle
from ._errors import BundleFileError, BundleRefused, PolicyError, words
from ._handles import Held, owned_bundle, path_bytes
from ._native import ffi, lib
from ._trust import Demands


class Memory(enum.IntEnum):
    """What is remembered of bundles that were active before."""

    NOT_KEPT = 0
    KEPT = 1
    LOST = 2
    """There was no file: the first start, or it was lost."""
    DAMAGED = 3
    """There was one that made no sense."""
    NOT_WRITTEN = 4
    """The file cannot be written."""


@dataclass(frozen=True, slots=True)
class FollowStatus:
    """What became of a file that is followed."""

    is_sound: bool
    """Whether what the file holds is what holds, and nothing is to be looked into: what to alarm on."""
    bundle: bytes | None
    """The digest of the bundle that holds; `None` where none does: nothing is permitted."""
    epoch: int | None
    memory: Memory
    activations: int
    """How often another bundle took the place of the one before."""
    refusals: int
    """How often the file was read and refused."""
    refusal: PolicyError | None
    """Why the file is not what holds, as `Bundle.open_trusted` would raise it; `None` where it is."""
    text: str
    """One line for people."""


class FollowedBundle(Held):
    """The bundle at a path, as it is replaced over time. Any number of threads may use one at once.

    A bad new bundle changes nothing: the last good one stays, and `status` says why. A context manager,
    which follows no more at the end; bundles and admissions that were given out stay.

    `interval_ms` looks at the file every so often by a thread of the library; with 0, only now and at
    `refresh`. `state` is the file in which it is remembered which bundle was active, so that no older one
    is accepted. A process that forks has to follow anew in the child.
    """

    __slots__ = ()
    _closed = "the file is followed no more"

    def __init__(
        self,
        path: str | os.PathLike[str],
        demands: Demands,
        *,
        signature: str | os.PathLike[str] | None = None,
        state: str | os.PathLike[str] | None = None,
        interval_ms: int = 0,
    ) -> None:
        """Looks at the file at once. That it is bad or missing is no error: `status` says so."""
        place = ffi.new("tp_followed **")
        with demands.as_structure() as structure:
            result = lib.tp_follow(
                path_bytes(os.fsencode(path)),
                ffi.NULL if signature is None else path_bytes(os.fsencode(signature)),
                ffi.NULL if state is None else path_bytes(os.fsencode(state)),
                structure,
                interval_ms,
                place,
            )
        if result == lib.TP_ERROR_ARGUMENT:
            raise ValueError("a demand makes no sense")
        if result != lib.TP_OK:
            raise PolicyError("no thread could be started")
        self._given = ffi.gc(place[0], lib.tp_followed_release)

    @property
    def current(self) -> Bundle | None:
        """The bundle that holds now; `None` for none: nothing is permitted. Never waits for another thread."""
        bundle = lib.tp_followed_current(self._handle)
        return None if bundle == ffi.NULL else Bundle(owned_bundle(bundle))

    def refresh(self) -> None:
        """Looks at the file now, on this thread."""
        lib.tp_followed_refresh(self._handle)

    @property
    def status(self) -> FollowStatus:
        """What became of the file."""
        status = ffi.new("tp_follow_status *")
        lib.tp_followed_status(self._handle, status)
        is_active = bool(status.is_active)
        return FollowStatus(
            is_sound=bool(status.is_sound),
            bundle=bytes(ffi.buffer(status.bundle)) if is_active else None,
            epoch=int(status.epoch) if is_active else None,
            memory=Memory(status.memory),
            activations=int(status.activations),
            refusals=int(status.refusals),
            refusal=refusal_of(status.refusal),
            text=words(status.text),
        )

    def close(self) -> None:
        """Follows no more; a call of another thread that goes on is the last. Closing twice is nothing."""
        self._given = None


def refusal_of(error: Any) -> PolicyError | None:
    """A `tp_error` as what would be raised."""
    text = words(error.text)
    if not text:
        return None
    reason = words(error.reason)
    if not reason:
        return BundleFileError(text)
    return BundleRefused(text, reason, None if error.offset < 0 else int(error.offset))
