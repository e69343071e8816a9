"""Which endpoint may be shown data, and what policy says of it."""

from typing import NamedTuple

from .admission import STORAGE, Decision, is_open, statement

BARS = [
    ("regionNotPermitted", "data_residency"),
    ("storingNotPermitted", "data_residency"),
    ("loggingNotPermitted", "data_residency"),
    ("modelTierNotPermitted", "model_tier"),
    ("retainsTooLong", "data_retention"),
    ("retainsTooShort", "audit_retention"),
]
FALLBACKS = ["hold", "queue", "fail", "review"]


class Candidate(NamedTuple):
    endpoint: int
    row: int
    bars: list


class Snapshot(NamedTuple):
    """What a runtime knows: rows of endpoints that are up (`None` for all), and milliseconds by row."""

    now: int
    up: set | None = None
    latency: dict = {}


class Route(NamedTuple):
    decision: Decision
    endpoint: int | None = None
    position: int | None = None
    fallback: str = "fail"
    pool: int | None = None


class Unanswerable(Exception):
    """What is asked for is not declared."""


class Question:
    """A capability, `("tool", name)`, `("model", name)` or `("storage", kind)`, and a label."""

    def __init__(self, run, capability, label):
        self.run, self.label = run, label
        bundle = run.bundle
        platforms = bundle.table("platforms")
        if label >> platforms.integer(run.platform, 12):
            raise Unanswerable
        self.decision = decision_row(run, *capability)
        self.route = bundle.table("decisions").index(self.decision, 4)
        self.candidates = self.read_candidates()

    def read_candidates(self):
        bundle = self.run.bundle
        first = bundle.table("rights").integer(self.run.rights, 4)
        first_decision = bundle.table("platforms").integer(self.run.platform, 15)
        row = first + self.decision - first_decision
        values = bundle.table("permissions").list(row, 2)
        candidates = []
        at = 0
        while at < len(values):
            endpoint, candidate, count = values[at : at + 3]
            bars = [values[at + 3 + 3 * bar :][:3] for bar in range(count)]
            candidates.append(Candidate(endpoint, candidate, bars))
            at += 3 + 3 * count
        return candidates

    def bar(self, candidate, now):
        """The first reason for which the policy forbids a candidate the data, with the line."""
        run = self.run
        endpoints = run.bundle.table("endpoints")
        if not is_open(run, endpoints, candidate.endpoint, 10):
            return Decision("dedicatedToAnother", place(endpoints, candidate.endpoint, 12, 14))
        for reason, begins, classes in candidate.bars:
            is_hit = self.label & classes or self.label == 0 and reason & 256
            if is_hit and now >= begins:
                code, field = BARS[reason & 255]
                return Decision(code, statement(run.bundle, run.tenant, field))
        return None

    def line(self, candidate):
        """The line of a candidate that a route names."""
        if candidate.row == -1:
            return None
        return place(self.run.bundle.table("candidates"), candidate.row, 4, 5)

    def fallback_line(self):
        if self.route is None:
            return None
        return place(self.run.bundle.table("routes"), self.route, 8, 7)

    def holds(self, candidate, snapshot):
        if candidate.row == -1:
            return True
        bundle = self.run.bundle
        condition = bundle.table("candidates").list(candidate.row, 2)
        first = bundle.table("platforms").integer(self.run.platform, 13)
        return evaluate(condition, self.label, first, snapshot.latency) is True

    def outcome(self, decision, candidate=None, position=None):
        routes = self.run.bundle.table("routes")
        endpoint = None if candidate is None else candidate.endpoint
        if self.route is None:
            return Route(decision, endpoint, position)
        fallback = FALLBACKS[routes.integer(self.route, 5)]
        return Route(decision, endpoint, position, fallback, routes.index(self.route, 6))


def decision_row(run, kind, name):
    bundle = run.bundle
    if kind == "storage":
        position = STORAGE[name].bit_length() - 1
        return bundle.table("platforms").list(run.platform, 11)[position]
    table = bundle.table(kind + "s")
    row = table.find(name, run.platform)
    if row is None:
        raise Unanswerable
    return table.index(row, 9)


def place(table, row, source, line):
    """The source and line that two columns of a row state."""
    found = (table.integer(row, source), table.integer(row, line))
    return found if found[0] >= 0 and found[1] > 0 else None


def route(run, capability, label, snapshot, after=-1):
    """The endpoint to try, or why there is none."""
    try:
        question = Question(run, capability, label)
    except Unanswerable:
        return Route(Decision("unknownName"))
    is_gated = run.bundle.table("platforms").integer(run.platform, 9) != 0
    first_bar = None
    was_asked = was_held = False
    for position, candidate in enumerate(question.candidates):
        bar = question.bar(candidate, snapshot.now)
        first_bar = first_bar or bar
        if bar and is_gated:
            continue
        was_asked = True
        if not question.holds(candidate, snapshot):
            continue
        was_held = True
        is_up = snapshot.up is None or candidate.endpoint in snapshot.up
        if position > after and is_up:
            decision = bar or Decision("permitted", question.line(candidate))
            return question.outcome(decision, candidate, position)
    if was_held:
        return question.outcome(Decision("unavailable", question.fallback_line()))
    if was_asked:
        return question.outcome(Decision("conditionsNotMet", question.fallback_line()))
    return question.outcome(first_bar or Decision("noCandidate", question.fallback_line()))


def permission(run, capability, endpoint, label, now):
    """What the policy says of one endpoint, by the name of it."""
    try:
        question = Question(run, capability, label)
    except Unanswerable:
        return Decision("unknownName")
    row = run.bundle.table("endpoints").find(endpoint, run.platform)
    for candidate in question.candidates:
        if candidate.endpoint == row:
            permitted = Decision("permitted", question.line(candidate))
            return question.bar(candidate, now) or permitted
    return Decision("notACandidate", question.fallback_line())


# ---- conditions


def evaluate(condition, label, first_data_class, latency):
    """The truth of a condition; `None` where it is not known. What makes no sense is not known."""
    if len(condition) > 8192:
        return None
    stack = []
    values = iter(condition)
    try:
        for operation in values:
            step(operation, values, stack, label, first_data_class, latency)
            if len(stack) > 1024:
                return None
    except (StopIteration, IndexError):
        return None
    return stack[0] if len(stack) == 1 else None


def step(operation, values, stack, label, first_data_class, latency):
    if operation == 0:
        stack.append(True)
    elif operation in (1, 2):
        row, count = next(values), next(values)
        ranges = [(next(values), next(values)) for _ in range(count)]
        # Facts are not known where a route is picked.
        value = latency.get(row) if operation == 2 else None
        stack.append(None if value is None else any(low <= value <= high for low, high in ranges))
    elif operation == 3:
        stack.append(bool(label >> (next(values) - first_data_class) & 1))
    elif operation == 4:
        next(values), next(values), next(values)
        stack.append(None)
    elif operation == 5:
        value = stack.pop()
        stack.append(None if value is None else not value)
    elif operation in (6, 7):
        count = next(values)
        taken = [stack.pop() for _ in range(count)]
        decisive = operation == 7
        stack.append(decisive if decisive in taken else None if None in taken else not decisive)
    else:
        raise IndexError
