"""Calls, for the people who answer them: lists, one call with its timeline, and the verbs."""

from collections.abc import Awaitable, Callable
from hashlib import sha256
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from fastapi import APIRouter, Depends, Header, Query
from fastapi.responses import Response

from callcenter.api import openapi, schemas
from callcenter.api.deps import SignedIn, TheDoors, requires
from callcenter.api.problems import problems
from callcenter.domain import commands as c
from callcenter.domain import cursor as cursors
from callcenter.domain.access import OPENS_CALLS, VerbName, refuse_verb
from callcenter.domain.asker import Asker
from callcenter.domain.facts import Actor
from callcenter.domain.ids import CallId, CallKind, ResidentId, StaffId, StationId
from callcenter.flow import raising, reading, responding
from callcenter.flow.reading import CallQuery
from callcenter.flow.responding import Key

router = APIRouter(prefix="/api/v1/calls", tags=["calls"], responses=problems(401, 403, 404, 409, 422, 503))
TheKey = Annotated[UUID, Header(alias="Idempotency-Key", description="the same request again: the same key")]

CONVERSIONS: dict[VerbName, tuple[type[schemas.VerbBody], type[c.Verb]]] = {
    VerbName.ACCEPT: (schemas.VerbBody, c.Accept),
    VerbName.DECLINE: (schemas.ReasonBody, c.Decline),
    VerbName.DEPART: (schemas.VerbBody, c.Depart),
    VerbName.ARRIVE: (schemas.VerbBody, c.Arrive),
    VerbName.RESOLVE: (schemas.ResolveBody, c.Resolve),
    VerbName.RELEASE: (schemas.ReasonBody, c.Release),
    VerbName.ANSWER: (schemas.AnswerBody, c.Answer),
    VerbName.ASSIGN: (schemas.AssignBody, c.Assign),
    VerbName.ESCALATE: (schemas.EscalateBody, c.Escalate),
    VerbName.NOTE: (schemas.NoteBody, c.Note),
    VerbName.HOLD: (schemas.HoldBody, c.Hold),
    VerbName.REOPEN: (schemas.ReasonBody, c.Reopen),
}


def as_json(value: object) -> Response:
    """A response from domain objects, encoded once."""
    return Response(msgspec.json.encode(value), media_type="application/json")


@router.get("", responses=openapi.answers(openapi.CallPage))
async def list_calls(
    doors: TheDoors,
    asker: SignedIn,
    *,
    state: Literal["open", "closed"] | None = None,
    station: schemas.Filter | None = None,
    since: schemas.Moment | None = None,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:
    """The newest calls first, a page at a time; `next` continues."""
    query = CallQuery(
        state=state, station=StationId(station) if station else None, since=since, before=cursors.place(cursor)
    )
    calls = await reading.find_calls(doors.database, query, asker.viewer)
    last = calls[-1] if len(calls) == query.limit else None
    return as_json({"calls": calls, "next": cursors.written(last.received_at, last.id) if last else None})


@router.get("/{call_id}", responses=openapi.answers(openapi.CallDetail))
async def read_call(doors: TheDoors, asker: SignedIn, call_id: UUID) -> Response:
    """One call with all its facts, and as much of the resident as the asker may see."""
    return as_json(await reading.read_call(doors.database, CallId(call_id), asker.viewer, new_id=doors.new_id))


@router.post("", status_code=201, responses=openapi.answers(openapi.CallAnswer, 201))
async def open_call(
    doors: TheDoors,
    asker: Annotated[Asker, Depends(requires(*OPENS_CALLS))],
    body: schemas.OpenBody,
    key: TheKey,
) -> Response:
    """Open a call for a resident who telephoned."""
    command = c.OpenByHand(
        actor=Actor(role=asker.role, id=asker.id),
        resident=ResidentId(body.resident),
        station=None,
        kind=CallKind(body.kind),
        note=body.note,
    )
    answer = await raising.open_by_hand(
        doors.committer, doors.database, command, key=_key(key, asker, "open", body.model_dump_json())
    )
    return Response(answer, status_code=201, media_type="application/json")


def _endpoint(
    verb: VerbName, body_type: type[schemas.VerbBody], command_type: type[c.Verb]
) -> Callable[..., Awaitable[Response]]:
    async def act(doors: TheDoors, asker: SignedIn, call_id: UUID, body: schemas.VerbBody, key: TheKey) -> Response:
        refuse_verb(asker.role, verb)
        fields = body.model_dump()
        if "caregiver" in fields:
            fields["caregiver"] = StaffId(fields["caregiver"])
        command = command_type(actor=Actor(role=asker.role, id=asker.id), asker_station=asker.station, **fields)
        request = f"{verb} {call_id} {body.model_dump_json()}"
        answer = await responding.act(
            doors.committer, CallId(call_id), command, key=_key(key, asker, str(verb), request)
        )
        return Response(answer, media_type="application/json")

    act.__annotations__["body"] = body_type
    act.__doc__ = f"{str(verb).capitalize()} a call; the answer is the call as it is then and its feed number."
    return act


for _verb, (_body, _command) in CONVERSIONS.items():
    router.add_api_route(
        f"/{{call_id}}/{_verb}",
        _endpoint(_verb, _body, _command),
        methods=["POST"],
        name=f"{_verb}_call",
        operation_id=f"{_verb}_call",
        responses=openapi.answers(openapi.CallAnswer),
    )


def _key(key: UUID, asker: Asker, verb: str, request: str) -> Key:
    return Key(key, asker.id, sha256(f"{verb}\n{request}".encode()).digest())
