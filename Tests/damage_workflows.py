#!/usr/bin/env python3
"""Damages the workflows and gateways of the samples and imports them, for some seconds.

    Tests/damage_workflows.py TENANTPOLICY [SECONDS]

Bytes are replaced, taken out, doubled and exchanged, and words with a meaning are put in, by a fixed seed. Every third
file is verified in place instead. Whatever comes of it, the status is 0 or 3, within 20 seconds; anything else is kept
in .build/damaged and fails.
"""

import random
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENDINGS = {"asl": "asl", "litellm": "litellm", "conductor": "conductor", "sw": "serverless-workflow"}
WORDS = [
    b"${AWS::Region}", b"{% $x %}", b"arn:aws:states:::", b".$", b"null", b'"States"', b"\\u0000",
    b"os.environ/", b"model_list", b"[[[[", b"}}", b"\xc2\x80", b"\xe2\x80\xae",
]


def samples():
    """Files below policies/, with the format that their names say."""
    for path in sorted((ROOT / "policies").rglob("*")):
        parts = path.name.split(".")
        if len(parts) >= 3 and parts[-2] in ENDINGS:
            yield path.read_bytes(), "." + ".".join(parts[-2:]), ENDINGS[parts[-2]]


def damaged(source, dice):
    text = bytearray(source)
    for _ in range(dice.randint(1, 6)):
        start = dice.randrange(len(text)) if text else 0
        end = min(len(text), start + dice.randint(1, 40))
        kind = dice.randrange(4)
        if kind == 0:
            text[start:end] = dice.choice(WORDS)
        elif kind == 1:
            del text[start:end]
        elif kind == 2:
            text[start:start] = text[start : start + dice.randint(1, 200)]
        else:
            text[start : start + 1] = bytes([dice.choice(b'"{}[],:\x00\xff\n\t #x$%')])
    return bytes(text)


def main():
    command = Path(sys.argv[1]).resolve()
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 20
    folder = ROOT / ".build/damaged"
    folder.mkdir(parents=True, exist_ok=True)
    dice = random.Random(1)
    files = list(samples())
    statuses = {}
    end = time.monotonic() + seconds
    number = 0
    while time.monotonic() < end:
        source, ending, form = dice.choice(files)
        path = folder / f"damaged{ending}"
        path.write_bytes(damaged(source, dice))
        words = [command, "import", form, path, "--deploy-region", "eu-central-1"]
        words += ["--count"] if number % 3 == 0 else ["-o", folder / "imported.yaml"]
        try:
            status = subprocess.run(words, capture_output=True, timeout=20).returncode
        except subprocess.TimeoutExpired:
            status = "no answer"
        statuses[status] = statuses.get(status, 0) + 1
        number += 1
        if status not in (0, 3):
            kept = folder / f"{status}-{number}{ending}"
            path.rename(kept)
            print(f"{kept}: {status}")
    print(f"{number} files of {len(files)} samples: {statuses}")
    sys.exit(0 if files and set(statuses) <= {0, 3} else 1)


main()
