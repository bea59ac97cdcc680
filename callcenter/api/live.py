"""The live door: a WebSocket that says hello, hears the news, and confirms what reached the screen."""

import asyncio
from contextlib import suppress

import msgspec
import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect

from callcenter.api.deps import Doors, get_doors, signed_in
from callcenter.domain.asker import Asker
from callcenter.domain.errors import CallCenterError, Forbidden, NotCommitted
from callcenter.domain.ids import OfferId
from callcenter.flow import offering
from callcenter.live import messages
from callcenter.live.connection import Close, Connection
from callcenter.live.messages import Ack, Hello, Ping, Seen

log = structlog.get_logger()
PATH = "/api/v1/live"
HELLO_SECONDS = 10.0
STUCK_SECONDS = 10.0


async def serve_live(websocket: WebSocket) -> None:
    """One listener from hello to goodbye."""
    offered = websocket.scope.get("subprotocols", [])
    await websocket.accept(subprotocol=messages.SUBPROTOCOL if messages.SUBPROTOCOL in offered else None)
    doors = get_doors(websocket)
    try:
        asker = await signed_in(websocket)
    except CallCenterError as refusal:
        await websocket.close(_verdict(refusal), refusal.code)
        return
    connection = Connection(asker.viewer, asker.session)
    if await _greet(websocket, connection, doors):
        await _serve(websocket, connection, doors, asker)


def _verdict(refusal: CallCenterError) -> Close:
    match refusal:
        case Forbidden():
            return Close.NOT_ALLOWED
        case NotCommitted():
            return Close.LATER
        case _:
            return Close.NOT_SIGNED_IN


async def _greet(websocket: WebSocket, connection: Connection, doors: Doors) -> bool:
    try:
        async with asyncio.timeout(HELLO_SECONDS):
            hello = await _hear(websocket)
    except (TimeoutError, msgspec.DecodeError):
        hello = None
    except WebSocketDisconnect:
        return False
    if not isinstance(hello, Hello):
        await websocket.close(Close.MALFORMED, "say hello first")
        return False
    if doors.hub.join(connection, hello, doors.now()) is None:
        await websocket.close(Close.LATER, "not ready yet")
        return False
    doors.hub.hear(connection.viewer.id)
    return True


async def _hear(websocket: WebSocket) -> messages.ClientMessage:
    message = await websocket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code") or Close.NORMAL)
    text = message.get("text")
    if text is None or len(text) > messages.LARGEST_FRAME_BYTES:
        msg = "frames are short texts"
        raise msgspec.DecodeError(msg)
    return messages.read(text)


async def _serve(websocket: WebSocket, connection: Connection, doors: Doors, asker: Asker) -> None:
    reading = asyncio.create_task(_read(websocket, connection, doors, asker))
    writing = asyncio.create_task(_write(websocket, connection))
    try:
        await asyncio.wait({reading, writing}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        doors.hub.leave(connection)
        for task in (reading, writing):
            task.cancel()
        for ended in await asyncio.gather(reading, writing, return_exceptions=True):
            if isinstance(ended, Exception) and not isinstance(ended, WebSocketDisconnect):
                log.warning("live socket failed", error=type(ended).__name__, staff=asker.id)
    with suppress(RuntimeError, WebSocketDisconnect):
        await websocket.close(connection.closing or Close.NORMAL)


async def _read(websocket: WebSocket, connection: Connection, doors: Doors, asker: Asker) -> None:
    while True:
        try:
            async with asyncio.timeout(messages.CLIENT_SILENCE_SECONDS):
                message = await _hear(websocket)
        except TimeoutError:
            connection.close(Close.SLOW)
            return
        except msgspec.DecodeError:
            connection.close(Close.MALFORMED)
            return
        doors.hub.hear(asker.id)
        match message:
            case Ping(sent=sent):
                connection.say(messages.say(messages.Pong(sent, doors.now())))
            case Ack(seq=seq):
                await _confirm(connection, seq, doors, asker)
            case Seen(offer=offer):
                await _note_sight(connection, offer, doors, asker)
            case Hello():
                connection.close(Close.MALFORMED)
                return


async def _confirm(connection: Connection, seq: int, doors: Doors, asker: Asker) -> None:
    for told in connection.confirm(seq):
        with suppress(CallCenterError):
            await offering.confirm_delivery(doors.committer, told.call, told.offer, caregiver=asker.id, role=asker.role)


async def _note_sight(connection: Connection, offer: OfferId, doors: Doors, asker: Asker) -> None:
    told = connection.see(offer)
    if told is not None:
        with suppress(CallCenterError):
            await offering.confirm_sight(doors.committer, told.call, told.offer, caregiver=asker.id, role=asker.role)


async def _write(websocket: WebSocket, connection: Connection) -> None:
    while (frame := await connection.next_frame()) is not None:
        try:
            async with asyncio.timeout(STUCK_SECONDS):
                await websocket.send_text(frame.decode())
        except TimeoutError:
            connection.close(Close.SLOW)
            return
