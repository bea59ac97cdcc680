"""A screen without any rules: it keeps the snapshot it was given, merges what has changed and drops what is gone.

It reads frames exactly as a browser would, from the bytes; it counts `n` and refuses a hole.
"""

from typing import Any

import msgspec

from callcenter.domain.asker import SessionId
from callcenter.domain.ids import Role, StaffId, StationId
from callcenter.domain.picture import Picture, Viewer
from callcenter.live.connection import Connection
from callcenter.live.messages import ServerMessage

_described: msgspec.json.Decoder[ServerMessage | list[ServerMessage]] = msgspec.json.Decoder(
    ServerMessage | list[ServerMessage]
)
State = dict[str, Any]

DISPATCHER = Viewer(StaffId("D1"), Role.DISPATCHER, None)
CAREGIVER = Viewer(StaffId("C101"), Role.CAREGIVER, StationId("S1"))
NEIGHBOUR = Viewer(StaffId("C201"), Role.CAREGIVER, StationId("S2"))
FAR_AWAY = Viewer(StaffId("C301"), Role.CAREGIVER, StationId("S3"))
EVERYBODY = (DISPATCHER, CAREGIVER, NEIGHBOUR, FAR_AWAY)


class Screen:
    """What one person sees."""

    def __init__(self, viewer: Viewer, *, session: str = "session", state: State | None = None, seq: int = 0) -> None:
        self.viewer = viewer
        self.connection = Connection(viewer, SessionId(session))
        self.state: State = state or {}
        self.seq = seq
        self.mode = ""
        self.heard: list[dict[str, Any]] = []
        self._n = 0

    async def read(self) -> list[dict[str, Any]]:
        """Take one frame, which holds described messages and nothing else; the messages in it."""
        frame = await self.connection.next_frame()
        if frame is None:
            return []
        _described.decode(frame)
        told = msgspec.json.decode(frame)
        messages = told if isinstance(told, list) else [told]
        for message in messages:
            self._take(message)
        return messages

    def _take(self, message: dict[str, Any]) -> None:
        self.heard.append(message)
        if "n" in message:
            self._n += 1
            assert message["n"] == self._n, f"a hole before {message['n']}"
        match message["type"]:
            case "welcome":
                self.mode = message["mode"]
            case "snapshot":
                self.state, self.seq = message["state"], message["seq"]
            case "event":
                assert message["seq"] > self.seq, "the same event twice"
                self.seq = message["seq"]
                merge(self.state, message)
            case "position":
                self.seq = message["seq"]


def merge(state: State, event: dict[str, Any]) -> None:
    """Let an event change what is on the screen."""
    for table, records in event.get("changed", {}).items():
        if table == "policy":
            state["policy"] = records
            continue
        for name, fields in records.items():
            state[table][name] = {**state[table].get(name, {}), **fields}
    for table, names in event.get("gone", {}).items():
        for name in names:
            state[table].pop(name, None)
    if event["fact"]["kind"] == "policy_changed":
        state["policy_version"] = event["fact"]["policy_version"]


def seen(picture: Picture, viewer: Viewer) -> State:
    """What a screen that starts now would show."""
    return in_order(msgspec.json.decode(msgspec.json.encode(picture.snapshot(viewer))))


def in_order(state: State) -> State:
    """The same state, with sets as sorted lists."""
    for call in state.get("calls", {}).values():
        call["refused_by"] = sorted(call["refused_by"])
    return state
