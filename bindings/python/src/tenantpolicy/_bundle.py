"""Opening bundles, and admitting runs."""

from __future__ import annotations

import os
from functools import partial
from typing import Any, Self

from ._admission import Admission
from ._errors import Denied, raise_for
from ._handles import Held, decide, decision_of, name_bytes, owned_bundle, path_bytes, source_name
from ._names import Plan, Platform, Tool, find_platform
from ._native import ffi, lib
from ._trust import Demands
from ._values import Decision

_admit = lib.tpy_admit
_new = ffi.new
_NULL = ffi.NULL
_RUN = ffi.typeof("tp_admission *")


class Bundle(Held):
    """A bundle of policies. It never changes: any number of threads may use one at once.

    A context manager, which gives up its memory at the end; admissions go on with it all the same.
    """

    __slots__ = ()
    _closed = "the bundle is closed"

    def __init__(self, handle: Any) -> None:
        """Not for callers: `open`, `open_trusted`, `from_bytes`, `FollowedBundle.current`."""
        self._given = handle

    # ---- opening

    @classmethod
    def open(cls, path: str | os.PathLike[str], *, in_place: bool = False) -> Self:
        """Opens a bundle: a copy of the file, after all of it was checked.

        `in_place` uses the file where it lies, in a time that does not depend on its size, and checks only its
        header. Such a file must never change: for stores whose files are only ever replaced.

        Raises `BundleFileError` or `BundleRefused`. Nobody's signature is looked at: see `open_trusted`.
        """
        mode = lib.TP_OPEN_IN_PLACE if in_place else lib.TP_OPEN_COPY
        name = path_bytes(os.fsencode(path))
        return cls._opened(lambda *out: lib.tp_bundle_open(name, mode, *out), "open")

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Opens a copy of a bundle in memory. Raises `BundleRefused`."""
        return cls._opened(
            lambda *out: lib.tp_bundle_open_bytes(data, len(data), *out), "from_bytes"
        )

    @classmethod
    def open_trusted(
        cls,
        path: str | os.PathLike[str],
        demands: Demands,
        *,
        signature: str | os.PathLike[str] | None = None,
    ) -> Self:
        """Opens a copy of a bundle that meets the demands. `signature` is the file of its signature, by default
        the path with ``.minisig`` behind it.

        Raises `BundleFileError`, or `BundleRefused` with the demand that is not met as its `reason`.
        """
        name = path_bytes(os.fsencode(path))
        beside = _NULL if signature is None else path_bytes(os.fsencode(signature))
        with demands.as_structure() as structure:
            return cls._opened(
                lambda *out: lib.tp_bundle_open_trusted(name, beside, structure, *out),
                "open_trusted",
            )

    @classmethod
    def _opened(cls, call: Any, what: str) -> Self:
        bundle = _new("tp_bundle **")
        error = _new("tp_error *")
        raise_for(call(bundle, error), error, what)
        return cls(owned_bundle(bundle[0]))

    # ---- closing

    def close(self) -> None:
        """Gives the bundle up. Its admissions go on with it. Closing twice is nothing."""
        self._given = None

    @property
    def closed(self) -> bool:
        """Whether it was closed."""
        return self._given is None

    # ---- what it is

    @property
    def digest(self) -> bytes:
        """What tells it from every other bundle: 32 bytes."""
        digest = _new("uint8_t[32]")
        lib.tp_bundle_digest(self._handle, digest)
        return bytes(ffi.buffer(digest))

    @property
    def is_verified(self) -> bool:
        """Whether every plan of it was proved before it was written."""
        return bool(lib.tp_bundle_is_verified(self._handle))

    @property
    def epoch(self) -> int:
        """Which of several bundles is the newer one; 0 where none is stated."""
        return int(lib.tp_bundle_epoch(self._handle))

    @property
    def not_before(self) -> int | None:
        """The first second at which it holds, since 1970-01-01T00:00:00Z; `None` for any."""
        return int(lib.tp_bundle_not_before(self._handle)) or None

    @property
    def not_after(self) -> int | None:
        """The last second at which it holds, since 1970-01-01T00:00:00Z; `None` for no end."""
        return int(lib.tp_bundle_not_after(self._handle)) or None

    @property
    def tenant_count(self) -> int:
        """How many tenants it has."""
        return int(lib.tp_bundle_tenant_count(self._handle))

    @property
    def sources(self) -> tuple[str, ...]:
        """The names of the sources that it was compiled from."""
        count = lib.tp_bundle_source_count(self._handle)
        return tuple(source_name(self._handle, number) or "" for number in range(count))

    def platform(self, name: str) -> Platform:
        """The platform with this name; raises `NotFound`."""
        return find_platform(self._handle, name)

    # ---- admission

    def admit(self, tenant: str | bytes, plan: Plan | str) -> Admission:
        """Admits a run of a plan for a tenant: the tenant is known, the plan is one of its platform, and the
        tenant may use every tool that the plan names. Raises `Denied`.

        A plan that was looked up once (`Platform.plan`) is the fast way; a name is looked up each time.
        """
        if type(plan) is not Plan:
            return self._admit_by_name(tenant, plan)  # type: ignore[arg-type]
        handle = self._given or self._handle
        run = _new(_RUN)
        identity = tenant if type(tenant) is bytes else tenant_bytes(tenant)
        if _admit(handle, identity, len(identity), plan._index, run) == 0:
            return Admission(handle, run)
        raise Denied(partial(_refusal, handle, identity, plan._index[0]))

    def refused_tool(self, tenant: str | bytes, plan: Plan) -> Tool | None:
        """The tool for which a run would be refused; `None` if there is none."""
        index = _new("tp_index *")
        identity = tenant_bytes(tenant)
        status = lib.tp_refused_tool(
            self._handle, identity, len(identity), plan._index[0], index
        )
        return Tool(self._handle, index) if status == lib.TP_OK else None

    def decode(self, context: bytes) -> Admission:
        """Reads an admission back that `Admission.encode` wrote, of this bundle. Raises `Denied`, with
        `Code.DAMAGED_CONTEXT` or `Code.OTHER_BUNDLE`."""
        run = _new("tp_admission *")
        decision = _new("tp_decision *")
        handle = self._handle
        status = lib.tp_admission_decode(handle, context, len(context), run, decision)
        if status != lib.TP_OK:
            raise Denied(decision_of(handle, decision))
        return Admission(handle, run)

    def __repr__(self) -> str:
        if self._given is None:
            return "<Bundle, closed>"
        return f"<Bundle {self.digest.hex()[:16]} with {self.tenant_count} tenants>"

    def _admit_by_name(self, tenant: str | bytes, plan: str) -> Admission:
        if not isinstance(plan, str):
            raise TypeError("a plan is a Plan or the name of one")
        handle = self._handle
        run = _new("tp_admission *")
        decision = _new("tp_decision *")
        identity = tenant_bytes(tenant)
        if b"\0" in identity:
            identity = b""  # no tenant has such an id, and none has an empty one
        status = lib.tp_admit_names(handle, identity, name_bytes(plan), run, decision)
        if status == lib.TP_OK:
            return Admission(handle, run)
        raise Denied(decision_of(handle, decision))


def _refusal(handle: Any, identity: bytes, plan: Any) -> Decision:
    """Why a run is not admitted."""
    return decide(
        handle,
        lambda decision: lib.tp_admit(
            handle, identity, len(identity), plan, _new(_RUN), decision
        ),
    )


def tenant_bytes(tenant: str | bytes) -> bytes:
    """An id as the bytes that are looked up: never folded or normalised."""
    if isinstance(tenant, str):
        return tenant.encode("utf-8", "surrogatepass")
    if isinstance(tenant, bytes):
        return tenant
    raise TypeError("the id of a tenant is str or bytes")
