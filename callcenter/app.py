"""The front door: builds every object once, joins the rooms, starts the clockwork and stops it again.

`create` makes the application for one process; `serve` runs it under uvicorn, in one process or several. Stopping says
goodbye to every screen first, then lets what is under way be written down.
"""

import asyncio
import gc
import os
import signal
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from types import FrameType
from typing import Any

import uvicorn
from fastapi import FastAPI
from starlette.routing import WebSocketRoute
from uvicorn.supervisors import Multiprocess

from callcenter import clock, logs
from callcenter.api import (
    calls,
    candidates,
    errors,
    feed,
    health,
    live,
    live_words,
    openapi,
    policies,
    registry,
    reports,
    reveals,
    sessions,
    shifts,
    signals,
)
from callcenter.api.deps import Doors
from callcenter.api.keeping import NothingKept
from callcenter.api.screens import Screens
from callcenter.engine import Engine
from callcenter.flow import Committer, Database, FeedReader
from callcenter.flow.gate import Gate
from callcenter.flow.signing_in import SigningIn
from callcenter.live.hub import Hub
from callcenter.settings import Settings

RETRY_AFTER_RESTART_MILLISECONDS = (0, 5_000)
GRACEFUL_SECONDS = 15
PARENT_VARIABLE = "CALLCENTER_PARENT"


def create(settings: Settings | None = None) -> FastAPI:
    """The application, not yet started; several in one process do not touch each other."""
    settings = settings or Settings()
    logs.begin(level=settings.log_level, form=settings.log_format)
    assert settings.database_url is not None, "whoever starts the application has found the database"
    database = Database(
        settings.database_url.get_secret_value(), pool_size=settings.database_connections, name="callcenter"
    )
    committer = Committer(database, clock.new_id)
    hub = Hub()
    gate = Gate(database)
    engine = Engine(database=database, committer=committer, reader=FeedReader(database), hub=hub, gate=gate)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        del app
        end_with_parent()
        await database.open()
        engine.start()
        gc.collect()
        gc.freeze()
        with _goodbye_on_stop(hub):
            yield
        await engine.stop()
        await database.close()

    app = FastAPI(title="Home-care call centre", version="1", lifespan=lifespan, redoc_url=None)
    app.state.doors = _behind_the_doors(settings, database, committer, engine, hub=hub, gate=gate)
    _open_doors(app)
    screens = Screens(settings.screens_dir, tile_url=settings.tile_url, otherwise=app.router.default)
    app.router.default = screens
    return app


def _behind_the_doors(
    settings: Settings, database: Database, committer: Committer, engine: Engine, *, hub: Hub, gate: Gate
) -> Doors:
    return Doors(
        database=database,
        committer=committer,
        hub=hub,
        gate=gate,
        signing_in=SigningIn(database),
        now=clock.now,
        new_id=clock.new_id,
        readiness=lambda: _readiness(engine, committer, hub, is_embedded=settings.database_is_embedded),
        district_name=settings.district_name,
        tile_url=settings.tile_url,
        allowed_origins=settings.allowed_origins,
    )


@contextmanager
def _goodbye_on_stop(hub: Hub) -> Iterator[None]:
    """When the server is told to stop, tell the screens first: once it closes their sockets it is too late."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def stop(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(hub.say_goodbye, RETRY_AFTER_RESTART_MILLISECONDS)
        then = before[signal.Signals(number)]
        if callable(then):
            then(number, frame)

    for number in before:
        signal.signal(number, stop)
    yield
    for number, then in before.items():
        signal.signal(number, then)


def _open_doors(app: FastAPI) -> None:
    app.router.routes.append(signals.route)
    app.router.routes.append(WebSocketRoute(live.PATH, live.serve_live))
    for room in (sessions, calls, candidates, reveals, shifts, registry, policies, reports, feed, health):
        app.include_router(room.router)
    describe = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            openapi.describe(describe())
            live_words.describe(describe())
            signals.describe(describe())
        return describe()

    app.openapi = described  # type: ignore[method-assign]
    errors.install(app)
    app.add_middleware(NothingKept)


def _readiness(engine: Engine, committer: Committer, hub: Hub, *, is_embedded: bool) -> dict[str, Any]:
    return {
        "database": {"embedded": is_embedded, "reachable": engine.is_feed_fresh},
        "feed_age_seconds": engine.seconds_since("feed"),
        "sweep_age_seconds": engine.seconds_since("due"),
        "feed_seq": hub.seq,
        "epoch": hub.epoch,
        "sockets": hub.listeners,
        "waiting": committer.waiting,
        "tasks": {
            name: {
                "age_seconds": engine.seconds_since(name),
                "restarts": task.restarts,
                "last_error": task.last_error,
            }
            for name, task in engine.health.items()
        },
    }


def end_with_parent() -> None:
    """A process that another one started for its own purpose ends with it, even when that one is killed."""
    parent = os.environ.get(PARENT_VARIABLE)
    if parent is None or int(parent) == os.getpid():
        return

    def watch() -> None:
        while _is_alive(int(parent)):
            clock.pause(0.5)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True, name="watch-parent").start()


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def serve(*, host: str, port: int, workers: int) -> None:
    """Serve until told to stop; settings come from the environment, in every process alike."""
    config = uvicorn.Config(
        "callcenter.app:create",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        access_log=False,
        log_config=None,
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        ws_max_size=64 * 1024,
        timeout_graceful_shutdown=GRACEFUL_SECONDS,
    )
    if workers == 1:
        uvicorn.Server(config).run()
    else:
        os.environ[PARENT_VARIABLE] = str(os.getpid())
        Multiprocess(config, sockets=[config.bind_socket()]).run()
