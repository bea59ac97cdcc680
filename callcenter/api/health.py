"""How the house is: alive, ready, and in figures."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from callcenter.api.calls import as_json
from callcenter.api.deps import TheDoors

router = APIRouter(tags=["health"])
OLDEST_FEED_SECONDS = 5.0
OLDEST_SWEEP_SECONDS = 5.0


@router.get("/healthz")
async def is_alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@router.get("/readyz")
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


@router.get("/metrics")
async def metrics() -> Response:
    """Counters and gauges of this process, for Prometheus."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
