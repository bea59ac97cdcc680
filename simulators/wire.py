"""HTTP and WebSocket to the centre, as anybody outside would speak them.

Every request ends in one of three outcomes: ok, failed (the centre refused, or nothing was listening), or unknown (no
answer, or the centre could not say: a 503 may still have been stored).
"""

from collections.abc import Mapping
from enum import StrEnum
from http import HTTPStatus
from typing import Any

import aiohttp
import msgspec

Json = dict[str, Any]

CONNECTIONS = 128
REQUEST_SECONDS = 10.0
LONGEST_FRAME_BYTES = 64 * 1024 * 1024
SUBPROTOCOL = "care.v1"
TRY_LATER = {408, 425, 429}


class Outcome(StrEnum):
    """What the sender may believe after a request."""

    OK = "ok"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Answer(msgspec.Struct, frozen=True):
    """What came back; `status` is 0 when nothing did."""

    outcome: Outcome
    status: int
    body: Json

    @property
    def ok(self) -> bool:
        """Tell whether the centre did what was asked."""
        return self.outcome is Outcome.OK

    @property
    def settled(self) -> bool:
        """Tell whether asking again is pointless; silence, 5xx and "later" are not the last word."""
        return bool(self.status) and self.outcome is not Outcome.UNKNOWN and self.status not in TRY_LATER

    @property
    def call(self) -> Json:
        """Give the call an answer is about, empty when it names none."""
        call = self.body.get("call")
        return call if isinstance(call, dict) else {}

    @property
    def code(self) -> str:
        """Name the problem as the centre does, or say that nothing came."""
        return str(self.body.get("code") or self.status or "no answer")


NOTHING_CAME = Answer(Outcome.UNKNOWN, 0, {})
NOBODY_LISTENS = Answer(Outcome.FAILED, 0, {})


def encode(body: object) -> bytes:
    """Write JSON bytes; a retry sends these very bytes again."""
    return msgspec.json.encode(body)


def bearer(token: str) -> dict[str, str]:
    """Give the header that programs and units sign with."""
    return {"Authorization": f"Bearer {token}"}


def _outcome(status: int) -> Outcome:
    if status < HTTPStatus.BAD_REQUEST:
        return Outcome.OK
    return Outcome.FAILED if status < HTTPStatus.INTERNAL_SERVER_ERROR else Outcome.UNKNOWN


def _body(raw: bytes) -> Json:
    try:
        body = msgspec.json.decode(raw)
    except msgspec.DecodeError:
        return {}
    return body if isinstance(body, dict) else {}


class Wire:
    """One keep-alive session for requests (bounded) and one for live sockets (each its own connection)."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._requests = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=75),
            timeout=aiohttp.ClientTimeout(total=REQUEST_SECONDS),
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        self._sockets = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0), cookie_jar=aiohttp.DummyCookieJar()
        )

    async def request(
        self,
        method: str,
        path: str,
        *,
        token: str = "",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Ask once; never raises for what a network does."""
        sent = dict(headers or {})
        if token:
            sent |= bearer(token)
        if body is not None:
            sent["Content-Type"] = "application/json"
        try:
            async with self._requests.request(method, self._url + path, data=body, headers=sent) as response:
                return Answer(_outcome(response.status), response.status, _body(await response.read()))
        except aiohttp.ClientConnectorError:
            return NOBODY_LISTENS
        except (aiohttp.ClientError, TimeoutError, OSError):
            return NOTHING_CAME

    async def live(self, token: str) -> aiohttp.ClientWebSocketResponse:
        """Open the live socket; raises aiohttp's errors when it cannot."""
        return await self._sockets.ws_connect(
            self._url + "/api/v1/live",
            headers=bearer(token),
            protocols=(SUBPROTOCOL,),
            max_msg_size=LONGEST_FRAME_BYTES,
            timeout=aiohttp.ClientWSTimeout(ws_close=2.0),
        )

    async def close(self) -> None:
        """Hang up everything."""
        await self._requests.close()
        await self._sockets.close()
