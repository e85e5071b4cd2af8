"""Passwords as Argon2id keeps them and as zxcvbn weighs them."""

import os
import unicodedata
from collections.abc import Sequence
from functools import cache
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING

from medbook.domain.passwords import require_strong, words_about

if TYPE_CHECKING:
    from argon2 import PasswordHasher

# https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html, for Argon2id.
_MEMORY_KIB, _PASSES, _LANES = 19 * 1024, 2, 1

# Each hash takes 19 MiB, and more at once than there are processors are no faster.
_turns = BoundedSemaphore(os.cpu_count() or 1)

# zxcvbn keeps the user's own words in a module-wide dictionary.
_weighing = Lock()
_LONGEST_WEIGHED = 72


def hash_password(password: str) -> str:
    """Return the encoded Argon2id hash, with its parameters and salt. Takes about 30 ms."""
    with _turns:
        return _hasher().hash(_normal(password))


def matches(password: str, encoded: str | None) -> bool:
    """Tell whether a password is the one that was hashed.

    Without a hash the same work is done against another one, so that the time does not tell who has an account.
    """
    from argon2.exceptions import InvalidHashError, VerificationError

    with _turns:
        try:
            return _hasher().verify(encoded or _nobodys(), _normal(password)) and encoded is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(encoded: str) -> bool:
    """Tell whether a hash was made with other parameters than are used now."""
    return _hasher().check_needs_rehash(encoded)


def check_strength(password: str, *, email: str, full_name: str, pointer: str) -> None:
    """Raise PasswordTooWeak, with a fault at `pointer`, for a password that is guessed quickly, above all by whoever knows them."""
    require_strong(password, score(password, words_about(email, full_name)), pointer)


def score(password: str, about: Sequence[str] = ()) -> int:
    """Return how hard a password is to guess, 0 to 4, for somebody who knows the words `about` its owner."""
    from zxcvbn import zxcvbn

    # zxcvbn refuses more; what begins with a strong password is one.
    with _weighing:
        verdict: int = zxcvbn(password[:_LONGEST_WEIGHED], user_inputs=list(about))["score"]
    return verdict


def _normal(password: str) -> str:
    """Return one spelling of what keyboards spell in several (NIST SP 800-63B: NFKC)."""
    return unicodedata.normalize("NFKC", password)


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=_PASSES, memory_cost=_MEMORY_KIB, parallelism=_LANES)


@cache
def _nobodys() -> str:
    # The hash of a random secret that is thrown away.
    return _hasher().hash(os.urandom(32))
