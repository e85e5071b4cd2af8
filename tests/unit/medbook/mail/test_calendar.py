"""The calendar entry that comes with a letter about a visit."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from icalendar import Calendar

from medbook.mail.letters import Role, VisitKind, VisitLetter, write_visit_mail
from tests.support.letters import APPOINTMENT_ID, CLINIC, NOW, visit_letter


def _calendar(letter: VisitLetter) -> Any:
    written = write_visit_mail(letter, CLINIC).calendar
    assert written is not None
    return Calendar.from_ical(written)


def _event(letter: VisitLetter) -> Any:
    return _calendar(letter).walk("VEVENT")[0]


@pytest.mark.parametrize(
    ("kind", "method", "status"),
    [
        (VisitKind.BOOKED, "REQUEST", "CONFIRMED"),
        (VisitKind.RESCHEDULED, "REQUEST", "CONFIRMED"),
        (VisitKind.REMINDER, "REQUEST", "CONFIRMED"),
        (VisitKind.CANCELLED, "CANCEL", "CANCELLED"),
    ],
)
def test_the_method_says_whether_the_visit_stands(kind: VisitKind, method: str, status: str) -> None:
    calendar = _calendar(visit_letter(kind))
    assert (calendar["method"], calendar.walk("VEVENT")[0]["status"]) == (method, status)


def test_method_version_and_product_precede_the_event() -> None:
    written = write_visit_mail(visit_letter(), CLINIC).calendar
    assert written is not None
    before = written.split(b"BEGIN:VEVENT")[0].decode()
    assert {line.split(":")[0] for line in before.splitlines()} == {"BEGIN", "VERSION", "PRODID", "CALSCALE", "METHOD"}


def test_the_entry_keeps_its_identity_when_the_visit_moves() -> None:
    letters = [visit_letter(), replace(visit_letter(VisitKind.RESCHEDULED), sequence=3)]
    assert [(str(_event(x)["uid"]), _event(x)["sequence"]) for x in letters] == [
        (str(APPOINTMENT_ID), 0),
        (str(APPOINTMENT_ID), 3),
    ]


def test_times_are_utc() -> None:
    event = _event(visit_letter())
    expected = [NOW, datetime(2026, 11, 24, 8, 30, tzinfo=UTC), datetime(2026, 11, 24, 9, 0, tzinfo=UTC)]
    assert [event[name].dt for name in ("dtstamp", "dtstart", "dtend")] == expected
    assert b"DTSTART:20261124T083000Z" in (write_visit_mail(visit_letter(), CLINIC).calendar or b"")


def test_the_organizer_is_the_sender_of_the_mail() -> None:
    assert str(_event(visit_letter())["organizer"]) == f"mailto:{CLINIC.sender}"


def test_the_recipient_is_the_only_attendee_and_is_not_asked_for_an_answer() -> None:
    attendee = _event(visit_letter(role=Role.DOCTOR))["attendee"]
    assert str(attendee) == "mailto:weber@praxis-am-park.example"
    assert (attendee.params["PARTSTAT"], attendee.params["RSVP"]) == ("ACCEPTED", "FALSE")


def test_the_entry_is_private_and_blocks_the_time() -> None:
    event = _event(visit_letter())
    assert (event["class"], event["transp"]) == ("PRIVATE", "OPAQUE")


@pytest.mark.parametrize(
    ("role", "locale", "summary"),
    [
        (Role.PATIENT, "en", "Appointment with Dr. Maria Weber"),
        (Role.DOCTOR, "en", "Appointment: Anna Schmidt"),
        (Role.PATIENT, "de", "Termin bei Dr. Maria Weber"),
        (Role.DOCTOR, "de", "Termin: Anna Schmidt"),
    ],
)
def test_the_summary_names_the_other_person(role: Role, locale: str, summary: str) -> None:
    assert _event(visit_letter(role=role, locale=locale))["summary"] == summary


def test_a_hostile_name_adds_no_line_and_no_parameter() -> None:
    hostile = 'Weber"\r\nATTENDEE:mailto:x@evil.example\r\nX-A:;,\\'
    event = _event(replace(visit_letter(), other_name=hostile, recipient_name=hostile, location=hostile))
    expected = 'Weber" ATTENDEE:mailto:x@evil.example X-A:;,\\'
    assert (event["location"], str(event["attendee"])) == (expected, "mailto:anna.schmidt@mail.example")
    assert event["attendee"].params["CN"] == expected.replace('"', "'")


def test_no_line_is_longer_than_75_octets() -> None:
    written = write_visit_mail(replace(visit_letter(), location="Übergangsstraße " * 10), CLINIC).calendar
    assert written is not None
    assert max(len(line) for line in written.split(b"\r\n")) <= 75


def test_a_visit_without_a_place_has_no_location() -> None:
    assert "location" not in _event(replace(visit_letter(), location=""))
