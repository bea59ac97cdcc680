"""The default database: a PostgreSQL of our own, for whoever has none.

`open_embedded` finds PostgreSQL programs, makes a cluster below the data directory and starts it, or joins the server
that runs already. The last user to `release` it stops it. It outlives a user that is killed, and the next one finds it.

It never trusts a pid file: a server is ours if it opens with our password and says that it serves our directory, and
it is gone when the kernel says that none of its processes holds the lock it was born with. It never opens a private
directory to others: where PostgreSQL may not go, programs and cluster live elsewhere (`account.SHELTER`).

Everything here waits: call it before the event loop starts, or through `asyncio.to_thread`.
"""

from callcenter.embedded_postgres.binaries import Binaries, find_binaries
from callcenter.embedded_postgres.errors import EmbeddedPostgresError
from callcenter.embedded_postgres.keeping import kept
from callcenter.embedded_postgres.opening import EmbeddedPostgres, open_embedded

__all__ = ["Binaries", "EmbeddedPostgres", "EmbeddedPostgresError", "find_binaries", "kept", "open_embedded"]
