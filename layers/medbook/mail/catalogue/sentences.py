"""The sentences a language must have. Words in braces are put in by `str.format`; both languages use the same ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class VisitKind(StrEnum):
    """What happened to the visit."""

    BOOKED = "booked"
    RESCHEDULED = "rescheduled"
    CANCELLED = "cancelled"
    REMINDER = "reminder"


class Role(StrEnum):
    """Who reads."""

    PATIENT = "patient"
    DOCTOR = "doctor"


class AccountKind(StrEnum):
    """Why somebody hears about an account."""

    VERIFY_EMAIL = "verify_email"
    ALREADY_REGISTERED = "already_registered"
    RESET_PASSWORD = "reset_password"  # noqa: S105 -- no password, the name of a letter
    INVITATION = "invitation"


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitSentences:
    """One letter about a visit: `{when}` in the subject, `{other}` (doctor or patient) in the opening."""

    subject: str
    heading: str
    opening: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSentences:
    """One letter about an account: `{clinic}` and, in the notes, `{validity}` of the link."""

    subject: str
    heading: str
    opening: str
    action: str
    second_action: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Everything the mails say in one language."""

    language: str
    greeting: str
    greeting_unnamed: str
    visits: Mapping[tuple[VisitKind, Role], VisitSentences]
    accounts: Mapping[AccountKind, AccountSentences]
    calendar_summary: Mapping[Role, str]
    time_label: Mapping[VisitKind, str]
    previous_time_label: str
    other_label: Mapping[Role, str]
    specialty_label: str
    visit_type_label: str
    duration_label: str
    location_label: str
    own_time: str
    view_appointment: str
    link_below: str
    visit_footer: str
    account_footer: str
