"""Asks Cedar whether tenants may use tools in regions, and says how long it takes.

Reads a JSON object from the file that is named first:

    tenants    {id: {"tools": [name], "regions": [name]}}
    questions  [[tenant, tool, region]]

Writes three lines: `own`, the microseconds that Cedar says one decision takes it; `caller`, those
that pass for one decision in this program, without the time that Cedar takes to read policies and
entities; `answers`, a `1` for each question that is permitted and a `0` for each that is not.
"""

import json
import sys
import time

import cedarpy

POLICY = """
permit(principal, action, resource)
when { principal.tools.contains(resource.name) && principal.regions.contains(context.region) };
"""


def entity(kind, name, attributes):
    return {"uid": {"type": kind, "id": name}, "attrs": attributes, "parents": []}


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        given = json.load(file)
    tools = sorted({tool for _, tool, _ in given["questions"]})
    entities = [entity("Tenant", name, values) for name, values in given["tenants"].items()]
    entities += [entity("Tool", name, {"name": name}) for name in tools]
    requests = [
        {
            "principal": f'Tenant::"{tenant}"',
            "action": 'Action::"call"',
            "resource": f'Tool::"{tool}"',
            "context": {"region": region},
        }
        for tenant, tool, region in given["questions"]
    ]

    # The first batch pays for what a process does once.
    cedarpy.is_authorized_batch(requests[:1], POLICY, entities)
    start = time.perf_counter()
    cedarpy.is_authorized_batch(requests[:1], POLICY, entities)
    alone = time.perf_counter() - start
    start = time.perf_counter()
    results = cedarpy.is_authorized_batch(requests, POLICY, entities)
    together = time.perf_counter() - start

    own = sum(result.metrics["authz_duration_micros"] for result in results) / len(results)
    caller = (together - alone) / (len(results) - 1) * 1e6
    print(f"own {own:.3f}")
    print(f"caller {caller:.3f}")
    print("answers " + "".join("1" if result.allowed else "0" for result in results))


if __name__ == "__main__":
    main()
