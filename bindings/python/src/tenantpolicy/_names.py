"""What a platform declares. Look names up once, not for each run: they are good as long as their bundle."""

from __future__ import annotations

from typing import Any, TypeVar

from ._errors import NotFound
from ._handles import name_bytes, read_text
from ._native import ffi, lib


class Named:
    """Something that a bundle declares. Equal to what has the same name in the same bundle."""

    __slots__ = ("_handle", "_index")
    _kind: int

    def __init__(self, handle: Any, index: Any) -> None:
        """Not for callers: ask a bundle, a platform or a plan."""
        self._handle = handle
        self._index = index

    @property
    def name(self) -> str:
        """Its name."""
        name = read_text(lambda *text: lib.tp_name(self._handle, self._index[0], *text))
        if name is None:
            raise NotFound("it has no name")
        return name

    @property
    def number(self) -> int:
        """The number of its row, which nothing else of its kind has in the bundle."""
        return int(self._index.row)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Named) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name!r}>"

    def _key(self) -> tuple[int, int, int]:
        return (self._index.kind, self._index.tag, self._index.row)


class Region(Named):
    """A region."""

    __slots__ = ()
    _kind = 1


class Tool(Named):
    """A tool."""

    __slots__ = ()
    _kind = 2


class Model(Named):
    """A model."""

    __slots__ = ()
    _kind = 3


class Endpoint(Named):
    """Where a tool or a model runs, or data is stored."""

    __slots__ = ()
    _kind = 4


class ReviewerPool(Named):
    """People who review."""

    __slots__ = ()
    _kind = 5


class Step(Named):
    """A step of a plan."""

    __slots__ = ()
    _kind = 7


class Plan(Named):
    """A plan that runs are of."""

    __slots__ = ()
    _kind = 6

    def step(self, name: str) -> Step:
        """The step with this name; raises `NotFound`."""
        return find(self._handle, Step, self._index[0], name)


class Platform(Named):
    """A platform: what it declares, by name. Each raises `NotFound` where there is no such thing."""

    __slots__ = ()
    _kind = 0

    def region(self, name: str) -> Region:
        """The region with this name."""
        return find(self._handle, Region, self._index[0], name)

    def tool(self, name: str) -> Tool:
        """The tool with this name."""
        return find(self._handle, Tool, self._index[0], name)

    def model(self, name: str) -> Model:
        """The model with this name."""
        return find(self._handle, Model, self._index[0], name)

    def endpoint(self, name: str) -> Endpoint:
        """The endpoint with this name."""
        return find(self._handle, Endpoint, self._index[0], name)

    def reviewer_pool(self, name: str) -> ReviewerPool:
        """The pool of reviewers with this name."""
        return find(self._handle, ReviewerPool, self._index[0], name)

    def plan(self, name: str) -> Plan:
        """The plan with this name."""
        return find(self._handle, Plan, self._index[0], name)

    def label(self, *data_classes: str) -> int:
        """The label of data that has these data classes: one bit for each. Data without one has the label 0.

        The label of two data together is that of one or that of the other: ``a | b``.
        """
        label = 0
        bits = ffi.new("uint64_t *")
        for name in data_classes:
            status = lib.tp_data_class(self._handle, self._index[0], name_bytes(name), bits)
            if status != lib.TP_OK:
                raise NotFound(f"there is no data class {name!r}")
            label |= int(bits[0])
        return label


Kind = TypeVar("Kind", bound=Named)


def find(handle: Any, kind: type[Kind], of: Any, name: str) -> Kind:
    """What has this name within `of`, a `tp_index`."""
    index = ffi.new("tp_index *")
    status = lib.tp_find(handle, kind._kind, of, name_bytes(name), index)
    if status != lib.TP_OK:
        raise NotFound(f"there is no {kind.__name__} {name!r}")
    return kind(handle, index)


def find_platform(handle: Any, name: str) -> Platform:
    """The platform with this name."""
    index = ffi.new("tp_index *")
    if lib.tp_platform(handle, name_bytes(name), index) != lib.TP_OK:
        raise NotFound(f"there is no Platform {name!r}")
    return Platform(handle, index)


def named(handle: Any, kind: type[Kind], index: Any) -> Kind | None:
    """An index that was answered, as a value of its own; `None` for that of nothing."""
    if index.row == 0xFFFF_FFFF:
        return None
    return kind(handle, ffi.new("tp_index *", index))
