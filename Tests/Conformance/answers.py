"""Answers a question of the vectors with the reader in `reader`. docs/reader.md says what the questions are."""

from reader import admission, monitor, routes
from reader.admission import Decision, Denied


def answer(bundle, question):
    """The answer, as it stands in the vectors."""
    return ANSWERS[question["ask"]](bundle, question)


def run_of(bundle, question):
    return admission.admit(bundle, identity(question["tenant"]), question["plan"])


def identity(tenant):
    return tenant.encode("utf-8", "surrogatepass")


def decided(bundle, decision):
    place = decision.place
    return {
        "code": decision.code,
        "source": None if place is None else bundle.source(place[0])[0],
        "line": None if place is None else place[1],
    }


def label_of(run, label):
    """A label as a number, or the names of data classes."""
    if isinstance(label, int):
        return label
    classes = run.bundle.table("data_classes")
    first = run.bundle.table("platforms").integer(run.platform, 13)
    return sum(1 << (classes.find(name, run.platform) - first) for name in label)


def capability_of(question):
    ((kind, name),) = question["capability"].items()
    return kind, name


def snapshot_of(run, question):
    endpoints = run.bundle.table("endpoints")
    up = question.get("up")
    return routes.Snapshot(
        question["now"],
        None if up is None else {endpoints.find(name, run.platform) for name in up},
        {
            endpoints.find(name, run.platform): milliseconds
            for name, milliseconds in question.get("latency", {}).items()
        },
    )


def admit(bundle, question):
    try:
        run_of(bundle, question)
    except Denied as denied:
        said = decided(bundle, denied.decision)
        if denied.decision.code == "toolNotPermitted":
            tenant = identity(question["tenant"])
            said["tool"] = admission.refused_tool(bundle, tenant, question["plan"])
        return said
    return decided(bundle, Decision("permitted"))


def context(bundle, question):
    return admission.context(run_of(bundle, question))


def place(bundle, question):
    run = run_of(bundle, question)
    if bundle.field_number(question["field"]) is None:
        return None
    source, line = admission.statement(bundle, run.tenant, question["field"])
    return {"source": bundle.source(source)[0], "line": line}


def encode(bundle, question):
    return admission.encode(run_of(bundle, question)).hex()


def decode(bundle, question):
    try:
        run = admission.decode(bundle, bytes.fromhex(question["bytes"]))
    except Denied as denied:
        return decided(bundle, denied.decision)
    said = decided(bundle, Decision("permitted"))
    said["tenant"] = bundle.tenant_id(run.tenant).decode()
    said["plan"] = bundle.table("plans").name(run.plan)
    return said


def permits(bundle, question):
    run = run_of(bundle, question)
    platform = question.get("platform")
    return admission.permits(run, question["use"], question["kind"], question["name"], platform)


def route(bundle, question):
    run = run_of(bundle, question)
    found = routes.route(
        run,
        capability_of(question),
        label_of(run, question["label"]),
        snapshot_of(run, question),
        question.get("after", -1),
    )
    endpoints, pools = bundle.table("endpoints"), bundle.table("reviewer_pools")
    return {
        **decided(bundle, found.decision),
        "endpoint": None if found.endpoint is None else endpoints.name(found.endpoint),
        "position": found.position,
        "fallback": found.fallback,
        "pool": None if found.pool is None else pools.name(found.pool),
    }


def permission(bundle, question):
    run = run_of(bundle, question)
    label = label_of(run, question["label"])
    what = capability_of(question)
    said = routes.permission(run, what, question["endpoint"], label, question["now"])
    return decided(bundle, said)


def review(bundle, question):
    run = run_of(bundle, question)
    label = label_of(run, question["label"])
    return decided(bundle, monitor.review(run, label, question["pool"]))


def monitored(bundle, question):
    run = run_of(bundle, question)
    label = label_of(run, question["label"])
    what, endpoint = capability_of(question), question["endpoint"]
    said = monitor.monitor(run, question["step"], what, endpoint, label, question["now"])
    return decided(bundle, said)


def monitored_review(bundle, question):
    run = run_of(bundle, question)
    label = label_of(run, question["label"])
    return decided(bundle, monitor.monitor_review(run, question["step"], label, question["pool"]))


ANSWERS = {
    "admit": admit,
    "context": context,
    "place": place,
    "encode": encode,
    "decode": decode,
    "permits": permits,
    "route": route,
    "permission": permission,
    "review": review,
    "monitor": monitored,
    "monitor_review": monitored_review,
}
