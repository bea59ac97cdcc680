"""Settings as people write them in an environment."""

import pytest
from pydantic import ValidationError

from callcenter.settings import Settings


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+asyncpg"])
def test_an_address_of_a_database_may_be_written_in_each_usual_way(
    scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest of the house knows one of them."""
    monkeypatch.setenv("CALLCENTER_DATABASE_URL", f"{scheme}://somebody@db.example/centre")

    address = Settings().database_url

    assert address is not None
    assert address.get_secret_value() == "postgresql://somebody@db.example/centre"


def test_allowed_origins_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    """As most programs want it."""
    monkeypatch.setenv("CALLCENTER_ALLOWED_ORIGINS", "https://board.example, https://wall.example")

    assert Settings().allowed_origins == {"https://board.example", "https://wall.example"}


def test_no_address_means_the_embedded_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unset or empty, it is the same."""
    monkeypatch.setenv("CALLCENTER_DATABASE_URL", "")

    assert Settings().database_url is None


@pytest.mark.parametrize(
    "tiles", ["https://tiles.example/{z}/{x}/{y}.png", "http://127.0.0.1:8080/w?t={z}-{y}-{x}&k=1"]
)
def test_tiles_may_come_from_any_host(tiles: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as the address says where zoom, column and row belong."""
    monkeypatch.setenv("CALLCENTER_TILE_URL", tiles)

    assert Settings().tile_url == tiles


@pytest.mark.parametrize(
    "tiles",
    [
        "/tiles/{z}/{x}/{y}.png",
        "https://tiles.example/1.png",
        "https://{s}.tiles.example/{z}/{x}/{y}.png",
        "https://tiles.example; script-src */{z}/{x}/{y}.png",
        "https://me@tiles.example/{z}/{x}/{y}.png",
        "javascript://x/{z}/{x}/{y}",
    ],
)
def test_an_address_of_tiles_that_could_say_more_to_a_browser_is_refused(
    tiles: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its host goes into the header that says what a page may load."""
    monkeypatch.setenv("CALLCENTER_TILE_URL", tiles)

    with pytest.raises(ValidationError):
        Settings()


def test_no_address_means_no_tiles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unset or empty, it is the same."""
    monkeypatch.setenv("CALLCENTER_TILE_URL", "")

    assert Settings().tile_url is None
