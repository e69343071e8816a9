#!/usr/bin/env python3
"""Writes the conformance vectors anew, or says whether they are what would be written.

    Tests/Conformance/generate.py [--check] [--command PATH]

Bundles are built from `sources` by the project's command; answers are those of the reader in `reader`, which shares
nothing with the readers that are tested against them.
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile

import questions
import refusals
import trusting
from output import document
from reader.layout import blake2b_256

HERE = pathlib.Path(__file__).resolve().parent
VECTORS = HERE / "vectors"
BUNDLES = {  # by name: what `build` is told
    "gated": ["gated.yaml", "--epoch", "7"],
    "open": [
        *("open.yaml", "--unverified", "--epoch", "5"),
        *("--not-before", "2026-01-01", "--not-after", "2027-06-30"),
    ],
    "pair": ["pair"],
}
MOST_BYTES = 1_000_000


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--check", action="store_true", help="write nothing, and compare")
    arguments.add_argument("--command", default=HERE / "../../.build/release/tenantpolicy")
    given = arguments.parse_args()
    files = generated(pathlib.Path(given.command).resolve())
    size = sum(len(data) for data in files.values())
    assert size < MOST_BYTES, f"the vectors have {size} bytes"
    sys.exit(differences(files) if given.check else write(files))


def generated(command):
    """The files, by name."""
    files = {f"{name}.bundle": build(command, what) for name, what in BUNDLES.items()}
    files["gated.bundle"] = certified(files["gated.bundle"])
    for name in BUNDLES:
        files[f"{name}.json"] = document(questions.of(name, files)).encode()
    files["refused.json"] = document(refusals.all_of(files)).encode()
    files["trust.json"] = document(trusting.all_of(files)).encode()
    questions.require_every_section(files)
    questions.require_every_code(files)
    refusals.require_every_reason(files)
    trusting.require_every_reason(files)
    return files


def build(command, arguments):
    with tempfile.TemporaryDirectory() as folder:
        output = pathlib.Path(folder) / "policies.bundle"
        common = ["-o", output, "--now", "2026-12-01", "--quiet"]
        subprocess.run(
            [command, "build", *arguments, *common],
            cwd=HERE / "sources",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        return output.read_bytes()


def certified(data):
    """The bundle with the digest of a certificate in its header: of one that does not change when proofs are
    written down in another way."""
    named = data[:256] + blake2b_256(b"a certificate") + data[288:-32]
    return named + blake2b_256(named)


def write(files):
    VECTORS.mkdir(exist_ok=True)
    for old in VECTORS.iterdir():
        old.unlink()
    for name, data in files.items():
        (VECTORS / name).write_bytes(data)
    print(f"wrote {len(files)} files, {sum(map(len, files.values()))} bytes")
    return 0


def differences(files):
    found = {path.name: path.read_bytes() for path in VECTORS.iterdir()}
    wrong = [name for name in {*files, *found} if files.get(name) != found.get(name)]
    for name in sorted(wrong):
        print(f"{name} is not what is generated: run Tests/Conformance/generate.py")
    return 1 if wrong else 0


if __name__ == "__main__":
    main()
