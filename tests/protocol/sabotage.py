"""Services that are wrong on purpose: a simulation that lets them pass proves nothing."""

from collections.abc import Iterable
from datetime import datetime

from callcenter.domain.picture import Viewer
from callcenter.live.connection import Connection
from callcenter.live.hub import Hub
from callcenter.live.messages import Hello
from callcenter.live.relay import Relay
from tests.protocol.process import Numbered


class ForgetfulHub(Hub):
    """Now and then tells one listener nothing of one fact, and counts on as if nothing had been."""

    def publish(self, numbered: Iterable[Numbered]) -> int:
        told = 0
        for one in numbered:
            left_out = next(iter(self._listeners), None) if one[0] % 9 == 0 else None
            if left_out:
                del self._listeners[left_out]
            told += super().publish([one])
            if left_out:
                self._listeners[left_out] = None
        return told


class PartialHub(Hub):
    """Resumes with the last of what was missed and keeps quiet about the rest."""

    def _missed(self, viewer: Viewer, hello: Hello) -> list[Relay] | None:
        missed = super()._missed(viewer, hello)
        return missed[-1:] if missed else missed


class TrustingHub(Hub):
    """Never expects to hear that an offer has arrived."""

    def join(self, connection: Connection, hello: Hello, now: datetime) -> str | None:
        mode = super().join(connection, hello, now)
        connection.confirm(2**62)
        return mode


HUBS: dict[str, type[Hub]] = {"": Hub, "forgetful": ForgetfulHub, "partial": PartialHub, "trusting": TrustingHub}
