"""What can go wrong, said as facts of the clinic. No HTTP and no Kafka here: each edge maps these classes itself.

MedBookError
├── Invalid                       what was sent breaks a rule
│   ├── AvailabilityInvalid
│   ├── PasswordTooWeak
│   └── SlotNotOffered
├── Conflict                      it was well formed, but the clinic's state forbids it
│   ├── SlotAlreadyTaken
│   ├── PatientAlreadyBooked
│   ├── AppointmentClosed
│   ├── AppointmentNotConfirmed
│   ├── TooLateToChange
│   ├── NotificationSettled
│   ├── NotificationTooOld
│   └── EmailTaken
├── NotFound                      it does not exist, or the caller may not know that it does
├── Forbidden                     known to exist for everyone, but not for this role
├── PreconditionFailed            the representation changed since the caller read it
├── IdempotencyKeyReused
├── TokenInvalid
├── SessionInvalid
├── NotSignedIn
├── CredentialsInvalid
├── EmailNotVerified
├── TooManyAttempts
├── OutcomeUnknown                it may have taken place
├── TryAgain                      nothing is wrong with the request; the moment was
└── NotReady                      the database is away, or not what this version needs
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with what was sent: `pointer` is an RFC 6901 JSON pointer into it, "" for the whole."""

    pointer: str
    detail: str


class MedBookError(Exception):
    """Base of every expected failure. The message is a sentence for the caller, free of personal data."""


class Invalid(MedBookError):
    """What was sent breaks a rule; `faults` says where."""

    def __init__(self, message: str, faults: Sequence[Fault] = ()) -> None:
        super().__init__(message)
        self.faults = tuple(faults)


class AvailabilityInvalid(Invalid):
    """Weekly windows, overrides or visit types contradict each other or cannot be kept."""


class PasswordTooWeak(Invalid):
    """The password is one that is guessed quickly."""


class SlotNotOffered(Invalid):
    """The doctor does not offer this start: off the grid, outside availability, too soon or too far ahead."""


class Conflict(MedBookError):
    """Well formed, but the present state of the clinic forbids it."""


class SlotAlreadyTaken(Conflict):
    """Somebody else holds the doctor's time."""


class PatientAlreadyBooked(Conflict):
    """The patient has another visit at that time."""


class AppointmentClosed(Conflict):
    """The visit was cancelled, completed or missed; nothing about it changes any more."""


class AppointmentNotConfirmed(Conflict):
    """Only a confirmed visit can be completed or missed."""


class TooLateToChange(Conflict):
    """The clinic's cut-off for changes by patients has passed."""


class NotificationSettled(Conflict):
    """Somebody was told, or need not be told any more: there is nothing to retry."""


class NotificationTooOld(Conflict):
    """The event that was to be told of is no longer kept."""


class EmailTaken(Conflict):
    """Another account uses this mail address. Said to admins only."""


class NotFound(MedBookError):
    """It does not exist, or the caller may not know that it does."""


class Forbidden(MedBookError):
    """The caller's role does not include this."""


class PreconditionFailed(MedBookError):
    """`If-Match` names a version that is no longer current."""


class IdempotencyKeyReused(MedBookError):
    """The same Idempotency-Key came with another request."""


class TokenInvalid(MedBookError):
    """A one-time token is unknown, used or out of date."""


class SessionInvalid(MedBookError):
    """A refresh token is unknown, used, revoked or out of date."""


class NotSignedIn(MedBookError):
    """No access token, or one that is malformed, expired or revoked."""


class CredentialsInvalid(MedBookError):
    """Mail address and password do not belong together. Never says which of the two is wrong."""


class EmailNotVerified(MedBookError):
    """The password is right, the mail address not yet proved."""


class TooManyAttempts(MedBookError):
    """Guessing is slowed down; `retry_after` is in whole seconds."""

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class TryAgain(MedBookError):
    """The work was undone by something that passes: a deadlock, or a lost connection. The same again may succeed."""


class NotReady(MedBookError):
    """The database cannot be reached, or lacks migrations."""


class OutcomeUnknown(MedBookError):
    """The connection was lost during the commit: the work may have taken place. Repeating it by oneself could contradict it."""
