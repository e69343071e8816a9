"""The conformance vectors of the project: docs/reader.md says what they are."""

import hashlib
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import PROJECT

from tenantpolicy import (
    UNSIGNED,
    Admission,
    Bundle,
    BundleRefused,
    Code,
    Decision,
    Demands,
    Denied,
    FollowedBundle,
    NotFound,
    Platform,
    Proof,
    ReviewerPool,
    Storage,
)

VECTORS = PROJECT / "Tests/Conformance/vectors"
Question = dict[str, Any]


def read(name: str) -> Any:
    """A file of vectors."""
    return json.loads((VECTORS / name).read_text())


BUNDLES = ["gated", "open", "pair"]


@cache
def opened(name: str, in_place: bool = False) -> Bundle:
    """A bundle of the vectors, which stays open."""
    return Bundle.open(VECTORS / name, in_place=in_place)


# ---- what bundles say of themselves


@pytest.mark.parametrize("name", BUNDLES)
def test_facts(name: str) -> None:
    facts = read(f"{name}.json")["facts"]
    bundle = opened(f"{name}.bundle")
    assert bundle.digest.hex() == facts["digest"]
    assert bundle.tenant_count == facts["tenants"]
    assert bundle.is_verified == facts["verified"]
    assert bundle.epoch == facts["epoch"]
    assert (bundle.not_before or 0, bundle.not_after or 0) == (
        facts["not_before"],
        facts["not_after"],
    )
    assert list(bundle.sources) == facts["sources"]
    for platform in facts["platforms"]:
        assert bundle.platform(platform).name == platform


def test_codes() -> None:
    codes = read("gated.json")["codes"]
    assert [(code.word, int(code), code.can_retry) for code in Code] == [
        (code["code"], code["number"], code["retry"]) for code in codes
    ]


# ---- questions


@pytest.mark.parametrize("in_place", [False, True])
@pytest.mark.parametrize("name", BUNDLES)
def test_questions(name: str, in_place: bool) -> None:
    bundle = opened(f"{name}.bundle", in_place)
    questions = read(f"{name}.json")["questions"]
    assert len(questions) > 100
    wrong = [
        (question, found)
        for question in questions
        if (found := ANSWERS[question["ask"]](bundle, question)) != question["answer"]
    ]
    assert not wrong, f"{len(wrong)} of {len(questions)}, such as {wrong[0]}"


def decided(decision: Decision) -> Question:
    """A decision as it stands in the vectors."""
    return {"code": decision.code.word, "source": decision.source, "line": decision.line}


def run_of(bundle: Bundle, question: Question) -> Admission:
    """The run that a question is about."""
    return bundle.admit(question["tenant"], question["plan"])


def label_of(run: Admission, label: Any) -> int:
    """A label, which is a number or the names of data classes."""
    return label if isinstance(label, int) else run.platform.label(*label)


def capability_of(platform: Platform, question: Question) -> Any:
    """A tool, a model or a kind of storage."""
    ((kind, name),) = question["capability"].items()
    if kind == "storage":
        return Storage[name.upper()]
    return platform.tool(name) if kind == "tool" else platform.model(name)


def pool_of(platform: Platform, name: str | None) -> ReviewerPool | None:
    """A pool of reviewers, or the tenant's own."""
    return None if name is None else platform.reviewer_pool(name)


def admit(bundle: Bundle, question: Question) -> Question:
    try:
        run_of(bundle, question)
    except Denied as denied:
        said = decided(denied.decision)
        if denied.decision.code is Code.TOOL_NOT_PERMITTED:
            platforms = read_platforms(bundle)
            plan = next(plan for platform in platforms if (plan := plan_of(platform, question)))
            tool = bundle.refused_tool(question["tenant"], plan)
            said["tool"] = None if tool is None else tool.name
        return said
    return {"code": "permitted", "source": None, "line": None}


def read_platforms(bundle: Bundle) -> list[Platform]:
    """All platforms, by the facts of the vectors."""
    names = [name for file in BUNDLES for name in read(f"{file}.json")["facts"]["platforms"]]
    found = []
    for name in names:
        try:
            found.append(bundle.platform(name))
        except NotFound:
            pass
    return found


def plan_of(platform: Platform, question: Question) -> Any:
    try:
        return platform.plan(question["plan"])
    except NotFound:
        return None


def context(bundle: Bundle, question: Question) -> Question:
    run = run_of(bundle, question)
    policy = run.context
    reviewers = run.reviewers
    return {
        "tenant_id": policy.tenant_id,
        "org_id": policy.org_id,
        "policy_tier": policy.policy_tier,
        "budget_class": policy.budget_class,
        "model_tier": policy.model_tier,
        "reviewer_pool": None if reviewers is None else reviewers.name,
        "concurrency_cap": policy.concurrency_cap,
        "weight": policy.weight,
        "guaranteed_slots": policy.guaranteed_slots,
        "priority": int(policy.priority),
        "per_workflow_micros": policy.per_workflow_micros,
        "per_month_micros": policy.per_month_micros,
        "audit_retention_ms": policy.audit_retention_ms,
        "data_retention_ms": policy.data_retention_ms,
        "sla_share_basis_points": policy.promise.share_basis_points if policy.promise else -1,
        "sla_within_ms": policy.promise.within_ms if policy.promise else 0,
        "burst_to": policy.burst.to if policy.burst else 0,
        "burst_for_ms": policy.burst.for_ms if policy.burst else 0,
        "rates": [
            [rate.tool.name, rate.calls, rate.window_ms, rate.is_sliding] for rate in policy.rates
        ],
    }


def place(bundle: Bundle, question: Question) -> Question | None:
    try:
        found = run_of(bundle, question).place(question["field"])
    except NotFound:
        return None
    return None if found is None else {"source": found[0], "line": found[1]}


def encode(bundle: Bundle, question: Question) -> str:
    return run_of(bundle, question).encode().hex()


def decode(bundle: Bundle, question: Question) -> Question:
    try:
        run = bundle.decode(bytes.fromhex(question["bytes"]))
    except Denied as denied:
        return decided(denied.decision)
    permitted = {"code": "permitted", "source": None, "line": None}
    return {**permitted, "tenant": run.tenant_id, "plan": run.plan.name}


def permits(bundle: Bundle, question: Question) -> bool:
    run = run_of(bundle, question)
    platform = bundle.platform(question["platform"])
    try:
        what = getattr(platform, question["kind"])(question["name"])
    except NotFound:
        return False
    tests: dict[str, Callable[[Any], bool]] = {
        "use": run.permits,
        "store": run.permits_storing,
        "log": run.permits_logging,
    }
    return tests[question["use"]](what)


def route(bundle: Bundle, question: Question) -> Question:
    run = run_of(bundle, question)
    platform = run.platform
    up = question.get("up")
    snapshot = run.snapshot(
        question["now"],
        up=None if up is None else [platform.endpoint(name) for name in up],
        latency_ms={
            platform.endpoint(name): milliseconds
            for name, milliseconds in question.get("latency", {}).items()
        },
    )
    label = label_of(run, question["label"])
    what = capability_of(platform, question)
    found = run.route(what, label, snapshot, after=question.get("after"))
    endpoint = found.endpoint or found.forbidden
    assert bool(found) == found.decision.code.word.startswith("permitted")
    return {
        **decided(found.decision),
        "endpoint": None if endpoint is None else endpoint.name,
        "position": found.position,
        "fallback": found.fallback.name.lower(),
        "pool": None if found.fallback_pool is None else found.fallback_pool.name,
    }


def permission(bundle: Bundle, question: Question) -> Question:
    run = run_of(bundle, question)
    endpoint = run.platform.endpoint(question["endpoint"])
    what = capability_of(run.platform, question)
    label = label_of(run, question["label"])
    return decided(run.permission(what, endpoint, label, question["now"]))


def review(bundle: Bundle, question: Question) -> Question:
    run = run_of(bundle, question)
    pool = pool_of(run.platform, question["pool"])
    return decided(run.review(label_of(run, question["label"]), pool))


def monitor(bundle: Bundle, question: Question) -> Question:
    run = run_of(bundle, question)
    return decided(
        run.monitor(
            run.plan.step(question["step"]),
            capability_of(run.platform, question),
            run.platform.endpoint(question["endpoint"]),
            label_of(run, question["label"]),
            question["now"],
        )
    )


def monitor_review(bundle: Bundle, question: Question) -> Question:
    run = run_of(bundle, question)
    pool = pool_of(run.platform, question["pool"])
    label = label_of(run, question["label"])
    return decided(run.monitor_review(run.plan.step(question["step"]), label, pool))


ANSWERS: dict[str, Callable[[Bundle, Question], Any]] = {
    "admit": admit,
    "context": context,
    "place": place,
    "encode": encode,
    "decode": decode,
    "permits": permits,
    "route": route,
    "permission": permission,
    "review": review,
    "monitor": monitor,
    "monitor_review": monitor_review,
}


# ---- what must be refused


def changed(vector: Question) -> bytes:
    """The bytes that a vector is about."""
    data = (VECTORS / vector["bundle"]).read_bytes()
    length = vector.get("length", len(data))
    edited = bytearray(data[:length].ljust(length, b"\0"))
    for offset, hexadecimal in vector["edits"]:
        edit = bytes.fromhex(hexadecimal)
        edited[offset : offset + len(edit)] = edit
    if vector["seal"]:
        edited[-32:] = hashlib.blake2b(edited[:-32], digest_size=32).digest()
    return bytes(edited)


@pytest.mark.parametrize("vector", read("refused.json")["refused"], ids=lambda vector: vector["what"])
def test_refusals(vector: Question) -> None:
    with pytest.raises(BundleRefused) as raised:
        Bundle.from_bytes(changed(vector))
    assert raised.value.reason == vector["reason"]


@pytest.mark.parametrize("vector", read("trust.json")["trust"], ids=lambda vector: vector["what"])
def test_trust(vector: Question, tmp_path: Path) -> None:
    path = tmp_path / "policies.bundle"
    path.write_bytes((VECTORS / vector["bundle"]).read_bytes())
    if vector["signature"] is not None:
        Path(f"{path}.minisig").write_bytes(vector["signature"].encode())
    demands = demands_of(vector["demands"])
    assert reason(path, demands, vector["demands"].get("after")) == vector["reason"]


def demands_of(stated: Question) -> Demands:
    """The demands of a vector."""
    proof = stated.get("proof")
    words = {None: Proof.NOT_DEMANDED, "verified": Proof.VERIFIED, "certified": Proof.CERTIFIED}
    keys = stated.get("keys")
    return Demands(
        public_keys=UNSIGNED if keys is None else key_file(keys),
        proof=words[proof] if proof in words else bytes.fromhex(str(proof)),
        minimum_epoch=stated.get("minimum_epoch", 0),
        time=stated.get("at"),
        platforms=stated.get("platforms"),
    )


def key_file(keys: list[str]) -> str:
    """A file of several keys, or one key."""
    if len(keys) == 1:
        return keys[0]
    return "".join(f"untrusted comment: a key\n{key}\n" for key in keys)


def reason(path: Path, demands: Demands, after: Question | None) -> str | None:
    """The demand that is not met; with a bundle that was active before, as the file that remembers it says."""
    if after is None:
        try:
            Bundle.open_trusted(path, demands).close()
        except BundleRefused as refused:
            return refused.reason
        return None
    state = path.parent / "state"
    lines = f"tenantpolicy activation 1\nepoch {after['epoch']}\nbundle {after['digest']}\n"
    check = hashlib.blake2b(lines.encode(), digest_size=32).hexdigest()
    state.write_text(f"{lines}check {check}\n")
    with FollowedBundle(path, demands, state=state) as followed:
        refusal = followed.status.refusal
        assert (followed.current is None) == (refusal is not None)
        return refusal.reason if isinstance(refusal, BundleRefused) else None
