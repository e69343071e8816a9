"""Reviewers, and whether what a run does lies within what was proved."""

from .admission import STORAGE, Decision, column, is_open, statement
from .routes import permission, place

REVIEW_STEP = 4
FALLS_BACK_TO_REVIEW = 3
REVIEW = 32


def review(run, label, pool=None):
    """Whether reviewers may be shown data: a pool by name, or the tenant's own."""
    bundle = run.bundle
    pools, platforms = bundle.table("reviewer_pools"), bundle.table("platforms")
    if pool is None:
        row = bundle.table("classes").index(run.policy, column("reviewer_pool"))
        if row is None:
            return Decision("noReviewers", statement(bundle, run.tenant, "reviewer_pool"))
    else:
        row = pools.find(pool, run.platform)
    if row is None or label >> platforms.integer(run.platform, 12):
        return Decision("unknownName")
    at = 3 * (row - platforms.integer(run.platform, 14))
    strange, is_strange_without, hidden = bundle.table("rights").list(run.rights, 3)[at : at + 3]
    if not is_open(run, pools, row, 4):
        return Decision("dedicatedToAnother", place(pools, row, 6, 8))
    if label & strange or label == 0 and is_strange_without:
        return Decision("reviewersElsewhere", statement(bundle, run.tenant, "data_residency"))
    code = "clearanceMissing" if label & hidden else "permitted"
    return Decision(code, place(pools, row, 6, 7))


def monitor(run, step, capability, endpoint, label, now):
    """Whether the use of an endpoint lies within the proof."""
    kind, name = capability
    number = STORAGE[name] if kind == "storage" else 0
    outside = leaves_proof(run, step, number, label, lambda row: asks_for(run, row, kind, name))
    return outside or permission(run, capability, endpoint, label, now)


def monitor_review(run, step, label, pool=None):
    """The same of reviewers."""

    def asks(row):
        pools = run.bundle.table("reviewer_pools")
        wanted = None if pool is None else pools.find(pool, run.platform)
        if run.bundle.table("steps").integer(row, 2) == REVIEW_STEP:
            return run.bundle.table("steps").index(row, 6) == wanted
        return any(
            routes.integer(route, 5) == FALLS_BACK_TO_REVIEW and routes.index(route, 6) == wanted
            for routes, route in routes_of(run, row)
        )

    return leaves_proof(run, step, REVIEW, label, asks) or review(run, label, pool)


def leaves_proof(run, step, number, label, asks):
    """Why an action is outside of the proof, whatever policy says; `None` where it is not."""
    steps = run.bundle.table("steps")
    row = steps.find(step, run.plan)
    if row is None:
        return Decision("unknownName")
    line = place(steps, row, 15, 16)
    if not asks(row):
        return Decision("notAskedHere", line)
    pairs = steps.list(row, 17)
    if not run.bundle.header.is_verified or not pairs:
        return Decision("notProved", line)
    labels = [pairs[at + 1] & 0xFFFFFFFFFFFFFFFF for at in range(0, len(pairs), 2) if pairs[at] == number]
    return None if label in labels else Decision("labelNotReached", line)


def asks_for(run, row, kind, name):
    steps = run.bundle.table("steps")
    if kind == "storage":
        return True
    callee = run.bundle.table(kind + "s").find(name, run.platform)
    if callee is None:
        return False
    if kind == "model":
        return steps.index(row, 4) == callee
    return steps.index(row, 3) == callee or bool(steps.mask(row, 5) >> callee & 1)


def routes_of(run, row):
    """The routes of what a step can call."""
    bundle = run.bundle
    steps = bundle.table("steps")
    called = [("tools", steps.index(row, 3)), ("models", steps.index(row, 4))]
    chosen = steps.mask(row, 5)
    called += [("tools", tool) for tool in range(chosen.bit_length()) if chosen >> tool & 1]
    for table, callee in called:
        if callee is None:
            continue
        decision = bundle.table(table).index(callee, 9)
        route = None if decision is None else bundle.table("decisions").index(decision, 4)
        if route is not None:
            yield bundle.table("routes"), route
