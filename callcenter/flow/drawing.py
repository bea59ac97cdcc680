"""Chance that is the same every time: each question, by its name, has one answer for one seed.

Questions do not disturb each other: asking one more leaves all other answers as they were. What is drawn from a seed is
no secret from anybody who knows the seed, so nothing real may be protected by it.
"""

import base64
import hmac
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class Draw:
    """Answers for one seed."""

    def __init__(self, seed: int) -> None:
        self._key = f"callcenter demo district {seed}".encode()

    def octets(self, question: str) -> bytes:
        """32 bytes."""
        return hmac.digest(self._key, question.encode(), "sha256")

    def share(self, question: str) -> float:
        """A number from 0 up to, not including, 1."""
        return int.from_bytes(self.octets(question)[:6], "big") / (1 << 48)

    def number(self, question: str, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self.share(question) * (high - low + 1))

    def one_of(self, question: str, choices: Sequence[T]) -> T:
        """One of `choices`."""
        return choices[self.number(question, 0, len(choices) - 1)]

    def happens(self, question: str, chance: float) -> bool:
        """True in `chance` of all cases."""
        return self.share(question) < chance

    def token(self, question: str) -> str:
        """256 bits, safe in an address."""
        return base64.urlsafe_b64encode(self.octets(question)).rstrip(b"=").decode()

    def password(self, question: str) -> str:
        """Three groups of four letters and digits that cannot be mistaken for each other."""
        letters = [LETTERS[octet % len(LETTERS)] for octet in self.octets(question)[:12]]
        return "-".join("".join(letters[start : start + 4]) for start in (0, 4, 8))
