"""The units' door: one message in, one acknowledgement out, and only after it is on disk.

The busiest route, so it goes without FastAPI's machinery: msgspec reads the message, the committer's bytes are the
answer. It never says 429: a flood collapses into the open call.
"""

from typing import Annotated, Any

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from callcenter.api.deps import get_doors
from callcenter.domain.errors import Malformed, TooLarge, Unauthenticated
from callcenter.domain.ids import Button, ReportedFault, SignalKind
from callcenter.domain.supervision import Signal
from callcenter.flow import raising
from callcenter.flow.raising import SignalAnswer

LARGEST_BYTES = 8 * 1024
PATH = "/api/v1/signals"

Reading = Annotated[int, Meta(ge=-(2**31), le=2**31 - 1)]
Word = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[!-~]+$")]


class SignalMessage(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """What a unit may send; only boot, n and kind are required. Readings out of range count as no reading."""

    boot: Word
    n: Annotated[int, Meta(ge=0, le=2**53)]
    kind: SignalKind
    button: Button | None = None
    pager: Word | None = None
    at: Annotated[str, Meta(max_length=64)] | None = None
    battery_percent: Reading | None = None
    pager_battery_percent: Reading | None = None
    mains: bool | None = None
    signal_dbm: Reading | None = None
    faults: Annotated[tuple[ReportedFault, ...], Meta(max_length=16)] | None = None
    badge: Word | None = None


_decoder = msgspec.json.Decoder(SignalMessage)


async def receive(request: Request) -> Response:
    """Take a signal; the answer's bytes come from the committer as they were written down."""
    message = await _read(request)
    doors = get_doors(request)
    unit = await doors.gate.unit_of(_token(request), request.client.host if request.client else "")
    try:
        told = _decoder.decode(message)
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise Malformed("malformed", str(wrong)) from wrong
    signal = Signal(**{name: getattr(told, name) for name in SignalMessage.__struct_fields__})
    answer = await raising.hear_signal(doors.committer, unit, signal, message=message)
    return Response(answer, media_type="application/json")


async def _read(request: Request) -> bytes:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_BYTES:
            raise TooLarge("body_too_large", f"a signal has at most {LARGEST_BYTES} bytes")
    return bytes(body)


def _token(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated("unit_unknown", "a unit shows its token")
    return token.strip()


route = Route(PATH, receive, methods=["POST"])


def describe(schema: dict[str, Any]) -> None:
    """Add this route to an OpenAPI document: it was made by hand, so it is described by hand."""
    (message, answer), parts = msgspec.json.schema_components(
        (SignalMessage, SignalAnswer), ref_template="#/components/schemas/{name}"
    )
    components = schema.setdefault("components", {})
    components.setdefault("schemas", {}).update(parts)
    components.setdefault("securitySchemes", {})["unit"] = {"type": "http", "scheme": "bearer"}
    problem = {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    schema["paths"][PATH] = {
        "post": {
            "tags": ["signals"],
            "summary": "A home unit says something",
            "operationId": "receive_signal",
            "security": [{"unit": []}],
            "requestBody": {"required": True, "content": {"application/json": {"schema": message}}},
            "responses": {
                "200": {"description": "On disk", "content": {"application/json": {"schema": answer}}},
                "401": {"description": "Unknown unit", **problem},
                "413": {"description": "Too large", **problem},
                "422": {"description": "Not a signal", **problem},
                "503": {"description": "Nothing could be committed; send the same again", **problem},
            },
        }
    }
