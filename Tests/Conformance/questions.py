"""Questions about the bundles: what can be asked, thinned out evenly."""

import itertools
import json
import pathlib
import re

from answers import answer, run_of
from reader.admission import STORAGE, Denied
from reader.bundle import Bundle
from reader.layout import SECTIONS

BEFORE, AFTER = 1_796_083_200, 1_817_078_400  # 2026-12-01 and 2027-08-01
READ = (
    *("platforms", "regions", "tools", "models", "endpoints", "reviewer_pools", "orgs", "policy_tiers"),
    *("budget_classes", "model_tiers", "data_classes", "routes", "candidates", "plans", "steps"),
    *("decisions", "rights", "permissions", "classes"),
)
PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs/admission.md"
MOST = 40  # of a kind with the same code


def of(name, files):
    """The vectors of a bundle: what it says of itself, questions and answers."""
    bundle = Bundle(files[f"{name}.bundle"])
    asked = [
        {**question, "answer": answer(bundle, question)}
        for question in questions(bundle, files, name)
    ]
    return {
        "bundle": f"{name}.bundle",
        "facts": facts(bundle),
        "codes": codes(),
        "questions": thinned(asked),
    }


def facts(bundle):
    header = bundle.header
    return {
        "digest": bundle.digest.hex(),
        "tenants": header.tenants,
        "verified": header.is_verified,
        "epoch": header.epoch,
        "not_before": header.not_before,
        "not_after": header.not_after,
        "platforms": bundle.platforms(),
        "sources": [bundle.source(number)[0] for number in range(header.count("sources"))],
    }


def codes():
    """Name, number, and whether a retry helps: as docs/admission.md has them."""
    rows = re.findall(r"^\| (\d+) \| `(\w+)` \|.*\| ?(no|yes|) ?\|$", PAGE.read_text(), re.MULTILINE)
    return [{"code": name, "number": int(number), "retry": retry == "yes"} for number, name, retry in rows]


def thinned(asked):
    """At most so many of each kind with the same code, evenly."""
    groups = {}
    for number, question in enumerate(asked):
        groups.setdefault(kind_of(question), []).append(number)
    taken = {
        group[number * len(group) // most]
        for group in groups.values()
        for most in [min(MOST, len(group))]
        for number in range(most)
    }
    return [question for number, question in enumerate(asked) if number in taken]


def kind_of(question):
    found = question["answer"]
    if isinstance(found, dict):
        return question["ask"], found.get("code")
    return question["ask"], found if isinstance(found, bool) else None


def questions(bundle, files, name):
    tenants = [bundle.tenant_id(number).decode() for number in range(bundle.header.tenants)]
    plans = names(bundle, "plans")
    yield from admissions(tenants, plans)
    runs = [
        {"tenant": tenant, "plan": plan}
        for tenant, plan in itertools.product(tenants, plans)
        if is_admitted(bundle, {"tenant": tenant, "plan": plan})
    ]
    first = list({run["tenant"]: run for run in runs}.values())
    for run in first:
        yield {"ask": "context", **run}
    for run, field in itertools.product(first, [*fields(bundle), "no_such_field"]):
        yield {"ask": "place", **run, "field": field}
    for run in runs:
        yield {"ask": "encode", **run}
    yield from contexts(bundle, files, name, runs)
    yield from bits(bundle, first)
    for ask in (route_questions, permissions, reviews, monitored, monitored_reviews):
        yield from ask(bundle, first if ask in (permissions, reviews) else runs)


def is_admitted(bundle, question):
    try:
        return run_of(bundle, question) is not None
    except Denied:
        return False


def names(bundle, table, platform=None):
    table = bundle.table(table)
    rows = range(table.count)
    return [table.name(row) for row in rows if platform is None or table.index(row, 0) == platform]


def fields(bundle):
    start = bundle.header.start("fields")
    return [bundle.text(start + 8 * number) for number in range(bundle.header.count("fields"))]


def admissions(tenants, plans):
    for tenant, plan in itertools.product(tenants, [*plans, "no-plan", ""]):
        yield {"ask": "admit", "tenant": tenant, "plan": plan}
    known = tenants[0]
    strangers = ["", "nobody", known + "x", known[:-1], known.upper(), known + " ", "é", "x" * 128, "x" * 129]
    for tenant in strangers:
        yield {"ask": "admit", "tenant": tenant, "plan": plans[0]}


def contexts(bundle, files, name, runs):
    """Encoded contexts: whole, cut, changed, and of another bundle."""
    if not runs:
        return
    whole = answer(bundle, {"ask": "encode", **runs[-1]})
    size = len(whole) // 2
    changed = [flipped(whole, bit) for bit in (0, 100, 8 * 40, 8 * 41, 8 * 44, 8 * size - 1)]
    for data in [whole, "", whole[:-2], whole + "00", whole[:84], *changed]:
        yield {"ask": "decode", "bytes": data}
    other = Bundle(files["open.bundle" if name == "gated" else "gated.bundle"])
    first = other.tenant_id(0).decode()
    plan = other.table("plans").name(0)
    yield {"ask": "decode", "bytes": answer(other, {"ask": "encode", "tenant": first, "plan": plan})}


def flipped(data, bit):
    changed = bytearray.fromhex(data)
    changed[bit // 8] ^= 1 << bit % 8
    return changed.hex()


def bits(bundle, runs):
    platforms = bundle.platforms()
    for run, platform in itertools.product(runs, platforms):
        of = bundle.table("platforms").find(platform)
        for kind in ("tool", "region", "endpoint", "model"):
            uses = ("use", "store", "log") if kind == "region" else ("use",)
            for name, use in itertools.product([*names(bundle, kind + "s", of), "nothing"], uses):
                yield {"ask": "permits", **run, "platform": platform, "kind": kind, "name": name, "use": use}


def platform_of(bundle, run):
    return run_of(bundle, run).platform


def labels(bundle, platform):
    classes = names(bundle, "data_classes", platform)
    sets = [[], *([name] for name in classes), classes[:2], classes]
    return [*(label for number, label in enumerate(sets) if label not in sets[:number]), 1 << 40]


def capabilities(bundle, platform):
    for kind in ("tool", "model"):
        yield from ({kind: name} for name in names(bundle, kind + "s", platform))
    yield from ({"storage": kind} for kind in STORAGE)


def snapshots(bundle, platform):
    """Everything up, nothing up, every other up, with latencies that are short, long or not known."""
    endpoints = names(bundle, "endpoints", platform)
    short, long = ({name: ms for name in endpoints} for ms in (20, 600))
    yield {"now": BEFORE}
    yield {"now": AFTER, "latency": short}
    yield {"now": AFTER, "up": []}
    yield {"now": BEFORE, "up": endpoints[::2], "latency": long}
    yield {"now": AFTER, "up": endpoints[1::2], "latency": short}


def route_questions(bundle, runs):
    for run in runs:
        platform = platform_of(bundle, run)
        for capability, label, snapshot, after in itertools.product(
            capabilities(bundle, platform), labels(bundle, platform), snapshots(bundle, platform), (-1, 0, 1)
        ):
            question = {"ask": "route", **run, "capability": capability, "label": label, **snapshot}
            yield question if after < 0 else {**question, "after": after}


def permissions(bundle, runs):
    for run in runs:
        platform = platform_of(bundle, run)
        for capability, endpoint, label, now in itertools.product(
            capabilities(bundle, platform),
            names(bundle, "endpoints", platform),
            labels(bundle, platform),
            (BEFORE, AFTER),
        ):
            where = {"endpoint": endpoint, "label": label, "now": now}
            yield {"ask": "permission", **run, "capability": capability, **where}


def reviews(bundle, runs):
    for run in runs:
        platform = platform_of(bundle, run)
        pools = [None, *names(bundle, "reviewer_pools", platform)]
        for pool, label in itertools.product(pools, labels(bundle, platform)):
            yield {"ask": "review", **run, "pool": pool, "label": label}


def monitored(bundle, runs):
    for run in runs:
        platform = platform_of(bundle, run)
        for step, capability, endpoint, label in itertools.product(
            steps(bundle),
            capabilities(bundle, platform),
            names(bundle, "endpoints", platform),
            labels(bundle, platform),
        ):
            where = {"endpoint": endpoint, "label": label, "now": AFTER}
            plan, name = step
            if plan == run["plan"]:
                yield {"ask": "monitor", **run, "step": name, "capability": capability, **where}


def monitored_reviews(bundle, runs):
    for run in runs:
        platform = platform_of(bundle, run)
        pools = [None, *names(bundle, "reviewer_pools", platform)]
        for (plan, name), pool, label in itertools.product(steps(bundle), pools, labels(bundle, platform)):
            if plan == run["plan"]:
                yield {"ask": "monitor_review", **run, "step": name, "pool": pool, "label": label}


def steps(bundle):
    table, plans = bundle.table("steps"), bundle.table("plans")
    return [(plans.name(table.index(row, 0)), table.name(row)) for row in range(table.count)]


def require_every_code(files):
    """Every reason for a decision is the answer to some question."""
    said, known = set(), set()
    for name, data in files.items():
        vectors = json.loads(data) if name.endswith(".json") else {}
        known |= {code["code"] for code in vectors.get("codes", [])}
        answers = [question["answer"] for question in vectors.get("questions", [])]
        said |= {found["code"] for found in answers if isinstance(found, dict) and "code" in found}
    assert len(known) == 24 and said == known, f"no question is answered with {known - said}"


def require_every_section(files):
    """Every section has bytes in some bundle, and every table that this reader reads has rows."""
    bundles = [Bundle(data) for name, data in files.items() if name.endswith(".bundle")]
    empty = {
        name
        for name in SECTIONS
        if not any(bundle.header.sections[name][1] for bundle in bundles)
    }
    unused = {name for name in READ if not any(bundle.table(name).count for bundle in bundles)}
    assert not empty and not unused, f"nothing is in {empty | unused}"
