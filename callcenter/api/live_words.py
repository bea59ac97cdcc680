"""The words of the live socket in the OpenAPI document: no route answers with them, screens are generated from them."""

from typing import Any, get_args

from callcenter.api import openapi
from callcenter.live.messages import ClientMessage, ServerMessage

NAMES = {
    "Welcome": "LiveWelcome",
    "Snapshot": "LiveSnapshot",
    "Event": "LiveEvent",
    "Position": "LivePosition",
    "Pong": "LivePong",
    "Bye": "LiveBye",
    "Hello": "LiveHello",
    "Resume": "LiveResume",
    "Ack": "LiveAck",
    "Seen": "LiveSeen",
    "Ping": "LivePing",
    "HomeOnScreen": "LiveHome",
    "PolicyOnScreen": "LivePolicy",
    "StaffMember": "LiveStaff",
    "UnitInTrouble": "LiveUnit",
    "Station": "LiveStation",
    "Targets": "LiveTargets",
    "Target": "PolicyTarget",
}


def describe(document: dict[str, Any]) -> None:
    """Add what server and client say to each other; a fact is described with the answers already."""
    words = (*get_args(ServerMessage), *get_args(ClientMessage))
    _, parts = openapi.schemas_of(words, received={"Hello", "Ping"})
    known = document["components"]["schemas"]
    openapi.add(document, {name: part for name, part in parts.items() if NAMES.get(name, name) not in known}, NAMES)
