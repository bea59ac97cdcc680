"""An offer is on its way: the caregiver's screen confirms it, and the clock looks after those that nobody answers."""

from callcenter.domain.commands import Deliver, See
from callcenter.domain.facts import Actor
from callcenter.domain.ids import CallId, OfferId, Role, StaffId
from callcenter.storage.committer import Committer
from callcenter.storage.submissions import OnCall


async def confirm_delivery(
    committer: Committer, call: CallId, offer: OfferId, *, caregiver: StaffId, role: Role
) -> None:
    """Record that the offer reached a screen."""
    command = Deliver(actor=Actor(role=role, id=caregiver), offer=offer)
    await committer.submit(OnCall(call=call, command=command))


async def confirm_sight(committer: Committer, call: CallId, offer: OfferId, *, caregiver: StaffId, role: Role) -> None:
    """Record that the offer was on a screen that was looked at."""
    command = See(actor=Actor(role=role, id=caregiver), offer=offer)
    await committer.submit(OnCall(call=call, command=command))
