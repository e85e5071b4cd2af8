"""Passwords as Argon2id keeps them."""

import os
import unicodedata
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html, for Argon2id.
_hasher = PasswordHasher(memory_cost=19 * 1024, time_cost=2, parallelism=1)

# The hash of a random secret that was thrown away. Written down: making it would take as long again, once in each process.
NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$Qwsw7MhEV3G/wPfskWAyaQ$7XprsQHFz+Ddo10YsRjnIdSj7iL+juj6nfhZu6A1JFM"

# Each hash takes 19 MiB, and more at once than there are processors are no faster.
_turns = BoundedSemaphore(os.cpu_count() or 1)


def hash_password(password: str) -> str:
    """Return the encoded Argon2id hash, with its parameters and salt. Takes about 30 ms."""
    with _turns:
        return _hasher.hash(_normal(password))


def matches(password: str, encoded: str | None) -> bool:
    """Tell whether a password is the one that was hashed.

    Without a hash the same work is done against another one, so that the time does not tell who has an account.
    """
    with _turns:
        try:
            return _hasher.verify(encoded or NOBODYS, _normal(password)) and encoded is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(encoded: str) -> bool:
    """Tell whether a hash was made with other parameters than are used now."""
    return _hasher.check_needs_rehash(encoded)


def _normal(password: str) -> str:
    """Return one spelling of what keyboards spell in several (NIST SP 800-63B: NFKC)."""
    return unicodedata.normalize("NFKC", password)
