"""What is demanded of a bundle, and a file that is followed."""

import threading
from pathlib import Path

import pytest
from conftest import Release, build, run_command

from tenantpolicy import (
    NOW,
    UNSIGNED,
    Bundle,
    BundleFileError,
    BundleRefused,
    Demands,
    FollowedBundle,
    Memory,
    Proof,
)


def refusal(path: Path, demands: Demands) -> str:
    """The demand that is not met."""
    with pytest.raises(BundleRefused) as raised:
        Bundle.open_trusted(path, demands)
    assert raised.value.offset is None
    return raised.value.reason


def test_a_bundle_that_meets_every_demand(release: Release) -> None:
    demands = Demands(
        release.public_key,
        proof=Proof.VERIFIED,
        minimum_epoch=7,
        time=NOW,
        platforms=["lending"],
    )
    with Bundle.open_trusted(release.bundle, demands) as bundle:
        assert bundle.epoch == 7 and bundle.not_after is not None
    signature = Path(f"{release.bundle}.minisig")
    Bundle.open_trusted(release.bundle, demands, signature=signature).close()


def test_what_is_refused(release: Release, lending: Path) -> None:
    key = release.public_key
    assert refusal(lending, Demands(key)) == "unsigned"
    assert refusal(release.bundle, Demands(key, minimum_epoch=8)) == "epoch"
    assert refusal(release.bundle, Demands(key, time=253_402_300_799)) == "expired"
    assert refusal(release.bundle, Demands(key, platforms=["clinical"])) == "other-platforms"
    assert refusal(release.bundle, Demands(key, proof=bytes(31) + b"1")) == "uncertified"
    assert refusal(lending, Demands(UNSIGNED, time=NOW)) == "endless"
    stranger = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3"
    assert refusal(release.bundle, Demands(stranger)) == "unknown-signer"


@pytest.mark.parametrize(
    "demands",
    [
        Demands(""),
        Demands("no key"),
        Demands("a\0b"),
        Demands(UNSIGNED, proof=b"short"),
        Demands(UNSIGNED, platforms=[]),
        Demands(UNSIGNED, platforms="lending"),
        Demands(UNSIGNED, platforms=["a,b"]),
    ],
)
def test_demands_that_make_no_sense(lending: Path, demands: Demands) -> None:
    with pytest.raises(ValueError):
        Bundle.open_trusted(lending, demands)
    with pytest.raises(ValueError):
        FollowedBundle(lending, demands)


def test_a_file_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(BundleFileError):
        Bundle.open_trusted(tmp_path / "nothing", Demands(UNSIGNED))


def test_a_bundle_is_swapped_whole(tmp_path: Path) -> None:
    path = tmp_path / "policies.bundle"
    state = tmp_path / "state"
    with FollowedBundle(path, Demands(UNSIGNED), state=state) as followed:
        assert followed.current is None
        status = followed.status
        assert not status.is_sound and status.bundle is None and status.epoch is None
        assert isinstance(status.refusal, BundleFileError) and status.text

        build(path, "--epoch", "1")
        followed.refresh()
        first = followed.current
        assert first is not None and first.epoch == 1
        run = first.admit("euro-bank", "loan-approval")

        build(path, "--epoch", "2")
        followed.refresh()
        second = followed.current
        assert second is not None and second.epoch == 2
        assert run.bundle_digest == first.digest != second.digest

        path.write_bytes(b"half a bundle")
        followed.refresh()
        kept = followed.current
        assert kept is not None and kept.digest == second.digest
        status = followed.status
        assert isinstance(status.refusal, BundleRefused) and status.refusal.reason == "truncated"
        assert (status.epoch, status.bundle) == (2, second.digest)
        assert status.activations == 2 and status.refusals > 0

        build(path, "--epoch", "1")
        followed.refresh()
        status = followed.status
        assert isinstance(status.refusal, BundleRefused) and status.refusal.reason == "rollback"
    followed.close()
    with pytest.raises(ValueError):
        followed.current
    assert second.admit("euro-bank", "loan-approval").tenant_id == "euro-bank"
    with FollowedBundle(path, Demands(UNSIGNED), state=state) as again:
        assert again.current is None and again.status.memory is Memory.KEPT


def test_a_followed_file_is_looked_at_by_itself(tmp_path: Path, release: Release) -> None:
    path = tmp_path / "policies.bundle"
    build(path, "--epoch", "1")
    run_command("sign", path, "--secret-key", release.secret)
    with FollowedBundle(path, Demands(release.public_key), interval_ms=1) as followed:
        assert followed.current is not None
        newer = build(tmp_path / "next.bundle", "--epoch", "2")
        run_command("sign", newer, "--secret-key", release.secret)
        Path(f"{newer}.minisig").replace(f"{path}.minisig")
        newer.replace(path)
        wait = threading.Event()
        for _ in range(30_000):
            current = followed.current
            if current is not None and current.epoch == 2:
                break
            wait.wait(0.001)
        assert current is not None and current.epoch == 2


def test_closing_while_others_read(lending: Path) -> None:
    followed = FollowedBundle(lending, Demands(UNSIGNED), interval_ms=1)
    seen: list[int] = []

    def read() -> None:
        try:
            while True:
                current = followed.current
                seen.append(0 if current is None else current.tenant_count)
        except ValueError:
            pass

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    while len(seen) < 1000:
        pass
    followed.close()
    for reader in readers:
        reader.join()
    assert set(seen) == {5}
