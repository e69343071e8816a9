"""The reader of tenant policy bundles.

A bundle is one immutable file that ``tenantpolicy build`` writes. A runtime opens it once, admits runs of a
plan for a tenant, and asks the admission where data may go::

    with Bundle.open("policies.bundle") as bundle:
        run = bundle.admit("institution-x-4921", "loan-approval")
        platform = run.platform
        snapshot = run.snapshot(now=int(time.time()))
        route = run.route(platform.model("compliance_check"), platform.label("pii"), snapshot)
        if route:
            call(route.endpoint)

docs/admission.md has the contract between a runtime and the proofs in a bundle, docs/trust.md what can be
demanded of a bundle.
"""

from ._admission import Admission, Capability, Snapshot
from ._bundle import Bundle
from ._errors import BundleFileError, BundleRefused, Denied, NotFound, PolicyError
from ._follow import FollowedBundle, FollowStatus, Memory
from ._names import Endpoint, Model, Named, Plan, Platform, Region, ReviewerPool, Step, Tool
from ._trust import NOW, UNSIGNED, Demands, Now, Proof, Unsigned
from ._values import (
    Burst,
    Code,
    Context,
    Decision,
    Fallback,
    Priority,
    Promise,
    Rate,
    Route,
    Storage,
)

__all__ = [
    "NOW",
    "UNSIGNED",
    "Admission",
    "Bundle",
    "BundleFileError",
    "BundleRefused",
    "Burst",
    "Capability",
    "Code",
    "Context",
    "Decision",
    "Demands",
    "Denied",
    "Endpoint",
    "Fallback",
    "FollowStatus",
    "FollowedBundle",
    "Memory",
    "Model",
    "Named",
    "NotFound",
    "Now",
    "Plan",
    "Platform",
    "PolicyError",
    "Priority",
    "Promise",
    "Proof",
    "Rate",
    "Region",
    "ReviewerPool",
    "Route",
    "Snapshot",
    "Step",
    "Storage",
    "Tool",
    "Unsigned",
]

__version__ = "0.1.0"
