#!/usr/bin/env python3
"""Compare what the JSON reader accepts with what Python's does.

    swift build
    Tests/Validation/validate_json.py [TENANTPOLICY] [COUNT]

Writes COUNT random JSON texts, 2000 unless it is given, three of four of them damaged by a byte or two, gives them
to `check` and compares: a file is refused as JSON (TP1050, or TP0120 for a key that is written twice) exactly when
Python's reader, made strict, refuses it. Files that are refused for more than RFC 8259 asks for, such as characters
that cannot be seen, are left out of the comparison and counted.

Exits with 0 when they agree, with 1 otherwise. The seed is printed.
"""

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

SEED = 20261127
# Refused although RFC 8259 allows it, or refused before the grammar is looked at.
BEYOND = {
    "TP0100", "TP0102", "TP0103", "TP0104", "TP0106", "TP0107", "TP0109", "TP0121", "TP0125", "TP0140", "TP0141",
    "TP0142",
}
SYNTAX = {"TP0101", "TP0120", "TP1050"}
PIECES = [b"{", b"}", b"[", b"]", b",", b":", b'"', b"\\", b"/", b"u", b"0", b"1", b"-", b"+", b".", b"e", b"E", b" ",
          b"\n", b"\t", b"t", b"n", b"#", b"'", b"\\u00e9", b"\\ud83d", b"\\udE00", b"null", b"NaN", b"\xc3", b"\xff",
          b'"a":1,', b"//", b"/*"]


class Refused(Exception):
    pass


def refuse(_):
    raise Refused


def pairs(items):
    if len({key for key, _ in items}) != len(items):
        raise Refused
    return dict(items)


def has_lone_surrogate(value):
    if isinstance(value, str):
        return any(0xD800 <= ord(character) <= 0xDFFF for character in value)
    if isinstance(value, dict):
        return any(has_lone_surrogate(part) for item in value.items() for part in item)
    return isinstance(value, list) and any(has_lone_surrogate(part) for part in value)


def python_accepts(data):
    try:
        value = json.loads(data.decode("utf-8"), parse_constant=refuse, parse_float=str, parse_int=str,
                           object_pairs_hook=pairs)
    except (ValueError, Refused, RecursionError):
        return False
    return not has_lone_surrogate(value)


def random_value(source, depth):
    kind = source.randrange(7 if depth < 5 else 5)
    if kind == 0:
        return "".join(source.choice('aZ"\\/\n\té€中😀,:{}') for _ in range(source.randrange(8)))
    if kind == 1:
        return source.choice([True, False, None])
    if kind == 2:
        return source.randrange(-1000, 1000)
    if kind == 3:
        return source.random() * 10 ** source.randrange(-30, 30)
    if kind == 4:
        return source.randrange(10**30)
    if kind == 5:
        return [random_value(source, depth + 1) for _ in range(source.randrange(5))]
    return {f"k{index}é"[:source.randrange(2, 5)]: random_value(source, depth + 1) for index in range(source.randrange(5))}


def random_text(source):
    data = json.dumps(random_value(source, 0), ensure_ascii=source.random() < 0.5,
                      indent=source.choice([None, 1])).encode()
    for _ in range(source.choice([0, 1, 1, 2])):
        place = source.randrange(len(data) + 1)
        data = data[:place] + source.choice(PIECES) + data[place + source.randrange(2):]
    return data


def codes_by_file(command, folder, names):
    result = subprocess.run([command, "check", "--format", "json", *names], cwd=folder, capture_output=True)
    codes = {name: set() for name in names}
    for finding in json.loads(result.stdout)["findings"]:
        if finding.get("file") in codes:
            codes[finding["file"]].add(finding["code"])
    return codes


def main():
    root = Path(__file__).resolve().parents[2]
    command = Path(sys.argv[1] if len(sys.argv) > 1 else root / ".build/debug/tenantpolicy").resolve()
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    source = random.Random(SEED)
    texts = {f"{index:05}.json": random_text(source) for index in range(count)}
    with tempfile.TemporaryDirectory() as folder:
        for name, data in texts.items():
            Path(folder, name).write_bytes(data)
        codes = codes_by_file(command, folder, sorted(texts))
    agreed = {True: 0, False: 0}
    beyond = 0
    wrong = []
    for name, data in texts.items():
        if codes[name] & BEYOND:
            beyond += 1
            continue
        accepts = not codes[name] & SYNTAX
        if accepts == python_accepts(data):
            agreed[accepts] += 1
        else:
            wrong.append((name, data, sorted(codes[name])))
    print(f"seed {SEED}: {agreed[True]} accepted and {agreed[False]} refused by both, {beyond} not compared, "
          f"{len(wrong)} differ")
    for name, data, found in wrong[:10]:
        print(name, data, found)
    # A comparison of nothing shows nothing.
    return 1 if wrong or min(agreed.values()) * 10 < count else 0


sys.exit(main())
