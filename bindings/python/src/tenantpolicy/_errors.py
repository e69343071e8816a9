"""What goes wrong, as exceptions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ._native import ffi, lib

if TYPE_CHECKING:
    from ._values import Decision


class PolicyError(Exception):
    """Anything that this package raises beside `ValueError` and `TypeError`."""


class BundleFileError(PolicyError, OSError):
    """A file could not be read."""


class BundleRefused(PolicyError):
    """The bytes are not a bundle that can be trusted, or it does not meet what is demanded.

    `reason` is a stable word, such as ``"digest"`` or ``"unsigned"``; `offset` is where in the bytes the
    trouble begins, `None` where that makes no sense.
    """

    def __init__(self, text: str, reason: str, offset: int | None) -> None:
        super().__init__(text)
        self.reason = reason
        self.offset = offset

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (str(self), self.reason, self.offset))


class Denied(PolicyError):
    """The answer is no; `decision` says why, where that is written, and whether asking again can help."""

    def __init__(self, decision: Decision | Callable[[], Decision]) -> None:
        super().__init__()
        self._decision = decision

    @property
    def decision(self) -> Decision:
        """The decision, which is worked out when it is first looked at: to refuse must not cost more than to
        admit."""
        if callable(self._decision):
            self._decision = self._decision()
        return self._decision

    def __str__(self) -> str:
        return str(self.decision)

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self.decision,))


class NotFound(PolicyError, LookupError):
    """There is nothing with that name or number."""


def raise_for(status: int, error: Any, what: str) -> None:
    """Raises what a status of opening a bundle stands for. `error` is a `tp_error *`."""
    if status == lib.TP_OK:
        return
    if status == lib.TP_ERROR_ARGUMENT:
        raise ValueError(f"{what}: an argument makes no sense")
    text = words(error.text) or what
    if status == lib.TP_ERROR_REFUSED:
        raise BundleRefused(text, words(error.reason), None if error.offset < 0 else int(error.offset))
    raise BundleFileError(text)


def words(characters: Any) -> str:
    """The text of an array of characters in a structure."""
    return str(ffi.string(characters).decode("utf-8", "replace"))
