"""What may be kept of an answer on its way and in a browser: of the doors, nothing.

An old list of calls must not pass for a quiet day, and a card with an address must not outlive the call.
"""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

DOORS = "/api/"
NO_STORE = (b"cache-control", b"no-store")


class NothingKept:
    """Says `no-store` with every answer of a door that says nothing else itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(DOORS):
            await self.app(scope, receive, send)
            return

        async def say_and_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = message.get("headers", [])
                if all(name != NO_STORE[0] for name, _ in told):
                    message["headers"] = [*told, NO_STORE]
            await send(message)

        await self.app(scope, receive, say_and_send)
