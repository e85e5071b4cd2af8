"""The visit as an iCalendar object that calendars put in, move and take out by themselves (RFC 5545, RFC 5546)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from icalendar import Calendar, Event, vCalAddress

from medbook.mail._lines import one_line
from medbook.mail.message import CalendarMethod, Mailbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What one attendee's calendar is told. Times are aware; `stamped_at` orders objects of one `sequence`."""

    method: CalendarMethod
    appointment_id: UUID
    sequence: int
    stamped_at: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str
    url: str
    organizer: Mailbox
    attendee: Mailbox
    language: str


def to_ics(invitation: Invitation) -> bytes:
    """Return the object as UTF-8.

    Times are UTC, which every calendar shows in its owner's zone and none can misread; a single visit needs no VTIMEZONE.
    There is no VALARM: the clinic reminds, and the calendar has its owner's own default.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//MedBook//Appointments//{invitation.language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", invitation.method)
    calendar.add_component(_event(invitation))
    ics: bytes = calendar.to_ical()
    return ics


def _event(invitation: Invitation) -> Event:
    event = Event()
    event.add("uid", str(invitation.appointment_id))
    event.add("sequence", invitation.sequence)
    event.add("dtstamp", invitation.stamped_at.astimezone(UTC))
    event.add("dtstart", invitation.starts_at.astimezone(UTC))
    event.add("dtend", invitation.ends_at.astimezone(UTC))
    event.add("summary", one_line(invitation.summary), parameters={"LANGUAGE": invitation.language})
    if invitation.location:
        event.add("location", one_line(invitation.location))
    event.add("description", invitation.url)
    event.add("url", invitation.url)
    event.add("status", "CANCELLED" if invitation.method == "CANCEL" else "CONFIRMED")
    event.add("transp", "OPAQUE")
    # In a shared calendar colleagues and families see "busy", not whom one visits.
    event.add("class", "PRIVATE")
    # Google removes an entry only if the CANCEL comes from the organizer whose REQUEST made it: ORGANIZER is the From address.
    event.add("organizer", _person(invitation.organizer))
    event.add("attendee", _attendee(invitation.attendee))
    return event


def _attendee(mailbox: Mailbox) -> vCalAddress:
    """The visit is agreed already, and an answer in the calendar would reach nobody: ACCEPTED, and no reply asked for."""
    person = _person(mailbox)
    person.params.update({"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"})
    return person


def _person(mailbox: Mailbox) -> vCalAddress:
    person = vCalAddress(f"mailto:{mailbox.header().addr_spec}")
    # RFC 5545 has no way to write a quote inside a parameter.
    if name := one_line(mailbox.name).replace('"', "'"):
        person.params["CN"] = name
    return person
