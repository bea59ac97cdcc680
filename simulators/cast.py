"""Who plays in a run: the homes, the people, and the supervisor who reads the feed at the end."""

import asyncio
from dataclasses import dataclass

from simulators.caregiver import Caregiver
from simulators.credentials import Credentials, WrongUseError
from simulators.dispatcher import Dispatcher
from simulators.home import Home
from simulators.person import Person
from simulators.world import World

LEAVES_WITHIN_SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Everybody, built but not yet at work."""

    homes: list[Home]
    caregivers: list[Caregiver]
    dispatchers: list[Dispatcher]
    supervisor: Person

    @property
    def staff(self) -> list[Caregiver | Dispatcher]:
        """Give those who keep a live socket; dispatchers first, so that no press goes unseen."""
        return [*self.dispatchers, *self.caregivers]

    async def connected(self) -> None:
        """Wait until every live socket has been welcomed once."""
        for person in self.staff:
            await person.socket.welcomed.wait()

    def calms(self) -> None:
        """End all network trouble, so that what waits can get through."""
        for home in self.homes:
            home.line.calms()
        for person in self.staff:
            person.person.line.calms()
        self.supervisor.line.calms()

    async def leaves(self) -> None:
        """Let those with empty hands end their shift; nobody waits long for it."""
        try:
            async with asyncio.timeout(LEAVES_WITHIN_SECONDS):
                await asyncio.gather(*(caregiver.leaves() for caregiver in self.caregivers))
        except TimeoutError:
            self.supervisor.notes("shifts_left_open")


def gather(credentials: Credentials, world: World) -> Cast:
    """Build everybody the credentials name; raises WrongUseError when nobody could watch, press or count."""
    supervisors, dispatchers = credentials.with_role("supervisor"), credentials.with_role("dispatcher")
    if not supervisors or not dispatchers or not credentials.units:
        message = "the credentials must name a supervisor, a dispatcher and a unit"
        raise WrongUseError(message)
    return Cast(
        homes=[Home(unit, world) for unit in credentials.units],
        caregivers=[Caregiver(person, world) for person in credentials.with_role("caregiver")],
        dispatchers=[
            Dispatcher(person, world, desk=desk, desks=len(dispatchers)) for desk, person in enumerate(dispatchers)
        ],
        supervisor=Person(supervisors[0], world, journal=world.journals.dispatchers),
    )
