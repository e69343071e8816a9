"""The samples of README.md run, one after the other."""

import os
import re
import shutil
from pathlib import Path

import pytest
from conftest import PROJECT, Release

README = PROJECT / "bindings/python/README.md"


def test_the_samples_run(
    release: Release, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for suffix in ("", ".minisig"):
        shutil.copyfile(f"{release.bundle}{suffix}", tmp_path / f"policies.bundle{suffix}")
    (tmp_path / "policies.pub").write_text(release.public_key)
    calls: list[str] = []

    def try_call(endpoint: str) -> bool:
        calls.append(endpoint)
        return False

    samples = re.findall(r"^```python\n(.*?)^```", README.read_text(), re.DOTALL | re.MULTILINE)
    assert len(samples) == 3
    before = Path.cwd()
    os.chdir(tmp_path)
    try:
        names = {"try_call": try_call}
        for sample in samples:
            exec(compile(sample, str(README), "exec"), names)
    finally:
        os.chdir(before)
    assert calls
    assert "HOLD" in capsys.readouterr().out


def test_the_names_of_the_errors() -> None:
    import tenantpolicy

    for name in re.findall(r"^\| `(\w+)`", README.read_text(), re.MULTILINE):
        assert hasattr(tenantpolicy, name) or name in ("ValueError", "TypeError")
