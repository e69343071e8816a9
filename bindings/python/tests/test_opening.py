"""Opening a bundle, what it is, and what is refused."""

import pickle
import threading
from pathlib import Path

import pytest

from tenantpolicy import Bundle, BundleFileError, BundleRefused, NotFound, PolicyError


def test_a_copy_in_place_and_bytes_are_the_same_bundle(lending: Path) -> None:
    data = lending.read_bytes()
    with (
        Bundle.open(lending) as copy,
        Bundle.open(str(lending), in_place=True) as mapped,
        Bundle.from_bytes(data) as given,
    ):
        assert copy.digest == mapped.digest == given.digest == data[-32:]
        assert copy.tenant_count == 5
        assert copy.is_verified
        assert (copy.epoch, copy.not_before, copy.not_after) == (0, None, None)
        assert "platform.yaml" in copy.sources
        assert copy.digest.hex()[:16] in repr(copy)


def test_a_file_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(BundleFileError) as raised:
        Bundle.open(tmp_path / "nothing")
    assert isinstance(raised.value, OSError) and isinstance(raised.value, PolicyError)
    with pytest.raises(ValueError):
        Bundle.open("a\0b")


def test_refusals_say_where_and_why(lending: Path) -> None:
    data = bytearray(lending.read_bytes())
    data[400] ^= 1
    with pytest.raises(BundleRefused) as raised:
        Bundle.from_bytes(bytes(data))
    assert raised.value.reason == "digest"
    assert "digest" in str(raised.value)
    with pytest.raises(BundleRefused) as raised:
        Bundle.from_bytes(b"abc")
    assert (raised.value.reason, raised.value.offset) == ("truncated", 3)
    again = pickle.loads(pickle.dumps(raised.value))
    assert (str(again), again.reason, again.offset) == (
        str(raised.value),
        "truncated",
        3,
    )


def test_closing(lending: Path) -> None:
    bundle = Bundle.open(lending)
    run = bundle.admit("euro-bank", "loan-approval")
    platform = bundle.platform("lending")
    bundle.close()
    bundle.close()
    assert bundle.closed and repr(bundle) == "<Bundle, closed>"
    with pytest.raises(ValueError):
        bundle.digest
    with pytest.raises(ValueError):
        bundle.admit("euro-bank", run.plan)
    with pytest.raises(ValueError):
        bundle.__enter__()
    # A run and names keep the bundle.
    assert run.tenant_id == "euro-bank"
    assert platform.tool("redact").name == "redact"
    assert run.encode()


def test_names(bundle: Bundle) -> None:
    platform = bundle.platform("lending")
    assert platform.plan("loan-approval") == platform.plan("loan-approval")
    assert platform.plan("loan-approval") != platform.tool("redact")
    assert len({platform.region("us-east-1"), platform.region("us-east-1")}) == 1
    assert platform.endpoint("bureau-eu").name == "bureau-eu"
    assert repr(platform.reviewer_pool("shared-reviewers")) == "<ReviewerPool 'shared-reviewers'>"
    assert platform.plan("loan-approval").step("review").name == "review"
    for wrong in ("", "redac", "redact\0", "redact\0x", "\udcff", "Redact"):
        with pytest.raises(NotFound):
            platform.tool(wrong)
    with pytest.raises(LookupError):
        bundle.platform("nowhere")


def test_labels(bundle: Bundle) -> None:
    platform = bundle.platform("lending")
    assert platform.label() == 0
    assert platform.label("pii", "financial") == platform.label("pii") | platform.label("financial")
    with pytest.raises(NotFound):
        platform.label("pii", "pij")


def test_threads_share_a_bundle(lending: Path) -> None:
    wrong: list[object] = []

    def work(bundle: Bundle) -> None:
        for _ in range(500):
            run = bundle.admit("euro-bank", "loan-approval")
            if bundle.decode(run.encode()).tenant_id != "euro-bank":
                wrong.append(run)

    bundle = Bundle.open(lending)
    threads = [threading.Thread(target=work, args=(bundle,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
