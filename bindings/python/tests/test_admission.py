"""Admission, the policy field by field, and checkpoints."""

import pickle
from pathlib import Path

import pytest
from conftest import build

from tenantpolicy import Admission, Bundle, Code, Denied, NotFound, Priority


def reason(bundle: Bundle, tenant: str | bytes, plan: str) -> Code:
    """Why a run is not admitted, which is the same for a plan that was looked up."""
    with pytest.raises(Denied) as raised:
        bundle.admit(tenant, plan)
    return raised.value.decision.code


def test_a_run_is_admitted_by_name_and_by_plan(bundle: Bundle) -> None:
    plan = bundle.platform("lending").plan("loan-approval")
    for tenant in ("euro-bank", b"euro-bank"):
        for asked in ("loan-approval", plan):
            run = bundle.admit(tenant, asked)
            assert run.tenant_id == "euro-bank"
            assert run.plan == plan
            assert run.platform == bundle.platform("lending")
            assert run.bundle_digest == bundle.digest
    assert repr(run) == "<Admission of 'euro-bank' to 'loan-approval'>"


@pytest.mark.parametrize(
    "tenant",
    ["", "nobody", "euro-bank\0", "euro-bank\0x", "Euro-Bank", "\udcff", "é", "x" * 999, b"\xff\0"],
)
def test_who_is_unknown_is_never_admitted(bundle: Bundle, tenant: str | bytes) -> None:
    assert reason(bundle, tenant, "loan-approval") is Code.UNKNOWN_TENANT
    with pytest.raises(Denied) as raised:
        bundle.admit(tenant, bundle.platform("lending").plan("loan-approval"))
    assert raised.value.decision.code is Code.UNKNOWN_TENANT


@pytest.mark.parametrize("plan", ["", "loan", "loan-approval\0", "loan-approval\0x", "\udcff"])
def test_plans_that_are_unknown(bundle: Bundle, plan: str) -> None:
    assert reason(bundle, "euro-bank", plan) is Code.UNKNOWN_PLAN


def test_a_tool_that_may_not_be_used(bundle: Bundle) -> None:
    assert reason(bundle, "euro-bank", "model-trial") is Code.TOOL_NOT_PERMITTED
    plan = bundle.platform("lending").plan("model-trial")
    with pytest.raises(Denied) as raised:
        bundle.admit("euro-bank", plan)
    decision = raised.value.decision
    assert not decision and not decision.can_retry
    assert decision.source is not None and decision.line is not None
    assert decision.bundle == bundle.digest
    assert f"{decision.source}:{decision.line}" in str(raised.value)
    again = pickle.loads(pickle.dumps(raised.value))
    assert again.decision == decision
    tool = bundle.refused_tool("euro-bank", plan)
    assert tool is not None and not bundle.admit("euro-bank", "loan-approval").permits(tool)
    assert bundle.refused_tool("euro-bank", bundle.platform("lending").plan("loan-approval")) is None


def test_what_is_no_argument(bundle: Bundle) -> None:
    with pytest.raises(TypeError):
        bundle.admit(17, "loan-approval")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        bundle.admit("euro-bank", None)  # type: ignore[arg-type]


def test_the_context(euro: Admission) -> None:
    context = euro.context
    assert context.tenant_id == "euro-bank"
    assert context.org_id == "euro-bank-group"
    assert context.policy_tier == "enterprise"
    assert context.model_tier == "gpt-4"
    assert context.concurrency_cap == 20
    assert context.priority is Priority.URGENT
    assert context.promise is not None and context.promise.share_basis_points == 9500
    assert context.burst is None
    (rate,) = context.rates
    assert (rate.tool.name, rate.calls, rate.window_ms) == ("credit_bureau_v2", 500, 3_600_000)
    assert not rate.is_sliding


def test_places(euro: Admission) -> None:
    place = euro.place("data_residency")
    assert place is not None and place[0] == "tenants/euro-bank.yaml" and place[1] > 0
    with pytest.raises(NotFound):
        euro.place("data_residenci")


def test_bits(euro: Admission) -> None:
    eu, us = (euro.platform.region(name) for name in ("eu-west-1", "us-east-1"))
    for test in (euro.permits, euro.permits_storing, euro.permits_logging):
        assert test(eu) and not test(us)
    assert euro.permits(euro.platform.tool("redact"))
    assert euro.permits(euro.platform.endpoint("compliance-eu"))
    assert euro.permits(euro.platform.model("compliance_check"))


def test_a_context_comes_back(bundle: Bundle, euro: Admission) -> None:
    saved = euro.encode()
    assert len(saved) <= 330
    back = bundle.decode(saved)
    assert back.encode() == saved and back.context == euro.context
    for position in range(len(saved)):
        changed = bytearray(saved)
        changed[position] ^= 1 << position % 8
        with pytest.raises(Denied) as raised:
            bundle.decode(bytes(changed))
        assert raised.value.decision.code is Code.DAMAGED_CONTEXT
    with pytest.raises(Denied):
        bundle.decode(b"")


def test_what_is_of_another_bundle(euro: Admission, tmp_path: Path) -> None:
    with Bundle.open(build(tmp_path / "other.bundle", "--epoch", "3")) as other:
        with pytest.raises(Denied) as raised:
            other.decode(euro.encode())
        assert raised.value.decision.code is Code.OTHER_BUNDLE
        with pytest.raises(Denied) as raised:
            other.admit("euro-bank", euro.plan)
        assert raised.value.decision.code is Code.OTHER_BUNDLE
        foreign = other.platform("lending")
        assert not euro.permits(foreign.region("eu-west-1"))
        with pytest.raises(ValueError):
            euro.snapshot(0, up=[foreign.endpoint("bureau-eu")])
        with pytest.raises(ValueError):
            snapshot = other.admit("euro-bank", "loan-approval").snapshot(0)
            euro.route(euro.platform.model("compliance_check"), 0, snapshot)
