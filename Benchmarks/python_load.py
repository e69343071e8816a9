"""Loads the policies of many tenants in a process of its own, and says what that takes.

    python_load.py bundle FILE TENANT PLATFORM PLAN
    python_load.py cedar FILE TENANT PLATFORM PLAN

FILE is a bundle, or entities in the JSON of Cedar. Writes `seconds` until the first question is answered, and
`bytes`, by which the memory of the process, without files, has grown then: from when everything is imported and,
for Cedar, the file has been read, which counts for the bundle. What was needed meanwhile and given back counts
for neither.
"""

import sys
import time

POLICY = """
permit(principal, action, resource) when { principal.tools.containsAll(resource.tools) };
"""


def own_bytes():
    """Memory of the process that is no file's: the code of libraries is not what policies take."""
    with open("/proc/self/status", encoding="ascii") as status:
        lines = [line.split() for line in status if line.startswith(("RssAnon:", "RssShmem:"))]
    return 1024 * sum(int(line[1]) for line in lines)


def main():
    kind, path, tenant, platform, plan = sys.argv[1:]
    if kind == "bundle":
        import tenantpolicy

        before, start = own_bytes(), time.perf_counter()
        bundle = tenantpolicy.Bundle.open(path)
        bundle.admit(tenant, bundle.platform(platform).plan(plan))
    else:
        import cedarpy

        with open(path, encoding="utf-8") as file:
            text = file.read()
        before, start = own_bytes(), time.perf_counter()
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
    print(f"bytes {own_bytes() - before}")


if __name__ == "__main__":
    main()
