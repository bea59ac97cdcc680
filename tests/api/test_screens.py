"""The screens as the service serves them: the right file, a strict policy, and never a page in place of a problem."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from httpx import AsyncClient, Response

from tests.api.built_screens import BROWSER, PAGE, PICTURE, SCRIPT, build, screens_in

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:{tiles}; font-src 'self'; "
    "connect-src 'self'{tiles}; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)


@pytest.fixture
async def browser(tmp_path: Path) -> AsyncIterator[AsyncClient]:
    """Somebody before a service with screens."""
    async with screens_in(build(tmp_path)) as browser:
        yield browser


def is_not_found(answer: Response) -> bool:
    """True for the problem that every unknown path gets."""
    told = (answer.status_code, answer.headers["content-type"], answer.json()["code"])
    return told == (404, "application/problem+json", "not_found")


async def test_the_page_stands_at_the_root(browser: AsyncClient) -> None:
    """For whoever asks, in whatever words."""
    for accept in ("text/html", "*/*", "image/png"):
        answer = await browser.get("/", headers={"accept": accept})

        assert (answer.status_code, answer.text) == (200, PAGE)
        assert answer.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    "path", ["/sign-in", "/board", "/board/calls/0199", "/map", "/wall", "/phone", "/reports", "/apiary", "//board"]
)
async def test_a_visit_to_a_screen_gets_the_page(browser: AsyncClient, path: str) -> None:
    """The page finds its way by the address."""
    answer = await browser.get(f"http://centre.test{path}", headers=BROWSER)

    assert (answer.status_code, answer.text) == (200, PAGE)


@pytest.mark.parametrize(
    "path", ["/api", "/api/", "/api/v1/nonsense", "/healthz/x", "/readyz/x", "/metrics/x", "/docs/x", "/openapi.json/x"]
)
async def test_a_door_that_is_not_there_is_not_hidden_by_the_page(browser: AsyncClient, path: str) -> None:
    """A program must learn that it knocked in the wrong place."""
    assert is_not_found(await browser.get(path, headers=BROWSER))


async def test_doors_answer_as_they_did(browser: AsyncClient) -> None:
    """Screens stand behind every door."""
    assert (await browser.get("/healthz", headers=BROWSER)).json() == {"status": "alive"}
    assert (await browser.get("/openapi.json")).json()["openapi"].startswith("3.")
    assert (await browser.get("/api/v1/me")).status_code == 401
    assert (await browser.get("/api/v1/calls/x/accept", headers=BROWSER)).status_code == 405


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
async def test_screens_are_only_looked_at(browser: AsyncClient, method: str) -> None:
    """Nothing can be sent to one."""
    for path in ("/", "/board", "/assets/a-1.js"):
        assert is_not_found(await browser.request(method, path, headers=BROWSER))


@pytest.mark.parametrize("path", ["/board", "/icon-9.png", "/assets/gone.js"])
async def test_a_program_that_asks_for_what_is_not_there_gets_no_page(browser: AsyncClient, path: str) -> None:
    """Only a person who goes somewhere does."""
    assert is_not_found(await browser.get(path, headers={"accept": "*/*"}))


async def test_a_script_that_is_gone_is_never_replaced_by_the_page(browser: AsyncClient) -> None:
    """However it is asked for."""
    assert is_not_found(await browser.get("/assets/gone.js", headers=BROWSER))


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/assets/a-1.js", "text/javascript; charset=utf-8"),
        ("/assets/worker-1.mjs", "text/javascript; charset=utf-8"),
        ("/icon.png", "image/png"),
        ("/sw.js", "text/javascript; charset=utf-8"),
        ("/manifest.webmanifest", "application/manifest+json; charset=utf-8"),
        ("/index.html", "text/html; charset=utf-8"),
    ],
)
async def test_a_file_comes_as_what_it_is(browser: AsyncClient, path: str, kind: str) -> None:
    """The browser is told not to guess, so the service must know."""
    answer = await browser.get(path, headers={"accept": "*/*"})

    assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_what_has_a_hash_in_its_name_is_kept_for_a_year_and_the_rest_is_asked_for_again(
    browser: AsyncClient,
) -> None:
    """A new build is seen at the next visit."""
    kept = (await browser.get("/assets/a-1.js")).headers["cache-control"]
    asked = {
        (await browser.get(path, headers=BROWSER)).headers["cache-control"]
        for path in ("/", "/board", "/sw.js", "/manifest.webmanifest", "/icon.png")
    }

    assert (kept, asked) == ("public, max-age=31536000, immutable", {"no-cache"})


async def test_who_has_a_file_already_is_told_so(browser: AsyncClient) -> None:
    """With nothing but the headers."""
    tag = (await browser.get("/")).headers["etag"]

    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = await browser.get("/", headers={"if-none-match": known})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
    assert (await browser.get("/", headers={"if-none-match": '"other"'})).status_code == 200


@pytest.mark.parametrize("accepts", ["gzip", "br, gzip;q=0.8", "*", "GZIP ; q=1"])
async def test_text_is_packed_for_who_can_unpack_it(browser: AsyncClient, accepts: str) -> None:
    """And has another tag than the plain form."""
    plain = await browser.get("/assets/a-1.js")
    packed = await browser.get("/assets/a-1.js", headers={"accept-encoding": accepts})

    assert (packed.headers["content-encoding"], packed.text) == ("gzip", SCRIPT)
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) == len(plain.content)
    assert packed.headers["etag"] != plain.headers["etag"]
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("accepts", ["identity", "br", "gzip;q=0", "gzip; q=0.00, br", "*;q=0"])
async def test_text_is_plain_for_who_cannot(browser: AsyncClient, accepts: str) -> None:
    """Nobody gets what they cannot read."""
    answer = await browser.get("/assets/a-1.js", headers={"accept-encoding": accepts})

    assert "content-encoding" not in answer.headers
    assert answer.text == SCRIPT


async def test_a_picture_is_not_packed_again(browser: AsyncClient) -> None:
    """It is packed by nature."""
    answer = await browser.get("/icon.png", headers={"accept-encoding": "gzip"})

    assert "content-encoding" not in answer.headers
    assert "vary" not in answer.headers
    assert answer.content == PICTURE


@pytest.mark.parametrize("path", ["/", "/board", "/assets/a-1.js", "/icon.png"])
async def test_a_head_request_learns_everything_but_the_content(browser: AsyncClient, path: str) -> None:
    """The same headers and no body."""
    whole = await browser.get(path, headers=BROWSER)
    head = await browser.head(path, headers=BROWSER)

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == whole.headers


async def test_a_page_may_run_load_and_ask_nothing_but_this_service(browser: AsyncClient) -> None:
    """Said with the page, with every file, and with an answer that has no body."""
    tag = (await browser.get("/")).headers["etag"]
    for answer in (
        await browser.get("/"),
        await browser.get("/board", headers=BROWSER),
        await browser.get("/assets/a-1.js"),
        await browser.get("/", headers={"if-none-match": tag}),
    ):
        told = answer.headers
        assert told["content-security-policy"] == POLICY.format(tiles="")
        assert told["referrer-policy"] == "no-referrer"
        assert told["cross-origin-opener-policy"] == "same-origin"
        assert "geolocation=()" in told["permissions-policy"]


async def test_the_tiles_of_the_map_may_come_from_where_the_setting_says(tmp_path: Path) -> None:
    """From that origin alone, and only as pictures."""
    tiles = "https://tiles.example:8443/w/{z}/{x}/{y}.png?key=1"
    async with screens_in(build(tmp_path), tile_url=tiles) as browser:
        told = (await browser.get("/")).headers["content-security-policy"]

    assert told == POLICY.format(tiles=" https://tiles.example:8443")


@pytest.mark.parametrize(
    "path",
    ["/../secret.txt", "/%2e%2e/secret.txt", "/assets/../../secret.txt", "/assets/%2e%2e%2f%2e%2e%2fsecret.txt",
     "/..%5csecret.txt", "/.sources", "/assets", "/assets/"],
)  # fmt: skip
async def test_no_path_leads_out_of_the_folder_or_to_what_is_hidden(tmp_path: Path, path: str) -> None:
    """Only what a build made for the browser is served."""
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    async with screens_in(build(tmp_path / "static")) as browser:
        answer = await browser.get(path, headers={"accept": "*/*"})

    assert is_not_found(answer)


async def test_before_the_first_build_a_person_is_told_how_to_build(tmp_path: Path) -> None:
    """In both languages, without a script, and not kept; files are simply not there."""
    async with screens_in(tmp_path / "static") as browser:
        for path in ("/", "/board"):
            answer = await browser.get(path, headers=BROWSER)
            assert (answer.status_code, answer.headers["content-type"]) == (503, "text/html; charset=utf-8")
            assert "make screens" in answer.text
            assert "<script" not in answer.text
            assert answer.headers["cache-control"] == "no-store"
            assert answer.headers["content-security-policy"] == POLICY.format(tiles="")
        assert is_not_found(await browser.get("/icon.png", headers={"accept": "image/*"}))


async def test_a_build_is_seen_at_the_next_visit(tmp_path: Path) -> None:
    """The first one and every later one; while one is under way the last one stays."""
    folder = tmp_path / "static"
    async with screens_in(folder) as browser:
        before = await browser.get("/", headers=BROWSER)
        build(folder)
        first = await browser.get("/", headers=BROWSER)
        (folder / "index.html").unlink()
        meanwhile = await browser.get("/", headers=BROWSER)
        build(folder, page="<!doctype html><title>新</title>")
        os.utime(folder / "index.html", ns=(2**60 + 10**18, 2**60 + 10**18))
        second = await browser.get("/board", headers=BROWSER)

    assert [answer.status_code for answer in (before, first, meanwhile, second)] == [503, 200, 200, 200]
    assert (first.text, meanwhile.text, second.text) == (PAGE, PAGE, "<!doctype html><title>新</title>")
