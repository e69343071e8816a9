#!/usr/bin/env python3
"""Check the JSON Schema of policies, and policies and rule samples against it.

    pip install -r Tests/Validation/requirements.txt
    swift build
    Tests/Validation/validate_schema.py [TENANTPOLICY]

TENANTPOLICY is the built command, .build/debug/tenantpolicy unless it is given. The schema is the
committed one. What must hold:

- the schema is one by the rules of JSON Schema 2020-12;
- every document below policies/, but for files of other tools, and of Tests/Samples/base.yaml is valid, and
  so is the good sample of every rule that a schema could know or that comes after parsing;
- the bad sample of every rule that a schema can know is not;
- every rule on keys, forms and values (TP02xx) is in one of the two lists below.

Exits with 0 when all of it holds, with 1 otherwise.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import yaml

ROOT = Path(__file__).resolve().parents[2]

# The rules on keys, forms and values whose bad samples the schema refuses.
KNOWN_TO_SCHEMA = {
    "TP0201",  # unknown key
    "TP0202",  # missing key
    "TP0203",  # out of range
    "TP0204",  # wrong form
    "TP0205",  # bad notation
    "TP0206",  # bad name
    "TP0207",  # unknown word
    "TP0208",  # empty value
    "TP0209",  # unknown document
    "TP0210",  # reserved name
    "TP0212",  # unknown language
}

# Those that a schema cannot know, and why.
UNKNOWN_TO_SCHEMA = {
    "TP0211": "the sample is a product of a number and a unit",
}


# What files of other tools that policies import end with, before `.yaml`.
OF_OTHERS = (".asl", ".litellm", ".conductor", ".sw")


class CoreLoader(yaml.SafeLoader):
    """A loader with the types of the YAML 1.2 core schema: `no` and `22:22` are strings."""


CoreLoader.yaml_implicit_resolvers = {}
for tag, pattern, first in [
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$", list("-+0123456789")),
    (
        "float",
        r"^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
        r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$",
        list("-+.0123456789"),
    ),
]:
    CoreLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{tag}", re.compile(pattern), first
    )
CoreLoader.add_constructor(
    "tag:yaml.org,2002:int",
    lambda loader, node: int(node.value, 0 if node.value[:2] in ("0x", "0o") else 10),
)


def documents(text):
    """The documents of a text; in a sample, `# file: NAME` begins another file."""
    files = re.split(r"^# file: .*$", text, flags=re.MULTILINE)
    return [
        document
        for file in files
        if file.strip()
        for document in yaml.load_all(file, Loader=CoreLoader)
    ]


def problems(validator, document):
    errors = sorted(validator.iter_errors(document), key=lambda error: error.json_path)
    return [f"{error.json_path}: {error.message[:200]}" for error in errors]


def check_valid(validator, name, text):
    """What is wrong with documents that should be valid, a line each."""
    found = []
    for number, document in enumerate(documents(text), 1):
        found += [f"{name}, document {number}: {line}" for line in problems(validator, document)]
    return found


def check_rule(validator, rule):
    code = rule["code"]
    found = []
    # Samples of the rules on text and YAML are fragments, held together by nothing but syntax.
    if code >= "TP0200" and rule["good"]:
        found += check_valid(validator, f"the good sample of {code}", rule["good"])
    if code in KNOWN_TO_SCHEMA:
        if not any(problems(validator, document) for document in documents(rule["bad"])):
            found.append(f"the bad sample of {code} is valid, though a schema can know it")
    elif code.startswith("TP02") and code not in UNKNOWN_TO_SCHEMA:
        found.append(f"{code} is new: add it to one of the lists in {Path(__file__).name}")
    return found


def rules_of(command):
    output = subprocess.run(
        [command, "explain", "--list", "--format", "json"], check=True, capture_output=True
    ).stdout
    return json.loads(output)["rules"]


def main(arguments):
    command = arguments[0] if arguments else str(ROOT / ".build/debug/tenantpolicy")
    schema = json.loads((ROOT / "grammar/policy.schema.json").read_text("utf-8"))
    validator_class = jsonschema.validators.validator_for(schema)
    if validator_class is not jsonschema.Draft202012Validator:
        print("the schema does not say that it is one of 2020-12")
        return 1
    validator_class.check_schema(schema)
    validator = validator_class(schema)

    found = []
    written = sorted((ROOT / "policies").rglob("*.y*ml"))
    files = [ROOT / "Tests/Samples/base.yaml"]
    files += [path for path in written if not path.stem.endswith(OF_OTHERS)]
    for path in files:
        found += check_valid(validator, path.relative_to(ROOT), path.read_text("utf-8"))
    rules = rules_of(command)
    for rule in rules:
        found += check_rule(validator, rule)
    codes = {rule["code"] for rule in rules}
    for code in sorted((KNOWN_TO_SCHEMA | UNKNOWN_TO_SCHEMA.keys()) - codes):
        found.append(f"{code} is in a list of {Path(__file__).name}, but there is no such rule")
    print("\n".join(found) if found else f"valid: {len(files)} files, {len(rules)} rules")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
