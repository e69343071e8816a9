"""Plain values: decisions, routes, and a tenant's policy field by field."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ._native import ffi, lib

if TYPE_CHECKING:
    from ._names import Endpoint, ReviewerPool, Tool


class Code(enum.IntEnum):
    """The reasons for a decision, with numbers that are stable. docs/admission.md says what each means."""

    PERMITTED = 0
    TOOL_NOT_PERMITTED = 1
    REGION_NOT_PERMITTED = 2
    OTHER_BUNDLE = 3
    UNKNOWN_TENANT = 4
    UNKNOWN_PLAN = 5
    UNKNOWN_NAME = 6
    STORING_NOT_PERMITTED = 7
    LOGGING_NOT_PERMITTED = 8
    MODEL_TIER_NOT_PERMITTED = 9
    RETAINS_TOO_LONG = 10
    RETAINS_TOO_SHORT = 11
    DEDICATED_TO_ANOTHER = 12
    REVIEWERS_ELSEWHERE = 13
    CLEARANCE_MISSING = 14
    NO_REVIEWERS = 15
    NO_CANDIDATE = 16
    CONDITIONS_NOT_MET = 17
    UNAVAILABLE = 18
    NOT_PROVED = 19
    NOT_ASKED_HERE = 20
    LABEL_NOT_REACHED = 21
    NOT_A_CANDIDATE = 22
    DAMAGED_CONTEXT = 23

    @property
    def word(self) -> str:
        """As a word for logs, such as ``"toolNotPermitted"``: the same in every language."""
        return str(ffi.string(lib.tp_code_name(self)).decode())

    @property
    def text(self) -> str:
        """In words, such as ``"the tenant may not use the tool"``."""
        return str(ffi.string(lib.tp_code_text(self)).decode())

    @property
    def can_retry(self) -> bool:
        """Whether the same bundle can answer the same question otherwise later."""
        return bool(lib.tp_code_can_retry(self))


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, and why. True exactly where the answer is yes."""

    code: Code
    """The reason."""
    source: str | None
    """The source that says so, and the line in it, from 1; `None` where nothing written says so."""
    line: int | None
    can_retry: bool
    """Whether the same bundle can answer the same question otherwise later."""
    bundle: bytes
    """The digest of the bundle that decided."""

    def __bool__(self) -> bool:
        return self.code is Code.PERMITTED

    def __str__(self) -> str:
        place = "" if self.source is None else f" ({self.source}:{self.line})"
        return f"{self.code.text}{place}"


class Fallback(enum.IntEnum):
    """What becomes of a step for which no endpoint is left."""

    HOLD = 0
    QUEUE = 1
    FAIL = 2
    REVIEW = 3


class Storage(enum.IntEnum):
    """Storage that the control plane itself needs."""

    CHECKPOINT = 1
    STATE = 2
    AUDIT = 4
    TRACE = 8
    QUEUE = 16


class Priority(enum.IntEnum):
    """The highest priority that a tenant's runs may ask for."""

    BACKGROUND = 0
    NORMAL = 1
    URGENT = 2


@dataclass(frozen=True, slots=True)
class Route:
    """The endpoint to try, or what becomes of the step without one. True exactly where there is one."""

    endpoint: Endpoint | None
    """The endpoint to try; `None` where none is left, and where the one whose turn it is may not be used."""
    forbidden: Endpoint | None
    """An endpoint whose turn it is on a platform without a gate, and that the policy forbids: never of a
    plan that was proved. Do not use it: stop the run."""
    position: int | None
    """The candidate's position, to ask for the next one with."""
    fallback: Fallback
    """What becomes of the step where none is left."""
    fallback_pool: ReviewerPool | None
    """For `Fallback.REVIEW`: the reviewers; `None` for the tenant's own."""
    decision: Decision

    def __bool__(self) -> bool:
        return self.endpoint is not None


@dataclass(frozen=True, slots=True)
class Rate:
    """How many calls a tool may get from the tenant in a window."""

    tool: Tool
    calls: int
    window_ms: int
    is_sliding: bool
    """Whether the window is any stretch of that length."""


@dataclass(frozen=True, slots=True)
class Promise:
    """The share of runs that end in time, in hundredths of a percent, and that time in milliseconds."""

    share_basis_points: int
    within_ms: int


@dataclass(frozen=True, slots=True)
class Burst:
    """How many workflows may run at once for a while, and that while in milliseconds."""

    to: int
    for_ms: int


@dataclass(frozen=True, slots=True)
class Context:
    """The tenant's policy, field by field. Limits are stated here; to count against them is the runtime's.

    Amounts are millionths of the platform's currency, times are milliseconds.
    """

    tenant_id: str
    org_id: str
    policy_tier: str
    budget_class: str | None
    """`None` where none is stated."""
    model_tier: str | None
    """The highest tier of models; `None` where no model may be used."""
    concurrency_cap: int
    """Workflows at once."""
    weight: int
    """Share of the worker pool."""
    guaranteed_slots: int
    priority: Priority
    per_workflow_micros: int
    per_month_micros: int
    audit_retention_ms: int
    """Least for which the audit log is kept."""
    data_retention_ms: int
    """Most for which an endpoint may keep data."""
    promise: Promise | None
    """`None` for best effort."""
    burst: Burst | None
    """`None` where the cap may not be exceeded."""
    rates: tuple[Rate, ...]
