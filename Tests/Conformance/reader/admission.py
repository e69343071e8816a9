"""Admission, the tenant's policy, and contexts in checkpoints."""

from typing import NamedTuple

from .layout import blake2b_256

CONTEXT_MAGIC = b"TPCTX001"
CONTEXT_FIXED = 42 + 32
CONTEXT_LONGEST = 512

STORAGE = {"checkpoint": 1, "state": 2, "audit": 4, "trace": 8, "queue": 16}

FIELDS = {  # by the name in policies: the id of the field
    "budget_class": 1,
    "data_residency": 2,
    "denied_tools": 4,
    "model_tier": 5,
    "concurrency_cap": 6,
    "reviewer_pool": 7,
    "audit_retention": 8,
    "data_retention": 9,
    "rate_limits": 10,
    "per_workflow": 11,
    "per_month": 12,
    "weight": 13,
    "guaranteed_slots": 14,
    "priority": 15,
    "sla": 16,
    "burst": 17,
}


def column(field, part=0):
    """The id of a column of a field in `classes`."""
    return 16 + 4 * FIELDS[field] + part


class Decision(NamedTuple):
    """Why, and the source and line that say so, if any does."""

    code: str
    place: tuple[int, int] | None = None


class Denied(Exception):
    """A run that may not begin."""

    def __init__(self, decision):
        super().__init__(decision.code)
        self.decision = decision


class Admission(NamedTuple):
    """A run that was admitted: rows of the bundle's tables, and the tenant's ordinal."""

    bundle: object
    tenant: int
    policy: int
    platform: int
    plan: int
    rights: int


def admit(bundle, tenant, plan):
    """Admits a run by the id of the tenant, as bytes, and the name of the plan."""
    found = bundle.find(tenant)
    if found is None:
        raise Denied(Decision("unknownTenant"))
    policy, ordinal = found
    declared = bundle.declaration(ordinal)
    classes = bundle.table("classes")
    platform = classes.index(policy, 0)
    plans = bundle.table("plans")
    row = plans.find(plan, platform) if plans else None
    if row is None or platform is None:
        raise Denied(Decision("unknownPlan", declared))
    refused = plans.mask(row, 6) & ~classes.mask(policy, 1)
    if refused:
        tool = (refused & -refused).bit_length() - 1
        is_denied = classes.mask(policy, column("denied_tools")) >> tool & 1
        field = "denied_tools" if is_denied else "allowed_tools"
        raise Denied(Decision("toolNotPermitted", statement(bundle, ordinal, field)))
    return Admission(bundle, ordinal, policy, platform, row, classes.index(policy, 5))


def refused_tool(bundle, tenant, plan):
    """The name of the first tool that the plan names and the tenant may not use."""
    policy, _ = bundle.find(tenant)
    classes, plans = bundle.table("classes"), bundle.table("plans")
    row = plans.find(plan, classes.index(policy, 0))
    refused = plans.mask(row, 6) & ~classes.mask(policy, 1)
    return bundle.table("tools").name((refused & -refused).bit_length() - 1) if refused else None


def statement(bundle, ordinal, field):
    """The line that gives a field its value, or else that where the tenant's document begins."""
    number = bundle.field_number(field)
    stated = None if number is None else bundle.provenance(number, ordinal)
    return stated or bundle.declaration(ordinal)


def context(run):
    """The tenant's policy, field by field."""
    classes = run.bundle.table("classes")

    def name(field, table):
        row = classes.index(run.policy, column(field))
        return None if row is None else run.bundle.table(table).name(row)

    def number(field, part=0):
        return classes.integer(run.policy, column(field, part))

    def of(number_of_column, table):
        return run.bundle.table(table).name(classes.index(run.policy, number_of_column))

    return {
        "tenant_id": run.bundle.tenant_id(run.tenant).decode(),
        "org_id": of(3, "orgs"),
        "policy_tier": of(4, "policy_tiers"),
        "budget_class": name("budget_class", "budget_classes"),
        "model_tier": name("model_tier", "model_tiers"),
        "reviewer_pool": name("reviewer_pool", "reviewer_pools"),
        "concurrency_cap": number("concurrency_cap"),
        "weight": number("weight"),
        "guaranteed_slots": number("guaranteed_slots"),
        "priority": number("priority"),
        "per_workflow_micros": number("per_workflow"),
        "per_month_micros": number("per_month"),
        "audit_retention_ms": number("audit_retention"),
        "data_retention_ms": number("data_retention"),
        "sla_share_basis_points": number("sla"),
        "sla_within_ms": number("sla", 1),
        "burst_to": number("burst"),
        "burst_for_ms": number("burst", 1),
        "rates": rates(run),
    }


def rates(run):
    """Tool, calls, window in milliseconds, and whether it slides."""
    values = run.bundle.table("classes").list(run.policy, column("rate_limits"))
    tools = run.bundle.table("tools")
    return [
        [tools.name(values[at]), values[at + 1], values[at + 2], values[at + 3] == 1]
        for at in range(0, len(values), 4)
    ]


def permits(run, use, kind, name, platform=None):
    """A bit test: of a tool, a region (`use` is `use`, `store` or `log`), an endpoint or a model."""
    bundle = run.bundle
    of = run.platform if platform is None else bundle.table("platforms").find(platform)
    row = bundle.table(kind + "s").find(name, of)
    if row is None:
        return False
    classes, rights = bundle.table("classes"), bundle.table("rights")
    if kind == "tool":
        return bool(classes.mask(run.policy, 1) >> row & 1)
    if kind == "region":
        number = {"use": 2, "store": column("data_residency"), "log": column("data_residency", 1)}
        return bool(classes.mask(run.policy, number[use]) >> row & 1)
    if kind == "model":
        return bool(rights.mask(run.rights, 2) >> row & 1)
    is_left = rights.mask(run.rights, 1) >> row & 1
    return bool(is_left) and is_open(run, bundle.table("endpoints"), row, 10)


def is_open(run, table, row, dedicated_to):
    """Whether what may be dedicated to a tenant is open to this one."""
    owner = table.string(row, dedicated_to)
    return owner == "" or owner.encode() == run.bundle.tenant_id(run.tenant)


# ---- contexts


def encode(run):
    tenant = run.bundle.tenant_id(run.tenant)
    plan = run.bundle.table("plans").name(run.plan).encode()
    lengths = bytes([len(tenant), len(plan)])
    named = CONTEXT_MAGIC + run.bundle.digest + lengths + tenant + plan
    return named + blake2b_256(named)


def decode(bundle, data):
    """The run of an encoded context; raises `Denied`."""
    damaged = Denied(Decision("damagedContext"))
    if not CONTEXT_FIXED <= len(data) <= CONTEXT_LONGEST or data[:8] != CONTEXT_MAGIC:
        raise damaged
    end = 42 + data[40] + data[41]
    if len(data) != end + 32 or blake2b_256(data[:end]) != data[end:]:
        raise damaged
    if data[8:40] != bundle.digest:
        raise Denied(Decision("otherBundle"))
    tenant, plan = data[42 : 42 + data[40]], data[42 + data[40] : end]
    return admit(bundle, tenant, plan.decode("utf-8", "surrogateescape"))
