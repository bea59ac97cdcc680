"""When the database cannot start, it says what is wrong and what to do."""

import shutil
from pathlib import Path

import pytest

from callcenter.embedded_postgres import EmbeddedPostgresError, find_binaries, open_embedded


def test_data_of_another_major_version_says_which_version_is_needed(data_dir: Path) -> None:
    (data_dir / "postgres" / "cluster" / "PG_VERSION").write_text("13\n")

    with pytest.raises(EmbeddedPostgresError, match=r"made by PostgreSQL 13 .*Install PostgreSQL 13"):
        open_embedded(data_dir)


def test_programs_given_that_do_not_fit_the_data_are_refused(data_dir: Path) -> None:
    (data_dir / "postgres" / "cluster" / "PG_VERSION").write_text("13\n")

    with pytest.raises(EmbeddedPostgresError, match="made by PostgreSQL 13"):
        open_embedded(data_dir, binaries=find_binaries().bin_dir)


def test_place_without_programs_is_refused_and_no_other_is_taken_for_it(place: Path) -> None:
    with pytest.raises(EmbeddedPostgresError, match="must hold `postgres` and `initdb`"):
        find_binaries(place)


def test_database_that_is_gone_is_missed_and_not_replaced_by_an_empty_one(data_dir: Path) -> None:
    shutil.rmtree(data_dir / "postgres" / "cluster")

    with pytest.raises(EmbeddedPostgresError, match="is gone"):
        open_embedded(data_dir)

    assert not (data_dir / "postgres" / "cluster").exists()


def test_database_whose_passwords_are_lost_is_left_alone(data_dir: Path) -> None:
    (data_dir / "postgres" / "cluster.json").unlink()

    with pytest.raises(EmbeddedPostgresError, match="without its password file"):
        open_embedded(data_dir)


def test_damaged_database_shows_what_the_server_said(data_dir: Path) -> None:
    (data_dir / "postgres" / "cluster" / "global" / "pg_control").unlink()

    with pytest.raises(EmbeddedPostgresError, match=r"(?s)does not start.*pg_control"):
        open_embedded(data_dir)


def test_a_file_in_the_way_is_named(place: Path) -> None:
    (place / "data").write_text("not a directory")

    with pytest.raises(EmbeddedPostgresError, match="a file stands where a directory is needed"):
        open_embedded(place / "data")


async def test_it_refuses_to_stand_still_in_an_event_loop(place: Path) -> None:
    with pytest.raises(EmbeddedPostgresError, match="event loop"):
        open_embedded(place / "data")
