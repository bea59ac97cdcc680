"""Signing in: a login and a password become a new token, which only its owner ever sees.

A wrong password and an unknown login cost the same time and get the same answer. After five failures the next try
waits 1, 2, 4 … 30 seconds, counted for a login *and* an address: who guesses elsewhere cannot lock a caregiver out.
"""

import asyncio
import math
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from callcenter.domain.asker import Asker, SessionKind
from callcenter.domain.errors import TooManyAttempts, Unauthenticated
from callcenter.flow import Database
from callcenter.flow.gate import token_hash
from callcenter.storage import sessions
from callcenter.storage.sessions import Account

FREE_FAILURES = 5
LONGEST_DELAY_SECONDS = 30
CHECKS_AT_ONCE = 2
TOKEN_BYTES = 32
LASTS = {SessionKind.BROWSER: timedelta(hours=12), SessionKind.PROGRAM: timedelta(days=30)}

_hasher = PasswordHasher()


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody at a door with a login and a password, and the address they come from."""

    login: str
    password: str
    address: str


@dataclass(frozen=True, slots=True)
class Admission:
    """A session that has begun; the token exists nowhere else."""

    asker: Asker
    token: str
    expires_at: datetime


class SigningIn:
    """Checks passwords, few at a time: each check takes tens of megabytes, by design."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._checks = asyncio.Semaphore(CHECKS_AT_ONCE)

    async def begin(self, attempt: Attempt, kind: SessionKind) -> Admission:
        """Begin a session; raises `Unauthenticated` (sign_in_failed) or `TooManyAttempts`."""
        async with self._checks:
            async with self._database.reading() as connection:
                account = await sessions.find_account(connection, attempt.login, attempt.address)
            _refuse_if_too_soon(account)
            is_right = await asyncio.to_thread(_verify, account.password_hash, attempt.password)
            if account.asker is None or not is_right:
                async with self._database.transaction() as connection:
                    await sessions.count_failure(connection, attempt.login, attempt.address)
                raise Unauthenticated("sign_in_failed", "the login or the password is wrong")
        return await self._admit(account.asker, attempt, kind)

    async def _admit(self, asker: Asker, attempt: Attempt, kind: SessionKind) -> Admission:
        token = secrets.token_urlsafe(TOKEN_BYTES)
        async with self._database.transaction() as connection:
            await sessions.forget_failures(connection, attempt.login, attempt.address)
            expires_at = await sessions.begin(
                connection, asker, token_hash=token_hash(token), kind=kind, lasts=LASTS[kind]
            )
        return Admission(asker, token, expires_at)


def delay_seconds(failures: int) -> int:
    """How long after its last failure a login must wait: nothing at first, then 1, 2, 4 … 30."""
    beyond = failures - FREE_FAILURES
    # Without the cap on the exponent a patient attacker would have us compute with enormous numbers.
    return 0 if beyond < 0 else min(LONGEST_DELAY_SECONDS, 1 << min(beyond, 10))


def _refuse_if_too_soon(account: Account) -> None:
    remaining = delay_seconds(account.failures) - account.since_last_seconds
    if remaining > 0:
        raise TooManyAttempts(math.ceil(remaining))


def _verify(password_hash: str | None, password: str) -> bool:
    if password_hash is None:
        return False
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
