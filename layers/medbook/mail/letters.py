"""The clinic's letters: plain facts in, a finished `Mail` out. Never the reason of a visit, never a link that acts on GET."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote
from uuid import UUID
from zoneinfo import ZoneInfo

from medbook.mail._layout import Fact, Letter, Link, to_html, to_text
from medbook.mail._lines import isolate, one_line
from medbook.mail._moments import Moment, reading_locale, spell_duration, spell_moment
from medbook.mail.calendar import Invitation, to_ics
from medbook.mail.catalogue import AccountKind, Catalogue, Role, VisitKind, catalogue_for
from medbook.mail.message import CalendarMethod, Mail, Mailbox, message_id_for

__all__ = ["AccountKind", "AccountLetter", "Clinic", "Role", "VisitKind", "VisitLetter", "write_account_mail", "write_visit_mail"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinic:
    """Who writes. `sender` is the bare address of From and of ORGANIZER, `web_url` the public base of links.

    Raises: ValueError for a sender that is no address, at start-up instead of with every mail.
    """

    name: str
    sender: str
    web_url: str

    def __post_init__(self) -> None:
        self.mailbox.header()

    @property
    def mailbox(self) -> Mailbox:
        """Return the sender with the clinic's name beside it."""
        return Mailbox(address=self.sender, name=self.name)

    def link(self, path: str) -> str:
        """Return the public address of a page; `path` starts with a slash."""
        return self.web_url.rstrip("/") + path


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLetter:
    """One fact about a visit, for one of its two people. Times are aware, zones IANA names; empty strings are left out.

    `other_name` is the doctor's for a patient and the patient's for a doctor; `occurred_at`, when it happened, stamps the
    calendar entry.
    """

    kind: VisitKind
    role: Role
    event_id: UUID
    occurred_at: datetime
    appointment_id: UUID
    sequence: int
    recipient_name: str
    recipient_email: str
    recipient_locale: str
    recipient_time_zone: str
    other_name: str
    starts_at: datetime
    ends_at: datetime
    clinic_time_zone: str
    previous_starts_at: datetime | None = None
    specialty: str = ""
    visit_type_name: str = ""
    location: str = ""

    def __post_init__(self) -> None:
        if (self.kind is VisitKind.RESCHEDULED) != (self.previous_starts_at is not None):
            raise ValueError("a letter says where a visit was moved from exactly if it was moved")
        times = (self.occurred_at, self.starts_at, self.ends_at, self.previous_starts_at)
        if any(time is not None and time.tzinfo is None for time in times):
            raise ValueError("times in letters are aware")


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLetter:
    """One fact about an account. `token` and its `valid_for` belong to every kind but ALREADY_REGISTERED."""

    kind: AccountKind
    event_id: UUID
    recipient_name: str
    recipient_email: str
    recipient_locale: str
    token: str = ""
    valid_for: timedelta = timedelta(hours=24)

    def __post_init__(self) -> None:
        if (self.kind is AccountKind.ALREADY_REGISTERED) == bool(self.token):
            raise ValueError(f"a letter {self.kind} is written {'without' if self.token else 'with'} a token")


def write_visit_mail(letter: VisitLetter, clinic: Clinic) -> Mail:
    """Write to one person about one visit, with the calendar entry that follows from it.

    Raises: ValueError if the recipient has no mail address, ZoneInfoNotFoundError for a zone that does not exist.
    """
    words = catalogue_for(letter.recipient_locale)
    sentences = words.visits[letter.kind, letter.role]
    when, other, facts = _visit_facts(letter, words)
    link = Link(words.view_appointment, clinic.link(f"/appointments/{letter.appointment_id}"))
    page = Letter(
        language=words.language,
        clinic_name=one_line(clinic.name),
        subject=sentences.subject.format(when=when.brief),
        heading=sentences.heading,
        greeting=_greeting(words, letter.recipient_name),
        opening=sentences.opening.format(other=other),
        facts=facts,
        action=link,
        second_action=None,
        link_below=words.link_below,
        notes=sentences.notes,
        footer=words.visit_footer,
    )
    method: CalendarMethod = "CANCEL" if letter.kind is VisitKind.CANCELLED else "REQUEST"
    calendar = to_ics(_invitation(letter, clinic, words, method, link.url))
    return _mail(page, clinic, letter, calendar, method)


def write_account_mail(letter: AccountLetter, clinic: Clinic) -> Mail:
    """Write to one person about their account.

    The letter to an address that is not yet proved greets nobody by name: the name was typed by whoever registered, and
    would let strangers send words of their choice from the clinic's address.
    """
    words = catalogue_for(letter.recipient_locale)
    sentences = words.accounts[letter.kind]
    validity = spell_duration(letter.valid_for, reading_locale(letter.recipient_locale, words.language))
    action, second_action = _account_links(letter, clinic)
    page = Letter(
        language=words.language,
        clinic_name=one_line(clinic.name),
        subject=sentences.subject,
        heading=sentences.heading,
        greeting=_greeting(words, "" if letter.kind is AccountKind.VERIFY_EMAIL else letter.recipient_name),
        opening=sentences.opening.format(clinic=one_line(clinic.name)),
        facts=(),
        action=Link(sentences.action, action),
        second_action=Link(sentences.second_action, second_action) if second_action else None,
        link_below=words.link_below,
        notes=tuple(note.format(validity=validity) for note in sentences.notes),
        footer=words.account_footer,
    )
    return _mail(page, clinic, letter)


def _visit_facts(letter: VisitLetter, words: Catalogue) -> tuple[Moment, str, tuple[Fact, ...]]:
    locale = reading_locale(letter.recipient_locale, words.language)
    there, own = ZoneInfo(letter.clinic_time_zone), ZoneInfo(letter.recipient_time_zone)
    when = spell_moment(letter.starts_at, there, own, locale)
    other = isolate(one_line(letter.other_name))
    facts = [_time(words.time_label[letter.kind], when, words, gone=letter.kind is VisitKind.CANCELLED)]
    if letter.previous_starts_at is not None:
        before = spell_moment(letter.previous_starts_at, there, own, locale)
        facts.append(_time(words.previous_time_label, before, words, gone=True))
    facts += [
        Fact(words.duration_label, spell_duration(letter.ends_at - letter.starts_at, locale)),
        Fact(words.other_label[letter.role], other),
        Fact(words.specialty_label, isolate(one_line(letter.specialty)) if letter.role is Role.PATIENT else ""),
        Fact(words.visit_type_label, isolate(one_line(letter.visit_type_name))),
        Fact(words.location_label, isolate(one_line(letter.location))),
    ]
    return when, other, tuple(fact for fact in facts if fact.value)


def _time(label: str, moment: Moment, words: Catalogue, *, gone: bool) -> Fact:
    aside = words.own_time.format(when=moment.own) if moment.own else ""
    return Fact(label, moment.clinic, tail=f"({moment.zone})", aside=aside, gone=gone)


def _account_links(letter: AccountLetter, clinic: Clinic) -> tuple[str, str]:
    """Return the button's address and a second one. Tokens stand behind `#`, which browsers send to nobody."""
    token = quote(letter.token, safe="")
    match letter.kind:
        case AccountKind.VERIFY_EMAIL:
            return clinic.link(f"/verify-email#token={token}"), ""
        case AccountKind.ALREADY_REGISTERED:
            return clinic.link("/sign-in"), clinic.link("/reset-password")
        case AccountKind.RESET_PASSWORD | AccountKind.INVITATION:
            return clinic.link(f"/reset-password#token={token}"), ""


def _invitation(letter: VisitLetter, clinic: Clinic, words: Catalogue, method: CalendarMethod, url: str) -> Invitation:
    return Invitation(
        method=method,
        appointment_id=letter.appointment_id,
        sequence=letter.sequence,
        stamped_at=letter.occurred_at,
        starts_at=letter.starts_at,
        ends_at=letter.ends_at,
        summary=words.calendar_summary[letter.role].format(other=one_line(letter.other_name)),
        location=letter.location,
        url=url,
        organizer=clinic.mailbox,
        attendee=Mailbox(address=letter.recipient_email, name=letter.recipient_name),
        language=words.language,
    )


def _mail(
    page: Letter,
    clinic: Clinic,
    letter: VisitLetter | AccountLetter,
    calendar: bytes | None = None,
    method: CalendarMethod | None = None,
) -> Mail:
    return Mail(
        sender=clinic.mailbox,
        to=Mailbox(address=letter.recipient_email, name=letter.recipient_name),
        subject=page.subject,
        text=to_text(page),
        html=to_html(page),
        language=page.language,
        message_id=message_id_for(letter.event_id, letter.recipient_email, clinic.mailbox),
        calendar=calendar,
        calendar_method=method,
    )


def _greeting(words: Catalogue, name: str) -> str:
    shown = isolate(one_line(name))
    return words.greeting.format(name=shown) if shown else words.greeting_unnamed
