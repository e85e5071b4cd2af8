"""What people are told about their accounts, and how patiently. Knows neither the words nor how mail leaves."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

# A stranger can make us write to somebody; this often an hour, and no more.
MAILS_PER_HOUR = 5

_MOST_ATTEMPTS = 10
_FIRST_PAUSE = timedelta(minutes=1)
_LONGEST_PAUSE = timedelta(hours=1)


class AccountMailKind(StrEnum):
    """Why somebody hears about an account."""

    VERIFY_EMAIL = "verify_email"
    ALREADY_REGISTERED = "already_registered"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - no password, the name of a mail
    INVITATION = "invitation"


class TokenPurpose(StrEnum):
    """What a one-time token is good for."""

    VERIFY = "verify"
    RESET = "reset"


# An invitation is the first choice of a password, which is a reset with more time.
_TOKENS = {
    AccountMailKind.VERIFY_EMAIL: (TokenPurpose.VERIFY, timedelta(hours=24)),
    AccountMailKind.RESET_PASSWORD: (TokenPurpose.RESET, timedelta(hours=1)),
    AccountMailKind.INVITATION: (TokenPurpose.RESET, timedelta(days=7)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountMail:
    """A mail that waits, with what it takes to write it; `attempts` counts those that failed."""

    id: UUID
    kind: AccountMailKind
    attempts: int
    account_id: UUID
    email: str
    full_name: str
    locale: str
    active: bool
    email_verified: bool

    @property
    def token(self) -> tuple[TokenPurpose, timedelta] | None:
        """Return the purpose and the life of the one-time token that the mail brings, if it brings one."""
        return _TOKENS.get(self.kind)

    @property
    def is_needed(self) -> bool:
        """False when the account was closed, or the address proved, while the mail waited."""
        return self.active and not (self.kind is AccountMailKind.VERIFY_EMAIL and self.email_verified)

    @property
    def pause(self) -> timedelta | None:
        """Return how long to wait when one more attempt has failed; None when that was the last."""
        if self.attempts + 1 > _MOST_ATTEMPTS:
            return None
        return min(_FIRST_PAUSE * (1 << self.attempts), _LONGEST_PAUSE)
