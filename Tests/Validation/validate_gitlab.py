#!/usr/bin/env python3
"""Check Code Quality reports against what GitLab documents of them.

    pip install -r Tests/Validation/requirements.txt
    Tests/Validation/validate_gitlab.py FILE...

The schema is that of https://docs.gitlab.com/ci/testing/code_quality/ ("Code Quality report format"), and
fingerprints must differ. Exits with 0 when every file is valid, with 1 otherwise, and with 2 without files.
"""

import json
import sys

import jsonschema

SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    # Relative to the repository, without a leading `./`.
                    "path": {"type": "string", "pattern": "^(?!\\./)"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


def problems(path):
    try:
        with open(path, encoding="utf-8") as file:
            report = json.load(file)
    except (OSError, ValueError) as error:
        return [str(error)]
    errors = jsonschema.Draft202012Validator(SCHEMA).iter_errors(report)
    found = [f"{error.json_path}: {error.message[:300]}" for error in errors]
    prints = [entry.get("fingerprint") for entry in report] if not found else []
    if len(set(prints)) != len(prints):
        found.append("two findings have one fingerprint")
    return found


def main(paths):
    if not paths:
        print(__doc__, file=sys.stderr)
        return 2
    failed = False
    for path in paths:
        found = problems(path)
        failed = failed or bool(found)
        print(f"{path}: {'invalid' if found else 'valid'}")
        for problem in found:
            print(f"  {problem}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
