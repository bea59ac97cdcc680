"""The screens: the built front end, read into memory at its first use and served to whoever no door answers.

They hold nothing of any call, so everybody may have them. What a page may run, load and ask is told with every answer,
and it is: this service, nothing else. Only what was there when the files were read is ever served, so no path leads
out of their folder.
"""

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from callcenter.api.built import BuiltFile, read_built

PAGE = "index.html"
ASSETS = "/assets/"
NOTHING = 0
NOT_SCREENS = ("/api", "/docs", "/openapi.json", "/healthz", "/readyz", "/metrics")
NOT_BUILT = """<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<title>界面尚未生成 · Screens not built</title>
<h1>界面尚未生成</h1>
<p>服务正在运行，只是还没有界面。请在程序目录执行 <code>make screens</code>，然后刷新本页。</p>
<h1 lang="en">The screens are not built</h1>
<p lang="en">The service is running, it only has no screens yet. Type <code>make screens</code> in its directory and
reload this page.</p>
</html>
"""
UNUSED_POWERS = ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone")


class _Reading(NamedTuple):
    """What was read, and which build it was."""

    build: int
    files: dict[str, BuiltFile]


class Screens:
    """Answers a path with its file, a person who goes to any other path with the page, and leaves the rest."""

    def __init__(self, folder: Path, *, tile_url: str | None, otherwise: ASGIApp) -> None:
        self._folder = folder
        self._otherwise = otherwise
        self._headers = headers(tile_url)
        self._reading = _Reading(NOTHING, {})
        self._one_reads = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await self._answer(Request(scope)) if scope["type"] == "http" else None
        await (answer or self._otherwise)(scope, receive, send)

    async def _answer(self, request: Request) -> Response | None:
        path = request.scope["path"]
        if request.method not in {"GET", "HEAD"} or _is_door(path):
            return None
        is_visit = path == "/" or ("text/html" in request.headers.get("accept", "") and not path.startswith(ASSETS))
        files = await self._files(look_again=is_visit)
        if is_visit and not files:
            return Response(
                NOT_BUILT, 503, headers={**self._headers, "Cache-Control": "no-store"}, media_type="text/html"
            )
        file = files.get(path.removeprefix("/")) or (files[PAGE] if is_visit else None)
        return file.answer(request, self._headers) if file else None

    async def _files(self, *, look_again: bool) -> dict[str, BuiltFile]:
        if look_again or not self._reading.files:
            async with self._one_reads:
                build = _build(self._folder)
                # While somebody builds, files come and go: what was read before is still whole.
                with suppress(FileNotFoundError):
                    if build not in {NOTHING, self._reading.build}:
                        self._reading = _Reading(build, await asyncio.to_thread(_read, self._folder))
        return self._reading.files


def headers(tile_url: str | None) -> dict[str, str]:
    """What every screen is told it may do; the tiles of the map are the one thing that may come from elsewhere."""
    tiles = f" {urlsplit(tile_url).scheme}://{urlsplit(tile_url).netloc}" if tile_url else ""
    policy = (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        f"img-src 'self' data: blob:{tiles}",
        "font-src 'self'",
        f"connect-src 'self'{tiles}",
        "worker-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
    return {
        "Content-Security-Policy": "; ".join(policy),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": ", ".join(f"{power}=()" for power in UNUSED_POWERS),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }


def _is_door(path: str) -> bool:
    return any(path == door or path.startswith(f"{door}/") for door in NOT_SCREENS)


def _build(folder: Path) -> int:
    """A number that changes with every build, also when one ends that was read half way; 0 when there is none."""
    try:
        return max(path.stat().st_mtime_ns for path in (folder, folder / PAGE))
    except FileNotFoundError:
        return NOTHING


def _read(folder: Path) -> dict[str, BuiltFile]:
    files = read_built(folder)
    if PAGE not in files:
        raise FileNotFoundError(PAGE)
    return files
