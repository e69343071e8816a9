"""Routes, permissions, reviewers and the monitor."""

import pytest
from conftest import BEFORE, NOW

from tenantpolicy import Admission, Code, Fallback, Storage


def test_a_route_and_what_comes_after_it(euro: Admission) -> None:
    platform = euro.platform
    model = platform.model("compliance_check")
    data = platform.label("pii", "financial")
    snapshot = euro.snapshot(NOW)
    assert snapshot.now == NOW
    route = euro.route(model, data, snapshot)
    assert route and route.decision and route.forbidden is None
    assert route.endpoint == platform.endpoint("compliance-eu")
    following = euro.route(model, data, snapshot, after=route)
    assert not following and following.endpoint is None and following.position is None
    assert following.decision.code is Code.UNAVAILABLE and following.decision.can_retry
    assert following.fallback is Fallback.HOLD and following.fallback_pool is None
    assert euro.route(model, data, snapshot, after=route.position) == following
    with pytest.raises(ValueError):
        euro.route(model, data, snapshot, after=following)
    with pytest.raises(ValueError):
        euro.route(model, data, snapshot, after=-2)


def test_what_is_up(euro: Admission) -> None:
    platform = euro.platform
    model = platform.model("compliance_check")
    data = platform.label("pii")
    endpoint = platform.endpoint("compliance-eu")
    latency = {endpoint: 20}
    assert not euro.route(model, data, euro.snapshot(NOW, up=[]))
    one = euro.route(model, data, euro.snapshot(NOW, up={endpoint}, latency_ms=latency))
    assert one.endpoint == endpoint


def test_what_makes_no_sense(euro: Admission) -> None:
    platform = euro.platform
    model = platform.model("compliance_check")
    snapshot = euro.snapshot(NOW)
    assert euro.route(model, 1 << 63, snapshot).decision.code is Code.UNKNOWN_NAME
    for label in (-1, 1 << 64):
        with pytest.raises(ValueError):
            euro.route(model, label, snapshot)
    with pytest.raises(TypeError):
        euro.route(platform.region("eu-west-1"), 0, snapshot)  # type: ignore[arg-type]


def test_permissions_end(euro: Admission) -> None:
    platform = euro.platform
    model = platform.model("compliance_check")
    us = platform.endpoint("compliance-us")
    data = platform.label("pii", "financial")
    assert euro.permission(model, us, data, BEFORE)
    refused = euro.permission(model, us, data, NOW)
    assert refused.code is Code.REGION_NOT_PERMITTED and refused.line is not None
    assert euro.permission(Storage.AUDIT, platform.endpoint("audit-eu"), data, NOW)


def test_reviewers(euro: Admission) -> None:
    platform = euro.platform
    data = platform.label("pii", "financial")
    assert euro.reviewers == platform.reviewer_pool("euro-bank-reviewers")
    assert euro.review(data) and euro.review(data, euro.reviewers)
    refused = euro.review(data, platform.reviewer_pool("institution-x-reviewers"))
    assert refused.code is Code.DEDICATED_TO_ANOTHER


def test_the_monitor(euro: Admission) -> None:
    platform = euro.platform
    model = platform.model("compliance_check")
    data = platform.label("pii", "financial")
    eu = platform.endpoint("compliance-eu")
    step = euro.plan.step("compliance")
    assert euro.monitor(step, model, eu, data, NOW)
    assert euro.monitor(step, model, eu, 0, NOW).code is Code.LABEL_NOT_REACHED
    bureau = platform.tool("credit_bureau_v2")
    assert euro.monitor(step, bureau, eu, data, NOW).code is Code.NOT_ASKED_HERE
    assert euro.monitor_review(euro.plan.step("review"), data)
    assert euro.monitor_review(step, data).code is Code.NOT_ASKED_HERE
