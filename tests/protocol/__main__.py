"""The service's side of the protocol simulation: one request a line on standard input, one answer a line on the other.

Started by the front end's tests (frontend/tests/protocol). Any number of worlds live side by side; time is theirs.
"""

import asyncio
import io
import sys
from typing import Any

import msgspec

from tests.protocol.process import Process
from tests.protocol.sabotage import HUBS
from tests.protocol.town import VIEWERS
from tests.protocol.world import World


class Request(msgspec.Struct):
    """What happens next in a world, at `at` milliseconds of its time."""

    world: str
    at: int
    do: str
    with_: dict[str, Any] = msgspec.field(name="with", default_factory=dict)


class Answer(msgspec.Struct):
    """What became of it: the head of the feed, every frame that could be written, every socket that was ended."""

    head: int
    epoch: str
    frames: dict[str, list[str]]
    closed: dict[str, int]
    status: int = 0
    body: msgspec.Raw = msgspec.Raw(b"null")


class Bridge:
    """All worlds, and the words they are driven by."""

    def __init__(self) -> None:
        self._worlds: dict[str, World] = {}

    def answer(self, line: bytes) -> bytes:
        """One request, carried out."""
        request = msgspec.json.decode(line, type=Request)
        status, body = 0, b"null"
        if request.do == "begin":
            self._worlds[request.world] = World(HUBS[request.with_["hub"]])
        world = self._worlds[request.world]
        if request.do == "end":
            del self._worlds[request.world]
            body = msgspec.json.encode(world.report())
        else:
            world.wind(request.at)
            status, body = _do(world, request.do, request.with_)
        frames, closed = _take(world)
        return msgspec.json.encode(Answer(len(world.feed), world.epoch, frames, closed, status, msgspec.Raw(body)))


def _do(world: World, what: str, given: dict[str, Any]) -> tuple[int, bytes]:
    match what:
        case "act":
            return world.act(**given)
        case "press" | "cancel" | "badge" | "tell" | "hear" | "restore" | "start":
            getattr(world, what)(**given)
        case "begin" | "wind":
            pass
        case _:
            _do_on_sockets(world, what, **given)
    return 0, b"null"


def _do_on_sockets(world: World, what: str, process: str, **given: Any) -> None:  # noqa: ANN401 - JSON
    here = world.processes[process]
    match what:
        case "join":
            here.join(given["socket"], VIEWERS[given["who"]], given["hello"], world.centre.now)
        case "leave":
            here.leave(given["socket"])
        case "stick":
            if socket := here.sockets.get(given["socket"]):
                socket.is_stuck = given["is_stuck"]
        case _:
            _do_to_process(world, what, here)


def _do_to_process(world: World, what: str, here: Process) -> None:
    match what:
        case "follow":
            here.follow(world.feed)
        case "place":
            here.hub.place()
        case "stall":
            here.hub.is_current = False
        case "goodbye":
            here.hub.say_goodbye((0, 3000))
        case _:
            raise ValueError(what)


def _take(world: World) -> tuple[dict[str, list[str]], dict[str, int]]:
    """Empty every queue that can be emptied, and forget the sockets that have ended."""
    frames: dict[str, list[str]] = {}
    closed: dict[str, int] = {}
    for process in world.processes.values():
        for name, socket in list(process.sockets.items()):
            if written := socket.frames():
                frames[name] = written
            if socket.connection.closing is not None and not socket.is_stuck:
                closed[name] = int(socket.connection.closing)
                process.leave(name)
    return frames, closed


async def main() -> None:
    """Answer until the other side hangs up. Inside a loop, because the queues of the sockets want one."""
    bridge = Bridge()
    asked = sys.stdin.buffer
    assert isinstance(asked, io.BufferedReader), "lines come through a pipe"
    rest = b""
    while chunk := asked.read1():
        *lines, rest = (rest + chunk).split(b"\n")
        sys.stdout.buffer.write(b"".join(bridge.answer(line) + b"\n" for line in lines))
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    asyncio.run(main())
