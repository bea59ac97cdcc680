"""Any number of processes are one centre: they share the database and nothing else."""

import time
from collections.abc import Iterator

import psutil
import pytest

from tests.journeys.centre import Centre, open_centre, serving
from tests.journeys.people import Town


@pytest.fixture(scope="module")
def centre(server_url: str) -> Iterator[Centre]:
    """A centre of two worker processes at one address."""
    with open_centre(server_url, workers=2) as centre:
        yield centre


@pytest.fixture
def elsewhere(centre: Centre) -> Iterator[Town]:
    """The same town, served from another address."""
    with serving(centre.database_url) as other:
        yield Town(other)


def test_a_press_heard_by_one_process_reaches_a_phone_at_another(town: Town, elsewhere: Town) -> None:
    """And the acceptance goes the other way."""
    board = town.person("D1").opens_screen()
    caregiver = elsewhere.person("C101")
    caregiver.starts_shift()
    phone = caregiver.opens_screen()

    call = town.resident("101").presses()
    phone.hears("offer_made", call=call, caregiver="C101")
    caregiver.does("accept", call)

    assert board.shows(call, accepted_by="C101")["state"] == "accepted"
    phone.drops()


@pytest.mark.timeout(120)
def test_a_phone_that_falls_silent_is_seen_by_all_and_one_at_another_process_is_not_taken_for_it(
    town: Town, elsewhere: Town
) -> None:
    """Two are on duty, each at another process; one loses the network, and comes back where the other is."""
    town.follows(phone_silent_seconds=20)
    board = town.person("D1").opens_screen()
    for who in ("C102", "C103"):
        town.person(who).starts_shift()
    town.person("C102").opens_screen().drops()
    phone = elsewhere.person("C103").opens_screen()

    for _ in range(5):
        time.sleep(3)
        for screen in (board, phone):
            screen.says(type="ping")
    silence = board.hears("phone_silent", caregiver="C102")
    back = elsewhere.person("C102").opens_screen()
    board.hears("phone_restored", caregiver="C102")

    assert silence["at"] > silence["last_heard_at"]
    phone.hears("phone_silent", caregiver="C102")
    assert town.centre.rows("SELECT FROM facts WHERE kind = 'phone_silent' AND body ->> 'caregiver' = 'C103'") == []
    for screen in (phone, back):
        screen.drops()
    assert town.centre.verify().returncode == 0


def test_screens_at_both_workers_hear_the_same(town: Town) -> None:
    """Whichever worker took the press, at least one of these screens is at the other."""
    desk = town.person("D1")
    boards = [desk.opens_screen()]
    while len(boards) < 8 and len(_workers_with_sockets(town.centre)) < 2:
        boards.append(desk.opens_screen())

    call = town.resident("101").presses()

    assert len(_workers_with_sockets(town.centre)) == 2
    for board in boards:
        board.hears("call_raised", call=call)


def _workers_with_sockets(centre: Centre) -> set[int]:
    return {
        worker.pid
        for worker in psutil.Process(centre.pid).children()
        for connection in worker.net_connections("tcp")
        if connection.status == psutil.CONN_ESTABLISHED and connection.laddr.port == centre.port
    }
