"""What the OpenAPI document says of the socket is what is sent: front ends are generated from it."""

from typing import Any

import jsonschema_rs
import pytest
from fastapi import FastAPI

from callcenter.domain.policy import Policy
from tests.live.screen import CAREGIVER, DISPATCHER, Screen
from tests.live.telling import Teller

SERVER = ("LiveWelcome", "LiveSnapshot", "LiveEvent", "LivePosition", "LiveBye")


async def _everything_heard(screen: Screen) -> list[dict[str, Any]]:
    """A call from press to acceptance, a silent unit, another policy, a restart; joined before and after."""
    teller = Teller()
    teller.press(2)
    teller.joins(screen)
    call = teller.press(1)
    offer = teller.offer(call, "C101")
    teller.accept(call, "C101", offer)
    teller.silence("U1", "R1")
    teller.order(Policy(version=1))
    await screen.read()
    teller.hub.place()
    await screen.read()
    teller.hub.say_goodbye((0, 5000))
    await screen.read()
    return screen.heard


@pytest.mark.parametrize("viewer", [DISPATCHER, CAREGIVER], ids=lambda viewer: str(viewer.role))
async def test_every_message_is_as_the_document_describes_it(app: FastAPI, viewer: Any) -> None:  # noqa: ANN401 - a viewer
    """With every field that it promises, and none that it does not know."""
    schemas = app.openapi()["components"]["schemas"]
    described = {schemas[name]["properties"]["type"]["enum"][0]: name for name in SERVER}
    document = {"components": {"schemas": schemas}}

    heard = await _everything_heard(Screen(viewer))

    assert {message["type"] for message in heard} == set(described)
    for message in heard:
        schema = {**document, "$ref": f"#/components/schemas/{described[message['type']]}"}
        jsonschema_rs.validate(schema, message)


def test_what_may_be_absent_and_what_may_be_null_is_exact(app: FastAPI) -> None:
    """A generated type that says more or less than the wire makes a screen lie."""
    schemas = app.openapi()["components"]["schemas"]

    assert set(schemas["LiveCall"]["required"]) == set(schemas["LiveCall"]["properties"])
    assert set(schemas["LiveCallChange"]["properties"]) == set(schemas["LiveCall"]["properties"])
    assert not schemas["LiveCallChange"]["required"]
    assert set(schemas["LiveStaff"]["properties"]) - set(schemas["LiveStaff"]["required"]) == {"call"}
    assert schemas["LiveHome"]["required"] == ["resident", "birth_date", "lives_alone"]
    assert schemas["LiveHello"]["required"] == ["type"]
