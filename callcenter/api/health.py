"""How the house is: alive, ready, and in figures."""

import math
from typing import Any

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest

from callcenter.api import openapi
from callcenter.api.calls import as_json
from callcenter.api.deps import TheDoors

router = APIRouter(tags=["health"])
OLDEST_FEED_SECONDS = 5.0
OLDEST_SWEEP_SECONDS = 5.0

FEED_AGE = Gauge("callcenter_feed_age_seconds", "Since the feed was last read; NaN before the first time")
SWEEP_AGE = Gauge("callcenter_sweep_age_seconds", "Since due calls were last looked at; NaN before the first time")
FEED_SEQ = Gauge("callcenter_feed_seq", "Last fact told to the screens of this process")
SOCKETS = Gauge("callcenter_sockets", "Screens connected to this process")
WAITING = Gauge("callcenter_waiting", "Submissions that wait for a transaction")
RESTARTS = Gauge("callcenter_task_restarts", "How often a background task failed and was started again", ["task"])


@router.get("/healthz")
async def is_alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@router.get("/readyz", responses=openapi.answers(openapi.Readiness, 200, 503))
async def is_ready(doors: TheDoors) -> Response:
    """Database, feed and sweep are fresh; else 503 with what is old."""
    state: dict[str, Any] = doors.readiness()
    fresh = (
        state["feed_age_seconds"] is not None
        and state["feed_age_seconds"] < OLDEST_FEED_SECONDS
        and state["sweep_age_seconds"] is not None
        and state["sweep_age_seconds"] < OLDEST_SWEEP_SECONDS
    )
    answer = as_json({"status": "ready" if fresh else "not_ready", **state})
    answer.status_code = 200 if fresh else 503
    return answer


@router.get("/metrics", response_class=PlainTextResponse)
async def metrics(doors: TheDoors) -> Response:
    """Counters and gauges of this process, for Prometheus."""
    state = doors.readiness()
    for gauge, name in ((FEED_AGE, "feed_age_seconds"), (SWEEP_AGE, "sweep_age_seconds")):
        gauge.set(math.nan if state[name] is None else state[name])
    for gauge, name in ((FEED_SEQ, "feed_seq"), (SOCKETS, "sockets"), (WAITING, "waiting")):
        gauge.set(state[name])
    for task, health in state["tasks"].items():
        RESTARTS.labels(task).set(health["restarts"])
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
