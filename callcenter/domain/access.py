"""Who may do what: the one table of verbs and roles. Station scope is added where a call is looked up."""

from enum import StrEnum

from callcenter.domain.errors import Forbidden
from callcenter.domain.ids import Role


class VerbName(StrEnum):
    """What people can do to a call, as in its URL."""

    ACCEPT = "accept"
    DECLINE = "decline"
    DEPART = "depart"
    ARRIVE = "arrive"
    RESOLVE = "resolve"
    RELEASE = "release"
    ANSWER = "answer"
    ASSIGN = "assign"
    ESCALATE = "escalate"
    NOTE = "note"
    HOLD = "hold"
    REOPEN = "reopen"


DESK = frozenset({Role.DISPATCHER, Role.SUPERVISOR, Role.ADMINISTRATOR})
GOES = frozenset({Role.CAREGIVER, Role.SUPERVISOR})

MAY: dict[VerbName, frozenset[Role]] = {
    VerbName.ACCEPT: GOES,
    VerbName.DECLINE: GOES,
    VerbName.DEPART: GOES,
    VerbName.ARRIVE: GOES,
    VerbName.RESOLVE: DESK | GOES,
    VerbName.RELEASE: DESK | GOES,
    VerbName.ANSWER: DESK,
    VerbName.ASSIGN: DESK,
    VerbName.ESCALATE: DESK | {Role.CAREGIVER},
    VerbName.NOTE: DESK | GOES,
    VerbName.HOLD: DESK,
    VerbName.REOPEN: DESK,
}
OPENS_CALLS = DESK


def refuse_verb(role: Role, verb: VerbName) -> None:
    """Raise `role_not_allowed` unless the table says yes."""
    if role not in MAY[verb]:
        raise Forbidden("role_not_allowed", f"a {role} cannot {verb} a call", role=role, verb=verb)
