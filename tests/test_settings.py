"""Settings as people write them in an environment."""

import pytest

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
