"""What can go wrong, each named for its situation and carrying a stable code.

    CallCenterError
    ├── Refused            the request is understood and not possible now (a person or a unit can act on it)
    │   ├── NotFound       there is no such thing, or none you may see
    │   └── Forbidden      you are known, and this is not yours to do
    ├── Malformed          the request cannot be understood
    ├── TooLarge           more than any honest request holds
    ├── Unauthenticated    nobody knows who is asking
    ├── TooManyAttempts    wait before trying again
    └── NotCommitted       nothing was written, or it is not known: send the same again

No HTTP numbers here: `api/errors.py` holds the one table from error to status.
"""


class CallCenterError(Exception):
    """The base of all: `code` is stable, `details` are extra members of the answer."""

    def __init__(self, code: str, message: str, **details: object) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.details = details


class Refused(CallCenterError):
    """The rules say no; nothing has changed."""


class NotFound(Refused):
    """No such call, resident, station … among those the asker may see."""


class Forbidden(Refused):
    """The role or the station of the asker does not allow it."""


class Malformed(CallCenterError):
    """The request contradicts itself or leaves out what it needs."""


class TooLarge(CallCenterError):
    """More than any honest request holds."""


class Unauthenticated(CallCenterError):
    """No token, or one that belongs to nobody, or no longer."""


class TooManyAttempts(CallCenterError):
    """Too many wrong passwords; the next try is heard after `retry_after_seconds`."""

    def __init__(self, retry_after_seconds: int) -> None:
        message = f"too many wrong passwords; try again in {retry_after_seconds} s"
        super().__init__("too_many_attempts", message, retry_after_seconds=retry_after_seconds)
        self.retry_after_seconds = retry_after_seconds


class NotCommitted(CallCenterError):
    """The database did not confirm in time; the same request again is safe."""

    def __init__(self, message: str = "nothing could be committed; send the same again") -> None:
        super().__init__("not_committed", message)
