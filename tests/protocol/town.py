"""A town of four homes and three caregivers, where everything goes faster than the policy of the district has it."""

from msgspec.structs import replace

from callcenter.domain.ids import ResidentId, Role, StaffId, StationId
from callcenter.domain.picture import Picture, StaffMember, Station, Viewer
from callcenter.domain.policy import Policy, StepLimits
from callcenter.domain.roster import Home, Person
from callcenter.domain.screens import HomeOnScreen
from tests.domain.building import HERE, a_home, a_person

NEXT = StationId("next")
_QUICK = StepLimits(departure_seconds=15, arrival_seconds=30, resolution_seconds=40)
POLICY = Policy(
    wave_seconds=(0, 4, 8, 14, 22),
    repeat_seconds=8,
    offer_seconds=10,
    delivery_seconds=3,
    breach_seconds=25,
    claim_seconds=12,
    claim_heartbeat_seconds=4,
    hold_max_seconds=10,
    emergency=_QUICK,
    assistance=_QUICK,
)
PEOPLE: tuple[Person, ...] = (a_person("C1", 300), a_person("C2", 600), a_person("C3", 900, station=NEXT))
HOMES: tuple[Home, ...] = tuple(
    replace(a_home(), resident=ResidentId(f"R{n}"), station=NEXT if n == 4 else HERE, primary=StaffId("C1"))
    for n in (1, 2, 3, 4)
)
VIEWERS: dict[str, Viewer] = {
    "D1": Viewer(StaffId("D1"), Role.DISPATCHER, None),
    **{str(person.id): Viewer(person.id, person.role, person.station) for person in PEOPLE},
}


def an_empty_picture() -> Picture:
    """The town before anything has happened; of one home nothing is known."""
    picture = Picture(0, POLICY)
    for person in PEOPLE:
        picture.staff[person.id] = StaffMember(
            id=person.id,
            name=person.id,
            role=person.role,
            station=person.station,
            on_duty=True,
            can_ring=True,
            call=None,
        )
    for home in HOMES[1:]:
        assert home.resident is not None
        picture.homes[home.resident] = HomeOnScreen(
            resident=home.resident, birth_date="1941-03-08", lives_alone=True, name="乙", address="路", latitude=36.6
        )
    for station in (HERE, NEXT):
        picture.stations[station] = Station(id=station, name=station, latitude=36.6, longitude=101.7)
    return picture
