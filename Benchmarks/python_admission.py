"""Admits runs in Python, and asks Cedar the same, in one process.

    python_admission.py BUNDLE FACTS TURNS

FACTS is a JSON object:

    platform   the name of the platform
    plan       the plan that everybody is admitted to
    ids        the ids of tenants, in the order in which they are admitted
    plans      {plan: [tool]}
    tenants    {id: [tool]}: some of the tenants, and the tools that they may use
    questions  [[tenant, plan]]

Writes `own`, the microseconds of processor time that an admission at random over all ids takes; `same` and
`cedar`, those of a question of either, in turns, the median of them; `own-answers` and `cedar-answers`, a `1`
for each question that is permitted and a `0` for each that is not. Cedar is given what it reads beforehand,
once, and knows only the tenants that it is asked about.
"""

import json
import statistics
import sys
import time

import cedarpy
import tenantpolicy

POLICY = """
permit(principal, action, resource) when { principal.tools.containsAll(resource.tools) };
"""


def microseconds(body, count):
    """Of processor time, of all threads: on a machine that others use, the time of the day says little."""
    start = time.process_time()
    body()
    return (time.process_time() - start) / count * 1e6


def entity(kind, name, tools):
    return {"uid": {"type": kind, "id": name}, "attrs": {"tools": tools}, "parents": []}


class Own:
    """Admission by the reader."""

    def __init__(self, path, facts):
        self.bundle = tenantpolicy.Bundle.open(path)
        platform = self.bundle.platform(facts["platform"])
        self.plans = {name: platform.plan(name) for name in facts["plans"]}
        self.plan = self.plans[facts["plan"]]
        self.ids = facts["ids"]
        self.questions = [(tenant, self.plans[plan]) for tenant, plan in facts["questions"]]

    def admit_all(self):
        admit, plan = self.bundle.admit, self.plan
        for tenant in self.ids:
            admit(tenant, plan)

    def ask(self):
        answers = []
        admit, denied = self.bundle.admit, tenantpolicy.Denied
        for tenant, plan in self.questions:
            try:
                admit(tenant, plan)
                answers.append("1")
            except denied:
                answers.append("0")
        self.answers = "".join(answers)


class Cedar:
    """The same as a policy of Cedar, which was parsed before."""

    def __init__(self, facts):
        entities = [entity("Tenant", *tenant) for tenant in facts["tenants"].items()]
        entities += [entity("Plan", *plan) for plan in facts["plans"].items()]
        self.policies = cedarpy.PolicySet.from_str(POLICY)
        self.entities = cedarpy.Entities.from_json_str(json.dumps(entities))
        self.questions = [
            {
                "principal": {"type": "Tenant", "id": tenant},
                "action": {"type": "Action", "id": "run"},
                "resource": {"type": "Plan", "id": plan},
                "context": {},
            }
            for tenant, plan in facts["questions"]
        ]

    def ask(self):
        ask, policies, entities = cedarpy.is_authorized, self.policies, self.entities
        answers = [ask(question, policies, entities).allowed for question in self.questions]
        self.answers = "".join("1" if answer else "0" for answer in answers)


def main():
    with open(sys.argv[2], encoding="utf-8") as file:
        facts = json.load(file)
    turns = int(sys.argv[3])
    own, cedar = Own(sys.argv[1], facts), Cedar(facts)
    count = len(facts["questions"])
    everybody, same, other = [], [], []
    for _ in range(turns):
        everybody.append(microseconds(own.admit_all, len(own.ids)))
        same.append(microseconds(own.ask, count))
        other.append(microseconds(cedar.ask, count))
    print(f"own {statistics.median(everybody):.4f}")
    print(f"same {statistics.median(same):.4f}")
    print(f"cedar {statistics.median(other):.4f}")
    print(f"own-answers {own.answers}")
    print(f"cedar-answers {cedar.answers}")


if __name__ == "__main__":
    main()
