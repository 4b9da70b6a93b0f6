"""The states of a case: whose turn it is, and what may follow. Urgency and holds are kept apart."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is to a case. A Party row says so, with its basis and its time."""

    PATIENT = "patient"
    CARER = "carer"
    COORDINATOR = "coordinator"
    EXPERT = "expert"
    SECOND_READER = "second_reader"
    PANELLIST = "panellist"
    TREATING_DOCTOR = "treating_doctor"


FAMILY = frozenset({Role.PATIENT, Role.CARER})
REVIEWERS = frozenset({Role.EXPERT, Role.SECOND_READER, Role.PANELLIST})


class State(StrEnum):
    """Where a case stands."""

    GATHERING = "gathering"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    OFFERED = "offered"
    IN_REVIEW = "in_review"
    SIGNED = "signed"
    RELEASED = "released"
    DECIDED = "decided"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    UNSUITABLE = "unsuitable"
    EMERGENCY = "emergency"
    DIED = "died"
    HANDED_BACK = "handed_back"


# Exactly one owner each: the person whose turn it is. Nobody waits without somebody owing.
OWNERS: dict[State, Role | None] = {
    State.GATHERING: Role.PATIENT,
    State.SUBMITTED: Role.COORDINATOR,
    State.RETURNED: Role.PATIENT,
    State.ACCEPTED: Role.COORDINATOR,
    State.OFFERED: Role.EXPERT,
    State.IN_REVIEW: Role.EXPERT,
    State.SIGNED: Role.COORDINATOR,
    State.RELEASED: Role.PATIENT,
    State.DECIDED: Role.COORDINATOR,
    State.CLOSED: None,
    State.WITHDRAWN: None,
    State.DECLINED: None,
    State.UNSUITABLE: None,
    # The person may come back; until then the coordinator on duty follows up.
    State.EMERGENCY: Role.COORDINATOR,
    State.DIED: None,
    State.HANDED_BACK: None,
}

# Ways out that are open from every state in which the opinion is still being made.
EXITS = frozenset(
    {State.WITHDRAWN, State.DECLINED, State.UNSUITABLE, State.EMERGENCY, State.DIED, State.HANDED_BACK}
)
OPEN = frozenset(
    {
        State.GATHERING,
        State.SUBMITTED,
        State.RETURNED,
        State.ACCEPTED,
        State.OFFERED,
        State.IN_REVIEW,
        State.SIGNED,
    }
)

# Nothing is promised before the case is sent.
PROMISED_IN = OPEN - {State.GATHERING}

_FORWARD: dict[State, frozenset[State]] = {
    State.GATHERING: frozenset({State.SUBMITTED}),
    State.SUBMITTED: frozenset({State.ACCEPTED, State.RETURNED}),
    State.RETURNED: frozenset({State.SUBMITTED}),
    # Back to the expert who read it before, for the final opinion after a partial one.
    State.ACCEPTED: frozenset({State.OFFERED, State.IN_REVIEW, State.RETURNED}),
    State.OFFERED: frozenset({State.IN_REVIEW, State.ACCEPTED}),
    State.IN_REVIEW: frozenset({State.SIGNED, State.ACCEPTED}),
    State.SIGNED: frozenset({State.RELEASED}),
    # A partial opinion has been given: what was missing comes, and the final one follows.
    State.RELEASED: frozenset({State.DECIDED, State.RETURNED, State.WITHDRAWN, State.DIED}),
    State.DECIDED: frozenset({State.CLOSED, State.RETURNED, State.DIED}),
    # Coming back after an emergency starts where records are gathered.
    State.EMERGENCY: frozenset({State.GATHERING, State.WITHDRAWN, State.DIED, State.HANDED_BACK}),
}

FOLLOWING: dict[State, frozenset[State]] = {
    state: _FORWARD.get(state, frozenset()) | (EXITS if state in OPEN else frozenset()) for state in State
}


def diagram() -> str:
    """The states as a Mermaid diagram, for docs/reference/states.md; CI fails when that file is stale."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.GATHERING}"]
    for state in State:
        onward = FOLLOWING[state] - (EXITS if state in OPEN else frozenset())
        lines += [f"    {state} --> {after}" for after in sorted(onward)]
        if not FOLLOWING[state]:
            lines.append(f"    {state} --> [*]")
    lines += ["    state any_open_state <<choice>>"]
    lines += [f"    any_open_state --> {state}" for state in sorted(EXITS)]
    return "\n".join(lines) + "\n"
