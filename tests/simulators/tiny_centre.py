"""The smallest call centre that speaks the public wire, for testing the simulators: one process, memory only.

It can be told to misbehave: to answer 503, to hang up after storing, to forget what it acknowledged, to store twice.
"""

import asyncio
import json
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import WSMsgType, web

Json = dict[str, Any]
OFFERS = 3
STATE_AFTER = {"accept": "accepted", "depart": "travelling", "arrive": "on_scene", "resolve": "resolved"}
FACT_OF = {
    "accept": "call_accepted",
    "depart": "caregiver_departed",
    "arrive": "caregiver_arrived",
    "resolve": "call_resolved",
    "decline": "offer_declined",
}


class TinyCentre:
    """Everybody's login is their id and their token; a token of a home is its unit."""

    def __init__(self, people: dict[str, str]) -> None:
        self.people = people
        self.facts: list[Json] = []
        self.calls: dict[str, Json] = {}
        self.answers: dict[tuple[str, str, int], Json] = {}
        self.bodies: list[bytes] = []
        self.keys: Counter[str] = Counter()
        self.misdeeds: list[str] = []
        self.skip_n_once = False
        self._sockets: dict[web.WebSocketResponse, list[int]] = {}
        self._sendings: set[asyncio.Future[None]] = set()
        self._callers: dict[str, str] = {}

    def app(self) -> web.Application:
        """Give the routes."""
        app = web.Application()
        app.add_routes(
            [
                web.get("/readyz", self._ready),
                web.post("/api/v1/tokens", self._token),
                web.get("/api/v1/me", self._me),
                web.post("/api/v1/me/shift", self._shift),
                web.delete("/api/v1/me/shift", self._shift),
                web.post("/api/v1/signals", self._signal),
                web.get("/api/v1/feed", self._feed),
                web.get("/api/v1/calls/{call}", self._call),
                web.post("/api/v1/calls/{call}/{verb}", self._verb),
                web.get("/api/v1/live", self._live),
            ]
        )
        return app

    def commit(self, kind: str, call: str | None, **fields: object) -> Json:
        """Number a fact, keep it and tell the sockets."""
        version = None
        if call is not None:
            version = self.calls[call]["version"] = self.calls[call]["version"] + 1
        fact = {"seq": len(self.facts) + 1, "kind": kind, "call": call, "version": version, "station": "S1", **fields}
        self.facts.append(fact)
        for socket, count in self._sockets.items():
            count[0] += 2 if self.skip_n_once else 1
            self.skip_n_once = False
            frame = {"type": "event", "n": count[0], "seq": fact["seq"], "fact": fact}
            sending = asyncio.ensure_future(socket.send_str(json.dumps([frame])))
            self._sendings.add(sending)
            sending.add_done_callback(self._sent)
        return fact

    def _sent(self, sending: asyncio.Future[None]) -> None:
        self._sendings.discard(sending)
        with suppress(ConnectionError):
            sending.result()

    async def _ready(self, _: web.Request) -> web.Response:
        return web.json_response({})

    async def _token(self, request: web.Request) -> web.Response:
        login = (await request.json())["login"]
        if login not in self.people:
            return web.json_response({"code": "bad_credentials"}, status=401)
        return web.json_response({"token": login})

    async def _me(self, request: web.Request) -> web.Response:
        return web.json_response({"id": who(request), "role": self.people[who(request)], "station": "S1"})

    async def _shift(self, _: web.Request) -> web.Response:
        return web.json_response({})

    async def _signal(self, request: web.Request) -> web.Response:
        raw = await request.read()
        self.bodies.append(raw)
        misdeed = self.misdeeds.pop(0) if self.misdeeds else ""
        if misdeed == "503":
            return web.json_response({"code": "not_committed"}, status=503)
        body, unit = json.loads(raw), who(request)
        key = (unit, body["boot"], body["n"])
        duplicate = key in self.answers
        if not duplicate or misdeed == "store twice":
            self.answers[key] = self._store(unit, body, forgets=misdeed == "forget", twice=misdeed == "store twice")
        if misdeed == "hang up" and request.transport:
            request.transport.abort()
        return web.json_response(self.answers[key] | {"duplicate": duplicate})

    def _store(self, unit: str, body: Json, *, forgets: bool, twice: bool) -> Json:
        call = self._callers.get(unit)
        if body["kind"] == "press" and not forgets:
            call = self._press(unit, body, call)
            if twice:
                self._press(unit, body, call)
        return {
            "received_at": datetime.now(UTC).isoformat(),
            "seq": len(self.facts),
            "call": {"id": call, "state": "waiting"} if call else None,
            "next_heartbeat_seconds": 60,
        }

    def _press(self, unit: str, body: Json, call: str | None) -> str:
        pressed = {"unit": unit, "boot": body["boot"], "n": body["n"], "call_kind": body["button"]}
        if call:
            self.commit("call_repeated", call, **pressed)
            return call
        call = self._callers[unit] = f"call-{len(self.calls) + 1}"
        self.calls[call] = {"id": call, "kind": body["button"], "state": "waiting", "version": 0, "accepted_by": None}
        self.commit("call_raised", call, **pressed)
        expires_at = (datetime.now(UTC) + timedelta(minutes=1)).isoformat()
        caregivers = [login for login, role in self.people.items() if role == "caregiver"]
        for place in range(min(OFFERS, len(caregivers))):
            login = caregivers[(len(self.calls) * OFFERS + place) % len(caregivers)]
            offer = f"{call}-{login}"
            self.commit("offer_made", call, offer=offer, caregiver=login, wave=1, expires_at=expires_at)
        return call

    async def _feed(self, request: web.Request) -> web.Response:
        after, limit = int(request.query["after"]), int(request.query["limit"])
        return web.json_response({"facts": self.facts[after : after + limit], "next": after + limit})

    async def _call(self, request: web.Request) -> web.Response:
        return web.json_response({"call": self.calls[request.match_info["call"]]})

    async def _verb(self, request: web.Request) -> web.Response:
        call, verb = self.calls[request.match_info["call"]], request.match_info["verb"]
        self.keys[request.headers["Idempotency-Key"]] += 1
        if verb == "accept" and call["accepted_by"] not in {None, who(request)}:
            refusal = {"code": "already_accepted", "accepted_by": call["accepted_by"]}
            return web.json_response(refusal, status=409)
        if verb == "accept":
            call["accepted_by"] = who(request)
        call["state"] = STATE_AFTER.get(verb, call["state"])
        if verb == "resolve":
            self._callers = {unit: open_ for unit, open_ in self._callers.items() if open_ != call["id"]}
        offer = f"{call['id']}-{who(request)}"
        fact = self.commit(FACT_OF.get(verb, "call_noted"), call["id"], caregiver=who(request), offer=offer)
        return web.json_response({"call": call, "seq": fact["seq"]})

    async def _live(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(protocols=("care.v1",))
        await socket.prepare(request)
        hello = await socket.receive_json()
        seq = len(self.facts)
        mode = "resume" if "resume" in hello else "snapshot"
        await socket.send_json(
            {"type": "welcome", "epoch": "e", "seq": seq, "mode": mode, "now": "", "ping_seconds": 10}
        )
        count = [0]
        if mode == "snapshot":
            await socket.send_json({"type": "snapshot", "seq": seq, "state": {"calls": self.calls, "staff": {}}})
        else:
            for fact in self.facts[hello["resume"]["seq"] : seq]:
                count[0] += 1
                await socket.send_json({"type": "event", "n": count[0], "seq": fact["seq"], "fact": fact})
        self._sockets[socket] = count
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                break
        del self._sockets[socket]
        return socket


def who(request: web.Request) -> str:
    """Name the bearer."""
    return request.headers["Authorization"].removeprefix("Bearer ")
