"""People act on a call: caregivers say yes, set out, arrive and finish; dispatchers answer, assign and decide."""

from callcenter.domain.commands import Verb
from callcenter.domain.facts import Actor
from callcenter.domain.ids import CallId, Role, StaffId
from callcenter.domain.policy import Policy, check
from callcenter.storage.committer import Committer
from callcenter.storage.database import Database
from callcenter.storage.policies import read_policy
from callcenter.storage.submissions import ChangePolicy, ChangeShift, EndShift, OnCall, StartShift
from callcenter.storage.submissions import Key as Key


async def act(committer: Committer, call: CallId, command: Verb, *, key: Key) -> bytes:
    """Carry out a verb once, however often it is asked with the same key."""
    return await committer.submit(OnCall(call=call, command=command, key=key))


async def start_shift(committer: Committer, staff: StaffId, role: Role, *, can_ring: bool) -> bytes:
    """Come on duty; whoever waits longest is looked at again at once."""
    return await committer.submit(StartShift(staff=staff, actor=Actor(role=role, id=staff), can_ring=can_ring))


async def change_shift(committer: Committer, staff: StaffId, role: Role, *, can_ring: bool) -> bytes:
    """Tell whether this phone can ring."""
    return await committer.submit(ChangeShift(staff=staff, actor=Actor(role=role, id=staff), can_ring=can_ring))


async def end_shift(committer: Committer, staff: StaffId, role: Role) -> bytes:
    """Go off duty."""
    return await committer.submit(EndShift(staff=staff, actor=Actor(role=role, id=staff)))


async def policy_in_force(database: Database) -> Policy:
    """The newest document; version 0 is the one that comes with the program."""
    return await read_policy(database)


async def change_policy(committer: Committer, policy: Policy, actor: Actor) -> bytes:
    """Put a checked document into force as the next version."""
    check(policy)
    return await committer.submit(ChangePolicy(policy=policy, actor=actor))
