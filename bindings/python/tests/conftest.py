"""Bundles of the project's sample policies, built by its command.

TENANTPOLICY_COMMAND names the command, where it is not the one that `make build` or `swift build` makes.
"""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tenantpolicy import Admission, Bundle

PROJECT = Path(__file__).resolve().parents[3]
BEFORE = 1796083200
"""2026-12-01, on which data of the EU may be processed in the US; not any more on NOW, 2027-08-01."""
NOW = 1817078400


def command() -> str:
    """The command of the project."""
    given = os.environ.get("TENANTPOLICY_COMMAND")
    built = [PROJECT / ".build" / kind / "tenantpolicy" for kind in ("release", "debug")]
    return given or next(str(path) for path in built if path.exists())


def run_command(*arguments: str | Path) -> None:
    """Runs the command; it must succeed."""
    subprocess.run([command(), *arguments], check=True, capture_output=True)


def build(output: Path, *options: str, policies: str = "lending") -> Path:
    """Builds a sample."""
    source = PROJECT / "policies" / policies
    run_command("build", source, "-o", output, "--now", "2026-12-01", "--quiet", *options)
    return output


@dataclass(frozen=True)
class Release:
    """A signed bundle and the public key that it is signed with."""

    bundle: Path
    public_key: str
    secret: Path


@pytest.fixture(scope="session")
def lending(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle of policies/lending."""
    return build(tmp_path_factory.mktemp("lending") / "policies.bundle")


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The same, signed, with an epoch and an end."""
    folder = tmp_path_factory.mktemp("release")
    bundle = build(
        folder / "policies.bundle", "--epoch", "7", "--not-after", "9999-01-01"
    )
    key = folder / "policies.key"
    run_command("keygen", "--unencrypted", "--secret-key", key, "--public-key", folder / "policies.pub")
    run_command("sign", bundle, "--secret-key", key)
    return Release(bundle, (folder / "policies.pub").read_text(), key)


@pytest.fixture
def bundle(lending: Path) -> Iterator[Bundle]:
    """The bundle, opened."""
    with Bundle.open(lending) as opened:
        yield opened


@pytest.fixture
def euro(bundle: Bundle) -> Admission:
    """A run of a tenant whose data stays in the EU."""
    return bundle.admit("euro-bank", "loan-approval")
