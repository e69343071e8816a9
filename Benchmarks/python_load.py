"""Loads the policies of many tenants in a process of its own, and says what that takes.

    python_load.py bundle FILE TENANT PLATFORM PLAN
    python_load.py cedar FILE TENANT PLATFORM PLAN

FILE is a bundle, or entities in the JSON of Cedar. Writes `seconds` until the first question is answered, and
`bytes`, by which the most memory that the process had has grown meanwhile: measured from when everything is
imported and, for Cedar, the file has been read, which is more than is counted for the bundle.
"""

import resource
import sys
import time

POLICY = """
permit(principal, action, resource) when { principal.tools.containsAll(resource.tools) };
"""


def most_bytes():
    return 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main():
    kind, path, tenant, platform, plan = sys.argv[1:]
    if kind == "bundle":
        import tenantpolicy

        before, start = most_bytes(), time.perf_counter()
        bundle = tenantpolicy.Bundle.open(path)
        bundle.admit(tenant, bundle.platform(platform).plan(plan))
    else:
        import cedarpy

        with open(path, encoding="utf-8") as file:
            text = file.read()
        before, start = most_bytes(), time.perf_counter()
        entities = cedarpy.Entities.from_json_str(text)
        policies = cedarpy.PolicySet.from_str(POLICY)
        question = {
            "principal": {"type": "Tenant", "id": tenant},
            "action": {"type": "Action", "id": "run"},
            "resource": {"type": "Plan", "id": plan},
            "context": {},
        }
        assert cedarpy.is_authorized(question, policies, entities).allowed
    print(f"seconds {time.perf_counter() - start:.6f}")
    print(f"bytes {most_bytes() - before}")


if __name__ == "__main__":
    main()
