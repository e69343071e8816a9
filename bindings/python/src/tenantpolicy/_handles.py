"""Between the library and Python: handles that are released, text, bytes, decisions."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Callable, ClassVar, Self

from ._errors import NotFound
from ._native import ffi, lib
from ._values import Code, Decision

OK = int(lib.TP_OK)
BUFFER = int(lib.TP_ERROR_BUFFER)
CODES = {int(code): code for code in Code}


class Held:
    """Something of the library that is given up at the end of a `with`, or by `close`."""

    __slots__ = ("_given",)

    _closed: ClassVar[str]
    """What is said to whom uses it after that."""
    _given: Any

    def close(self) -> None:
        """Gives it up. Closing twice is nothing."""
        self._given = None

    def __enter__(self) -> Self:
        self._handle  # what was closed is not entered
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def _handle(self) -> Any:
        if self._given is None:
            raise ValueError(self._closed)
        return self._given


def owned_bundle(pointer: Any) -> Any:
    """A bundle that is released with the last reference to what is returned."""
    return ffi.gc(pointer, lib.tp_bundle_release)


def name_bytes(name: str) -> bytes:
    """A name as the library takes it. What can be nobody's name is the empty one, which is nobody's either:
    a text that ends early must not stand for its beginning."""
    try:
        encoded = name.encode()
    except UnicodeEncodeError:
        return b""
    return b"" if b"\0" in encoded else encoded


def path_bytes(path: bytes) -> bytes:
    """A path as the library takes it."""
    if b"\0" in path:
        raise ValueError("a path holds no zero bytes")
    return path


def read_text(ask: Callable[[Any, int, Any], int]) -> str | None:
    """The text that a function writes to a buffer; `None` where there is none."""
    length = ffi.new("size_t *")
    capacity = 160
    while True:
        buffer = ffi.new("char[]", capacity)
        status = ask(buffer, capacity, length)
        if status == OK:
            return str(ffi.unpack(buffer, length[0]).decode())
        if status != BUFFER:
            return None
        capacity = length[0] + 1


def source_name(handle: Any, number: int) -> str | None:
    """The name of a source of a bundle."""
    return read_text(lambda *text: lib.tp_bundle_source(handle, number, *text))


def decision_of(handle: Any, decision: Any) -> Decision:
    """A `tp_decision` as a value of Python's."""
    is_placed = decision.source != 0xFFFF_FFFF
    return Decision(
        code=CODES[decision.code],
        source=source_name(handle, decision.source) if is_placed else None,
        line=int(decision.line) if is_placed else None,
        can_retry=bool(decision.can_retry),
        bundle=bytes(ffi.buffer(decision.bundle)),
    )


def decide(handle: Any, ask: Callable[[Any], int]) -> Decision:
    """The decision that a function writes, whatever it is."""
    decision = ffi.new("tp_decision *")
    status = ask(decision)
    if status == lib.TP_ERROR_ARGUMENT:
        raise ValueError("an argument makes no sense")
    if status == lib.TP_ERROR_NOT_FOUND:
        raise NotFound("there is no such thing in this bundle")
    return decision_of(handle, decision)
