#!/usr/bin/env python3
"""Check JUnit reports against the schema that Jenkins and GitLab read them by.

    Tests/Validation/validate_junit.py FILE...

There is no standard; this is the schema of the JUnit plugin of Jenkins (`jenkins-junit.xsd`), written down
again: which elements stand in which, in which order, with which attributes, and that counts add up. Exits
with 0 when every file is valid, with 1 otherwise, and with 2 without files.
"""

import sys
import xml.etree.ElementTree as ElementTree

NUMBERS = {"tests", "failures", "errors", "skipped", "disabled", "time"}

# For each element: required and optional attributes, and what may stand in it.
SCHEMA = {
    "testsuites": (set(), {"name", "time", "tests", "failures", "disabled", "errors"}, ["testsuite"]),
    "testsuite": (
        {"name", "tests"},
        {"failures", "errors", "time", "disabled", "skipped", "timestamp", "hostname", "id", "package"},
        ["properties", "testcase", "system-out", "system-err"],
    ),
    "testcase": (
        {"name"},
        {"assertions", "time", "classname", "status", "class", "file", "line"},
        ["skipped", "error", "failure", "system-out", "system-err"],
    ),
    "failure": (set(), {"type", "message"}, []),
    "error": (set(), {"type", "message"}, []),
    "skipped": (set(), {"type", "message"}, []),
    "system-out": (set(), set(), []),
    "system-err": (set(), set(), []),
}
MIXED = {"failure", "error", "skipped", "system-out", "system-err"}


def element_problems(element, path):
    """What is wrong with an element and those in it."""
    if element.tag not in SCHEMA:
        return [f"{path}: there is no element {element.tag}"]
    required, optional, children = SCHEMA[element.tag]
    found = []
    for name in sorted(required - set(element.attrib)):
        found.append(f"{path}: lacks {name}")
    for name, value in element.attrib.items():
        if name not in required | optional:
            found.append(f"{path}: has no attribute {name}")
        if name in NUMBERS and not value.replace(".", "", 1).isdigit():
            found.append(f"{path}: {name} is no number")
    if element.tag not in MIXED and (element.text or "").strip():
        found.append(f"{path}: has text")
    for number, child in enumerate(element):
        place = f"{path}/{child.tag}[{number + 1}]"
        if child.tag not in children:
            found.append(f"{place}: may not stand here")
        else:
            found += element_problems(child, place)
    return found


def count_problems(suite):
    cases = suite.findall("testcase")
    failures = sum(1 for case in cases if case.find("failure") is not None)
    found = []
    if suite.get("tests") != str(len(cases)):
        found.append(f"{suite.get('name')}: tests is not {len(cases)}")
    if suite.get("failures", "0") != str(failures):
        found.append(f"{suite.get('name')}: failures is not {failures}")
    return found


def problems(path):
    try:
        root = ElementTree.parse(path).getroot()
    except (OSError, ElementTree.ParseError) as error:
        return [str(error)]
    if root.tag not in ("testsuites", "testsuite"):
        return [f"the root is {root.tag}"]
    found = element_problems(root, root.tag)
    for suite in root.iter("testsuite"):
        found += count_problems(suite)
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
