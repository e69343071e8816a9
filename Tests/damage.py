#!/usr/bin/env python3
"""Every bit of a bundle flipped, every truncation of it, and every section's offset and length made wild, opened and
asked everything under AddressSanitizer, as they are and with their digest made anew.

    Tests/damage.py BUNDLE

By the program that `Tests/fuzz.sh bundle` builds, which is run first if it is not there.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

PROJECT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = PROJECT / ".build/fuzz/release/fuzz-bundle"
OPTIONS = ["-runs=0", "-max_len=1000000", "-timeout=60", "-detect_leaks=0", "-print_final_stats=1"]
ENVIRONMENT = {"ASAN_OPTIONS": "detect_leaks=0", "SWIFT_BACKTRACE": "enable=no"}
AT_ONCE = 4000
SECTIONS = 12


def flips(data):
    for bit in range(8 * len(data)):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        yield bytes(changed)


def truncations(data):
    for length in range(len(data)):
        yield data[:length]


def wild_sections(data):
    size = len(data)
    wild = [0, 1, 63, 64, size - 32, size - 1, size, size + 64, 1 << 31, 1 << 32, 1 << 62, 1 << 63]
    wild += [(1 << 64) - distance for distance in (1, 32, 64, size)]
    for place in range(64, 64 + 16 * SECTIONS, 8):
        for value in wild:
            yield data[:place] + value.to_bytes(8, "little") + data[place + 8 :]


def run(inputs):
    """Opens so many inputs; how many were executed."""
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        for number, data in enumerate(inputs):
            pathlib.Path(folder, f"{number:06}").write_bytes(data)
        result = subprocess.run(
            [PROGRAM, *OPTIONS, f"-artifact_prefix={PROJECT}/.build/fuzz/found/damage-", folder],
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    executed = re.search(r"number_of_executed_units: (\d+)", result.stdout)
    if result.returncode != 0 or executed is None:
        sys.exit(f"{result.stdout[-4000:]}\nsomething was found")
    return int(executed[1])


def main():
    data = pathlib.Path(sys.argv[1]).read_bytes()
    if not PROGRAM.exists():
        subprocess.run([PROJECT / "Tests/fuzz.sh", "bundle", "-runs=1"], check=True)
    for name, kind in (
        ("flipped bits", flips),
        ("truncations", truncations),
        ("wild sections", wild_sections),
    ):
        inputs = list(kind(data))
        executed = sum(
            run(inputs[start : start + AT_ONCE]) for start in range(0, len(inputs), AT_ONCE)
        )
        if executed < len(inputs):
            sys.exit(f"of {len(inputs)} {name} only {executed} were opened")
        print(f"{len(inputs)} {name}: nothing found", flush=True)


if __name__ == "__main__":
    main()
