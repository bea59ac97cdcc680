"""A front end as small as can be, and visitors to it: no database is needed to look at a screen."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from httpx import AsyncClient
from pydantic import SecretStr

from callcenter.app import create
from callcenter.settings import Settings
from tests.api.front_door import visitor

PAGE = '<!doctype html><html lang="zh-CN"><title>看板</title><script type="module" src="/assets/a-1.js"></script>\n'
SCRIPT = "export const words = ['呼叫', '派单'];\n" * 200
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(64)
NOWHERE = SecretStr("postgresql://nobody@127.0.0.1:1/nothing")
BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def build(folder: Path, page: str = PAGE) -> Path:
    """What a build leaves behind, with a stamp of its own beside it."""
    (folder / "assets").mkdir(parents=True, exist_ok=True)
    (folder / "assets" / "a-1.js").write_text(SCRIPT, encoding="utf-8")
    (folder / "assets" / "worker-1.mjs").write_text(SCRIPT, encoding="utf-8")
    (folder / "icon.png").write_bytes(PICTURE)
    (folder / "sw.js").write_text("self.skipWaiting();\n", encoding="utf-8")
    (folder / "manifest.webmanifest").write_text('{"name":"呼叫中心"}', encoding="utf-8")
    (folder / "index.html").write_text(page, encoding="utf-8")
    (folder / ".sources").write_text("a hash", encoding="utf-8")
    return folder


@asynccontextmanager
async def screens_in(folder: Path, *, tile_url: str | None = None) -> AsyncIterator[AsyncClient]:
    """Somebody with a browser before a service whose screens lie in this folder."""
    app = create(Settings(database_url=NOWHERE, screens_dir=folder, tile_url=tile_url))
    async with visitor(app) as browser:
        browser.headers["accept-encoding"] = "identity"
        yield browser
