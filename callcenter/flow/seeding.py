"""Filling an empty centre with the demo district, and writing down how to get in.

Everything is drawn from the seed, so credentials.json can be written again for a district that is already there; and
whoever has this source can compute every password. Demo accounts are for demonstrations only.
"""

import asyncio
import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
from argon2 import PasswordHasher

from callcenter.domain.ids import UnitId
from callcenter.domain.period import DISTRICT_TIME
from callcenter.flow import Database, demo_district
from callcenter.flow.demo_district import Credentials
from callcenter.flow.drawing import Draw
from callcenter.flow.gate import token_hash
from callcenter.storage import registry

CREDENTIALS = "credentials.json"
SALT_BYTES = 16


async def seed_demo(database: Database, directory: Path, *, seed: int = 1) -> bool:
    """Register the demo district of `seed` unless any station is there; True when it was done now.

    Writes `directory`/credentials.json, also later when it is missing and the district is still that of `seed`.
    """
    credentials = demo_district.credentials(seed)
    async with database.transaction() as connection:
        await registry.wait_for_turn(connection)
        is_new = not await registry.has_stations(connection)
        if is_new:
            now = await registry.read_now(connection)
            hashes = await asyncio.to_thread(_hash_passwords, credentials, Draw(seed))
            today = now.astimezone(DISTRICT_TIME).date()
            await registry.enrol(connection, demo_district.district(seed, hashes, today))
            fits = True
        else:
            first = credentials.units[0]
            fits = await registry.is_registered_unit(connection, UnitId(first.unit), token_hash(first.token))
    path = directory / CREDENTIALS
    if is_new or (fits and not path.exists()):
        await asyncio.to_thread(_write, path, credentials)
    return is_new


def _hash_passwords(credentials: Credentials, draw: Draw) -> dict[str, str]:
    # OWASP's least parameters instead of the library's (a quarter of the work): 67 accounts would keep `make demo`
    # waiting, and the passwords of a demo are random and known to whoever has the seed. Real accounts get the default.
    hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

    def digest(login: str, password: str) -> str:
        return hasher.hash(password, salt=draw.octets(f"salt of {login}")[:SALT_BYTES])

    logins = [person.login for person in credentials.staff]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        return dict(zip(logins, pool.map(digest, logins, [p.password for p in credentials.staff]), strict=True))


def _write(path: Path, credentials: Credentials) -> None:
    """All or nothing, and readable by its owner alone from the first byte on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(credentials), indent=1))
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
