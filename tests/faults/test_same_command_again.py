"""Every command, sent several times at once to two servers, has one effect and one answer."""

import asyncio
from collections.abc import Sequence
from multiprocessing.connection import Connection
from random import Random
from typing import Any
from uuid import UUID

import msgspec

from callcenter.domain import commands as c
from callcenter.domain.ids import SignalKind, StaffId
from callcenter.flow import verifying
from callcenter.storage.committer import Committer
from callcenter.storage.database import Database
from callcenter.storage.submissions import Submission
from tests.faults.processes import Server, hear, servers
from tests.storage.asking import ask, ask_or_refusal, asks, count, hears, opens, press, starts

WHOLE_FEED = "SELECT count(*) FROM facts"


async def answers(committer: Committer, pipe: Connection) -> None:
    """Carry out whatever comes, all of it at once."""
    while True:
        submissions = await hear(pipe)
        pipe.send(await asyncio.gather(*(ask_or_refusal(committer, one) for one in submissions)))


class Insistent:
    """Sends each command one to five times to each of two servers, and keeps account of what it came to."""

    def __init__(self, both: Sequence[Server], database: Database) -> None:
        self._both = both
        self._database = database
        self._often = Random(15)
        self.account: list[tuple[list[str], int]] = []

    async def send(self, submission: Submission) -> Any:  # noqa: ANN401 - JSON, or the code of a refusal
        """The one answer; notes which facts it made and how many different answers there were."""
        before = await count(self._database, WHOLE_FEED)
        for server in self._both:
            server.tell([submission] * self._often.randint(1, 5))
        told = [answer for server in self._both for answer in await server.says()]
        first = [{**answer, "duplicate": False} if "duplicate" in answer else answer for answer in told]
        async with self._database.reading() as connection:
            rows = await connection.fetch("SELECT kind FROM facts WHERE seq > $1 ORDER BY seq", before)
        different = {msgspec.json.encode(answer) for answer in first}
        self.account.append(([row["kind"] for row in rows], len(different)))
        return first[0]


def _a_visit(call: UUID) -> list[tuple[Submission, list[str]]]:
    """A visit from the first refusal to the reopening, and the facts that each request is worth."""
    return [
        (asks("C102", call, c.Decline, reason="busy"), ["offer_declined"]),
        (asks("C201", call, c.Accept), []),
        (asks("C101", call, c.Accept), ["call_accepted", "offer_withdrawn"]),
        (asks("C101", call, c.Depart), ["caregiver_departed"]),
        (hears("U101", 2, SignalKind.CANCEL), ["cancel_requested"]),
        (asks("C101", call, c.Arrive), ["caregiver_arrived"]),
        (asks("D1", call, c.Answer), ["call_answered"]),
        (asks("D1", call, c.Note, text="…"), ["call_noted"]),
        (asks("C101", call, c.Resolve, outcome="helped"), ["call_resolved"]),
        (asks("D1", call, c.Reopen, reason="called back"), ["call_reopened"]),
        (asks("D1", call, c.Escalate), ["call_escalated"]),
        (asks("D1", call, c.Hold, seconds=60), ["call_held"]),
        (asks("D1", call, c.Assign, caregiver=StaffId("C102")), ["call_assigned"]),
        (asks("C102", call, c.Release, reason="flat tyre"), ["call_released"]),
        (opens("D1", "R201"), ["call_raised", "call_noted"]),
    ]


async def test_every_command_sent_often_has_one_effect_and_one_answer(committer: Committer, district: Database) -> None:
    """A visit from press to reopening, with every request repeated by an impatient network."""
    for who in ("C101", "C102", "C103"):
        await ask(committer, starts(who))
    with servers(district, answers, answers) as both:
        insistent = Insistent(both, district)
        call = UUID((await insistent.send(press("U101")))["call"]["id"])
        await committer.knock()
        visit = _a_visit(call)
        for submission, _ in visit:
            await insistent.send(submission)

    worth = [["call_raised"], *(facts for _, facts in visit)]
    assert insistent.account == [(facts, 1) for facts in worth]
    assert (await verifying.verify(district)).differences == []
