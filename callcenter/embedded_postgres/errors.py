"""The one way in which the embedded PostgreSQL fails: in words that say what to do."""

import errno


class EmbeddedPostgresError(RuntimeError):
    """Says plainly what is wrong and what to do about it; meant to be printed as it stands."""


def in_plain_words(error: OSError) -> EmbeddedPostgresError:
    """Tell what the operating system refused, and the way out."""
    where = error.filename or "the data directory"
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            advice = (
                "the disk is full: make room (the database needs 100 MB at least), or choose another data directory"
            )
        case errno.EACCES | errno.EPERM | errno.EROFS:
            advice = "it belongs to somebody else or is read-only: run as its owner, or choose another data directory"
        case errno.ENOTDIR | errno.EEXIST:
            advice = "a file stands where a directory is needed: move it, or choose another data directory"
        case _:
            advice = "choose another data directory, or set CALLCENTER_DATABASE_URL to a server of your own"
    return EmbeddedPostgresError(f"The embedded PostgreSQL cannot use {where} ({error.strerror or error}): {advice}.")
