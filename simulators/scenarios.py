"""The eight stories a run can tell. A scenario is data; the rooms that play it read only these fields."""

from dataclasses import dataclass
from enum import StrEnum

from simulators.network import CALM, ORDINARY, Weather


class Restarts(StrEnum):
    """What is knocked over in the middle of the run."""

    NOTHING = "nothing"
    SERVER = "server"
    DATABASE = "database"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One story: its hours of the day, its demand, its network and its accidents."""

    name: str
    story: str
    rate: float
    from_hour: float = 7.0
    to_hour: float = 31.0
    weather: Weather = ORDINARY
    restarts: Restarts = Restarts.NOTHING
    everyone_at_once: bool = False
    stations_without_power: int = 0


FLAKY = Weather(
    delay_seconds=2.0,
    drop_before=0.08,
    drop_after=0.08,
    send_twice=0.06,
    person_outage_every_seconds=30.0,
    home_outage_every_seconds=600.0,
    outage_seconds=(0.5, 12.0),
)

SCENARIOS = {
    scenario.name: scenario
    for scenario in (
        Scenario(
            name="quiet_night", story="Midnight to five; few presses, long silences.", rate=300, from_hour=0, to_hour=5
        ),
        Scenario(name="ordinary_day", story="A whole day of the district, from seven in the morning.", rate=900),
        Scenario(
            name="morning_rush",
            story="Six to ten, three ordinary mornings at once.",
            rate=2700,
            from_hour=6,
            to_hour=10,
        ),
        Scenario(
            name="power_cut",
            story="Two stations' homes lose the mains; most fall silent.",
            rate=900,
            stations_without_power=2,
        ),
        Scenario(
            name="everyone_at_once",
            story="Every home presses within one second.",
            rate=0,
            weather=CALM,
            everyone_at_once=True,
        ),
        Scenario(
            name="flaky_network",
            story="Requests and answers are delayed, dropped and doubled; sockets are cut.",
            rate=900,
            weather=FLAKY,
        ),
        Scenario(
            name="server_restart",
            story="The server is killed (SIGKILL) and started again.",
            rate=1800,
            restarts=Restarts.SERVER,
        ),
        Scenario(
            name="database_restart",
            story="The database is restarted under the server.",
            rate=1800,
            restarts=Restarts.DATABASE,
        ),
    )
}
