"""A hub to talk to, and the facts to tell it: raised calls, offers and notes, numbered as the feed would."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec

from callcenter.domain import facts as f
from callcenter.domain.ids import CallId, CallKind, OfferId, ResidentId, Role, StaffId, StationId, UnitId
from callcenter.domain.picture import Picture, StaffMember
from callcenter.domain.policy import Policy
from callcenter.domain.screens import HomeOnScreen
from callcenter.live.hub import Hub
from callcenter.live.messages import Hello
from tests.live.screen import Screen

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
EPOCH = "6f1c.3"
KNOWN = HomeOnScreen(
    resident=ResidentId("R1"),
    birth_date="1941-03-08",
    lives_alone=True,
    name="乙一",
    sex="female",
    risk_marks=("falls",),
    address="路 1",
    latitude=36.65,
    longitude=101.76,
)


class Teller:
    """Tells a hub one fact after another."""

    def __init__(self) -> None:
        self.hub = Hub()
        picture = Picture(0, Policy())
        for who, station in (("C101", "S1"), ("C102", "S1"), ("C201", "S2")):
            member = StaffMember(id=StaffId(who), name=who, role=Role.CAREGIVER, station=StationId(station), call=None)
            picture.staff[member.id] = member
        picture.homes[KNOWN.resident] = KNOWN
        self.hub.show(EPOCH, picture)
        self._versions: dict[CallId, int] = {}
        self._stations: dict[CallId, StationId] = {}

    def joins(self, screen: Screen, hello: Hello | None = None) -> str | None:
        """A screen comes; how it was served."""
        return self.hub.join(screen.connection, hello or Hello(), NOON)

    def press(self, number: int, *, station: str = "S1") -> CallId:
        """A home of the station presses."""
        call = CallId(UUID(int=number))
        self._versions[call], self._stations[call] = 0, StationId(station)
        self._tell(call, _raised(number))
        return call

    def presses(self, number: int) -> Iterator[tuple[int, f.Fact, bytes]]:
        """So many homes of S1 press in one moment; the facts, not yet told."""
        for one in range(1, number + 1):
            stamp = f.Stamp(at=NOON, call=CallId(UUID(int=one)), version=1, station=StationId("S1"), actor=f.SYSTEM)
            fact = f.Fact(stamp, _raised(one))
            yield one, fact, f.to_json(fact)

    def offer(self, call: CallId, who: str) -> OfferId:
        """The call is put to somebody."""
        offer = OfferId(UUID(int=self.hub.seq + 1_000_000))
        expires_at = NOON + timedelta(minutes=1)
        self._tell(call, f.OfferMade(offer=offer, caregiver=StaffId(who), wave=1, expires_at=expires_at))
        return offer

    def note(self, call: CallId, text: str = "…") -> None:
        """Somebody writes a remark."""
        self._tell(call, f.CallNoted(text=text))

    def accept(self, call: CallId, who: str, offer: OfferId) -> None:
        """Somebody goes."""
        self._tell(call, f.CallAccepted(caregiver=StaffId(who), offer=offer))

    def withdraw(self, call: CallId, who: str, offer: OfferId) -> None:
        """An offer is off."""
        self._tell(call, f.OfferWithdrawn(offer=offer, caregiver=StaffId(who), reason="accepted"))

    def silence(self, unit: str, resident: str) -> None:
        """A unit of S1 misses its heartbeats."""
        self.tell(f.UnitSilent(unit=UnitId(unit), resident=ResidentId(resident), last_heard_at=NOON), station="S1")

    def order(self, policy: Policy) -> None:
        """Another policy comes into force."""
        self.tell(f.PolicyChanged(policy_version=policy.version, document=msgspec.to_builtins(policy)))

    def tell(self, body: f.OtherBody, *, station: str | None = None) -> None:
        """A fact that is not about a call."""
        stamp = f.Stamp(
            at=NOON, call=None, version=None, station=StationId(station) if station else None, actor=f.SYSTEM
        )
        self._publish(f.Fact(stamp, body))

    def _tell(self, call: CallId, body: f.CallBody) -> None:
        version = self._versions[call] = self._versions[call] + 1
        stamp = f.Stamp(at=NOON, call=call, version=version, station=self._stations[call], actor=f.SYSTEM)
        self._publish(f.Fact(stamp, body))

    def _publish(self, fact: f.Fact) -> None:
        self.hub.publish([(self.hub.seq + 1, fact, f.to_json(fact))])


def _raised(number: int) -> f.CallRaised:
    return f.CallRaised(
        call_kind=CallKind.EMERGENCY,
        resident=ResidentId(f"R{number}"),
        received_at=NOON,
        number=f"20261122-{number:04d}",
        unit=UnitId(f"U{number}"),
    )
