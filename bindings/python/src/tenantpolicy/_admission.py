"""A run that was admitted, and what it may do."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ._errors import NotFound, PolicyError
from ._handles import decide, decision_of, name_bytes, read_text
from ._names import (
    Endpoint,
    Model,
    Plan,
    Platform,
    Region,
    ReviewerPool,
    Step,
    Tool,
    named,
)
from ._native import ffi, lib
from ._values import Burst, Context, Decision, Fallback, Priority, Promise, Rate, Route, Storage

Capability = Tool | Model | Storage

FIRST = -1
"""Asks for the first candidate."""


class Snapshot:
    """What a runtime knows at one moment: the same for every candidate that is tried before the next retry.

    `Admission.snapshot` makes one, which is good for every run of the same bundle.
    """

    __slots__ = ("_handle", "_latency", "_up", "_value")

    def __init__(
        self,
        handle: Any,
        now: int,
        up: Collection[Endpoint] | None,
        latency_ms: Mapping[Endpoint, int] | None,
    ) -> None:
        """Not for callers."""
        count = lib.tp_count(handle, lib.TP_ENDPOINT)
        self._handle = handle
        self._value = ffi.new("tp_snapshot *", {"now": now})
        self._up = self._latency = None
        if up is not None:
            self._up = ffi.new("uint64_t[]", count // 64 + 1)
            for endpoint in up:
                row = self._row(endpoint)
                self._up[row // 64] |= 1 << row % 64
            self._value.up = self._up
            self._value.up_words = len(self._up)
        if latency_ms is not None:
            self._latency = ffi.new("int64_t[]", [-1] * count)
            for endpoint, milliseconds in latency_ms.items():
                self._latency[self._row(endpoint)] = milliseconds
            self._value.latency_ms = self._latency
            self._value.latency_count = count

    @property
    def now(self) -> int:
        """The time, in seconds since 1970."""
        return int(self._value.now)

    def _row(self, endpoint: Endpoint) -> int:
        if endpoint._handle != self._handle:
            raise ValueError("the endpoint is of another bundle")
        return endpoint.number


class Admission:
    """A run that was admitted. It keeps its bundle, whatever is closed or swapped in meanwhile.

    `Bundle.admit` and `Bundle.decode` give one.
    """

    __slots__ = ("_handle", "_value")

    def __init__(self, handle: Any, value: Any) -> None:
        """Not for callers."""
        self._handle = handle
        self._value = value

    # ---- what it is of

    @property
    def platform(self) -> Platform:
        """The tenant's platform."""
        index = ffi.new("tp_index *")
        self._found(lib.tp_admission_platform(self._handle, self._value, index))
        return Platform(self._handle, index)

    @property
    def plan(self) -> Plan:
        """The plan that the run is of."""
        index = ffi.new("tp_index *")
        self._found(lib.tp_admission_plan(self._handle, self._value, index))
        return Plan(self._handle, index)

    @property
    def tenant_id(self) -> str:
        """The tenant's id."""
        return self._text(lib.TP_TENANT_ID) or ""

    @property
    def bundle_digest(self) -> bytes:
        """The digest of the bundle that it was admitted under."""
        digest = ffi.new("uint8_t[32]")
        lib.tp_bundle_digest(self._handle, digest)
        return bytes(ffi.buffer(digest))

    @property
    def context(self) -> Context:
        """The tenant's policy, field by field. Read anew at each call: keep it."""
        number = self._number
        share = number(lib.TP_SLA_SHARE_BASIS_POINTS)
        burst_to = number(lib.TP_BURST_TO)
        return Context(
            tenant_id=self.tenant_id,
            org_id=self._text(lib.TP_ORG_ID) or "",
            policy_tier=self._text(lib.TP_POLICY_TIER) or "",
            budget_class=self._text(lib.TP_BUDGET_CLASS),
            model_tier=self._text(lib.TP_MODEL_TIER),
            concurrency_cap=number(lib.TP_CONCURRENCY_CAP),
            weight=number(lib.TP_WEIGHT),
            guaranteed_slots=number(lib.TP_GUARANTEED_SLOTS),
            priority=Priority(number(lib.TP_PRIORITY)),
            per_workflow_micros=number(lib.TP_PER_WORKFLOW_MICROS),
            per_month_micros=number(lib.TP_PER_MONTH_MICROS),
            audit_retention_ms=number(lib.TP_AUDIT_RETENTION_MS),
            data_retention_ms=number(lib.TP_DATA_RETENTION_MS),
            promise=None if share < 0 else Promise(share, number(lib.TP_SLA_WITHIN_MS)),
            burst=None if burst_to == 0 else Burst(burst_to, number(lib.TP_BURST_FOR_MS)),
            rates=self._rates(),
        )

    def place(self, field: str) -> tuple[str, int] | None:
        """The source and the line that state a field of the policy, by its name in policies, such as
        ``"model_tier"``; `None` where nobody wrote it. Raises `NotFound` for what is no field."""
        decision = ffi.new("tp_decision *")
        name = name_bytes(field)
        self._found(lib.tp_field_place(self._handle, self._value, name, decision))
        place = decision_of(self._handle, decision)
        return None if place.source is None or place.line is None else (place.source, place.line)

    def encode(self) -> bytes:
        """Itself as bytes, for a checkpoint: `Bundle.decode` of the same bundle reads them. They are not
        signed: whoever can write checkpoints can start runs."""
        buffer = ffi.new("uint8_t[]", lib.TP_CONTEXT_MAX)
        length = ffi.new("size_t *")
        self._found(
            lib.tp_admission_encode(self._handle, self._value, buffer, len(buffer), length)
        )
        return bytes(ffi.unpack(buffer, length[0]))

    # ---- bit tests

    def permits(self, what: Tool | Region | Endpoint | Model) -> bool:
        """Whether the tenant may use a tool; whether its data may be processed in a region; whether anything
        is left that an endpoint or a model could be used for. False for what is of another bundle."""
        return bool(lib.tp_permits(self._handle, self._value, what._index[0]))

    def permits_storing(self, region: Region) -> bool:
        """Whether the tenant's data may be stored in a region."""
        return bool(lib.tp_permits_storing(self._handle, self._value, region._index[0]))

    def permits_logging(self, region: Region) -> bool:
        """Whether the tenant's data may be logged in a region."""
        return bool(lib.tp_permits_logging(self._handle, self._value, region._index[0]))

    # ---- routes

    def snapshot(
        self,
        now: int,
        *,
        up: Collection[Endpoint] | None = None,
        latency_ms: Mapping[Endpoint, int] | None = None,
    ) -> Snapshot:
        """What a runtime knows at one moment: the time in seconds since 1970, which endpoints are up (by default
        all), and how many milliseconds they took of late. A condition that asks for a latency that is not
        known does not hold."""
        return Snapshot(self._handle, now, up, latency_ms)

    def route(
        self,
        capability: Capability,
        label: int,
        snapshot: Snapshot,
        after: Route | int | None = None,
    ) -> Route:
        """The endpoint for a tool, a model or storage, and data of a label: the first candidate whose
        condition holds and which is up.

        When it fails, ask again with the same snapshot and `after` the route that was answered; for a retry,
        with a new snapshot and without `after`.
        """
        if snapshot._handle != self._handle:
            raise ValueError("the snapshot is of another bundle")
        position = after.position if isinstance(after, Route) else after
        if isinstance(after, Route) and position is None:
            raise ValueError("nothing comes after a route without an endpoint")
        route = ffi.new("tp_route *")
        status = lib.tp_route_next(
            self._handle,
            self._value,
            capability_of(capability)[0],
            label_bits(label),
            snapshot._value,
            FIRST if position is None else position,
            route,
        )
        if status not in (lib.TP_OK, lib.TP_ERROR_DENIED):
            raise ValueError("the position makes no sense")
        endpoint = named(self._handle, Endpoint, route.endpoint)
        permitted = status == lib.TP_OK
        return Route(
            endpoint=endpoint if permitted else None,
            forbidden=None if permitted else endpoint,
            position=None if route.position < 0 else int(route.position),
            fallback=Fallback(route.fallback),
            fallback_pool=named(self._handle, ReviewerPool, route.fallback_pool),
            decision=decision_of(self._handle, route.decision),
        )

    def permission(
        self, capability: Capability, endpoint: Endpoint, label: int, now: int
    ) -> Decision:
        """Whether the policy permits that an endpoint is shown data, whatever is up. `now` is in seconds
        since 1970."""
        what = capability_of(capability)[0]
        bits = label_bits(label)
        return decide(
            self._handle,
            lambda decision: lib.tp_permission(
                self._handle, self._value, what, endpoint._index[0], bits, now, decision
            ),
        )

    # ---- reviewers

    @property
    def reviewers(self) -> ReviewerPool | None:
        """The tenant's own reviewers."""
        index = ffi.new("tp_index *")
        if lib.tp_reviewers(self._handle, self._value, index) != lib.TP_OK:
            return None
        return ReviewerPool(self._handle, index)

    def review(self, label: int, pool: ReviewerPool | None = None) -> Decision:
        """Whether reviewers may be shown data; without `pool`, the tenant's own."""
        bits = label_bits(label)
        index = ffi.NULL if pool is None else pool._index
        return decide(
            self._handle,
            lambda decision: lib.tp_review(self._handle, self._value, index, bits, decision),
        )

    # ---- the monitor

    def monitor(
        self, step: Step, capability: Capability, endpoint: Endpoint, label: int, now: int
    ) -> Decision:
        """Whether something that the run does lies within what was proved of its plan. `step` is where the
        run is; for a checkpoint, the step that has ended. Stop the run where it does not."""
        what = capability_of(capability)[0]
        bits = label_bits(label)
        return decide(
            self._handle,
            lambda decision: lib.tp_monitor(
                self._handle,
                self._value,
                step._index[0],
                what,
                endpoint._index[0],
                bits,
                now,
                decision,
            ),
        )

    def monitor_review(
        self, step: Step, label: int, pool: ReviewerPool | None = None
    ) -> Decision:
        """The same of reviewers; without `pool`, the tenant's own."""
        bits = label_bits(label)
        index = ffi.NULL if pool is None else pool._index
        return decide(
            self._handle,
            lambda decision: lib.tp_monitor_review(
                self._handle, self._value, step._index[0], index, bits, decision
            ),
        )

    def __repr__(self) -> str:
        return f"<Admission of {self.tenant_id!r} to {self.plan.name!r}>"

    # ---- reading

    def _found(self, status: int) -> None:
        if status == lib.TP_ERROR_NOT_FOUND:
            raise NotFound("there is no such thing in this bundle")
        if status != lib.TP_OK:
            raise PolicyError(f"the library answers with status {status}")

    def _text(self, field: int) -> str | None:
        return read_text(lambda *text: lib.tp_text(self._handle, self._value, field, *text)) or None

    def _number(self, field: int) -> int:
        value = ffi.new("int64_t *")
        self._found(lib.tp_number(self._handle, self._value, field, value))
        return int(value[0])

    def _rates(self) -> tuple[Rate, ...]:
        count = ffi.new("size_t *")
        lib.tp_rates(self._handle, self._value, ffi.NULL, 0, count)
        rates = ffi.new("tp_rate[]", count[0])
        if count[0] > 0:
            self._found(lib.tp_rates(self._handle, self._value, rates, count[0], count))
        return tuple(
            Rate(
                Tool(self._handle, ffi.new("tp_index *", rate.tool)),
                int(rate.calls),
                int(rate.window_ms),
                bool(rate.is_sliding),
            )
            for rate in rates
        )



def capability_of(what: Capability) -> Any:
    """A `tp_capability *`."""
    capability = ffi.new("tp_capability *")
    if isinstance(what, Storage):
        capability.storage = what
    elif isinstance(what, (Tool, Model)):
        capability.callee = what._index[0]
    else:
        raise TypeError("a capability is a Tool, a Model or a Storage")
    return capability


def label_bits(label: int) -> int:
    """A label; `ValueError` for what is none."""
    if not 0 <= label < 1 << 64:
        raise ValueError("a label is 64 bits")
    return label
