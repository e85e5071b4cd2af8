"""Telling both sides, with the ledger on a real database."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from medbook.domain.events import AppointmentEvent
from medbook.domain.visits import Undeliverable
from medbook.mail.errors import MailRefused, MailUnavailable
from medbook.mail.letters import VisitKind
from tests.support.clinic import MONDAY, Clinic
from tests.support.mail_transport import RecordingTransport
from tests.support.processes import eventually
from tests.support.told import Visits, ledger, notifier

TOMORROW = MONDAY + timedelta(days=1, hours=2)  # 09:00 in Berlin
LATER = TOMORROW + timedelta(days=1)
SENT = ("sent", 1, None)
DOWN = MailUnavailable("mail.example:25 cannot take the mail now (451 4.3.2)")
REFUSED = MailRefused("mail.example:25 refused the mail (550 5.1.1)")


@pytest.fixture
def people(clinic: Clinic) -> tuple[UUID, UUID]:
    """A doctor who reads English and a patient who reads German."""
    return clinic.doctor("Dr Dora Weber"), clinic.patient("Paul Schmidt", locale="de-AT")


@pytest.fixture
def visits(clinic: Clinic) -> Visits:
    return Visits(clinic)


@pytest.fixture
def booked(visits: Visits, people: tuple[UUID, UUID]) -> AppointmentEvent:
    return visits.book(*people, TOMORROW, reason="a rash nobody should know of")


def address(clinic: Clinic, account: UUID) -> str:
    return str(clinic.rows("SELECT email FROM account WHERE id = :id", id=account)[0]["email"])


def tell(clinic: Clinic, event: AppointmentEvent, transport: RecordingTransport, kind: VisitKind = VisitKind.BOOKED) -> None:
    notifier(clinic, transport).tell_both(event, kind)


def test_patient_and_doctor_are_told(clinic: Clinic, people: tuple[UUID, UUID], booked: AppointmentEvent) -> None:
    post, (doctor, patient) = RecordingTransport(), people
    tell(clinic, booked, post)
    assert post.sent_to() == [address(clinic, patient), address(clinic, doctor)]


def test_the_ledger_says_who_was_told(clinic: Clinic, people: tuple[UUID, UUID], booked: AppointmentEvent) -> None:
    tell(clinic, booked, RecordingTransport())
    assert dict.fromkeys(people, SENT) == ledger(clinic, booked)


def test_an_event_that_comes_again_is_not_told_again(clinic: Clinic, booked: AppointmentEvent) -> None:
    post = RecordingTransport()
    for _ in range(3):
        tell(clinic, booked, post)
    assert len(post.mails) == 2


@pytest.mark.parametrize(
    ("kind", "german", "english"),
    [
        (VisitKind.BOOKED, "Termin gebucht", "New appointment"),
        (VisitKind.RESCHEDULED, "Termin verschoben", "Appointment moved"),
        (VisitKind.CANCELLED, "Termin abgesagt", "Appointment cancelled"),
        (VisitKind.REMINDER, "Erinnerung", "Reminder"),
    ],
)
def test_each_is_told_in_their_own_language(
    clinic: Clinic, visits: Visits, booked: AppointmentEvent, kind: VisitKind, german: str, english: str
) -> None:
    event = {
        VisitKind.BOOKED: lambda: booked,
        VisitKind.RESCHEDULED: lambda: visits.move(booked, LATER),
        VisitKind.CANCELLED: lambda: visits.cancel(booked),
        VisitKind.REMINDER: lambda: visits.remind(booked),
    }[kind]()
    post = RecordingTransport()
    tell(clinic, event, post, kind)
    assert [german in post.mails[0]["Subject"], english in post.mails[1]["Subject"]] == [True, True]


def test_no_mail_carries_the_reason(clinic: Clinic, visits: Visits, booked: AppointmentEvent) -> None:
    post = RecordingTransport()
    tell(clinic, booked, post)
    tell(clinic, visits.remind(booked), post, VisitKind.REMINDER)
    tell(clinic, visits.move(booked, LATER), post, VisitKind.RESCHEDULED)
    tell(clinic, visits.cancel(booked), post, VisitKind.CANCELLED)
    assert ([mail for mail in post.mails if "rash" in text_of(mail)], len(post.mails)) == ([], 8)


def test_the_visit_type_is_told_by_its_name(clinic: Clinic, booked: AppointmentEvent) -> None:
    clinic.execute("UPDATE visit_type SET name = 'First visit' WHERE code = 'standard'")
    post = RecordingTransport()
    tell(clinic, booked, post)
    assert "First visit" in text_of(post.mails[0])


def test_a_visit_type_that_was_removed_is_told_by_its_code(clinic: Clinic, booked: AppointmentEvent) -> None:
    clinic.execute("DELETE FROM visit_type")
    post = RecordingTransport()
    tell(clinic, booked, post)
    assert "standard" in text_of(post.mails[0])


def test_no_confirmation_follows_a_cancellation(
    clinic: Clinic, visits: Visits, people: tuple[UUID, UUID], booked: AppointmentEvent
) -> None:
    visits.cancel(booked)
    post = RecordingTransport()
    tell(clinic, booked, post)
    assert (post.mails, ledger(clinic, booked)) == ([], dict.fromkeys(people, ("skipped", 1, "the visit is cancelled")))


def test_a_booking_told_after_the_visit_moved_is_skipped(
    clinic: Clinic, visits: Visits, people: tuple[UUID, UUID], booked: AppointmentEvent
) -> None:
    visits.move(booked, LATER)
    post = RecordingTransport()
    tell(clinic, booked, post)
    assert (post.mails, ledger(clinic, booked)) == ([], dict.fromkeys(people, ("skipped", 1, "the visit was moved since")))


def test_no_reminder_comes_once_the_visit_has_begun(clinic: Clinic, visits: Visits, booked: AppointmentEvent) -> None:
    event = visits.remind(booked)
    clinic.now = TOMORROW
    post = RecordingTransport()
    tell(clinic, event, post, VisitKind.REMINDER)
    assert (post.mails, {status for status, _, _ in ledger(clinic, event).values()}) == ([], {"skipped"})


def test_what_was_skipped_stays_skipped(clinic: Clinic, visits: Visits, booked: AppointmentEvent) -> None:
    visits.cancel(booked)
    tell(clinic, booked, RecordingTransport())
    clinic.execute("UPDATE appointment SET status = 'booked'")
    post = RecordingTransport()
    tell(clinic, booked, post)
    assert post.mails == []


def test_an_event_of_an_unknown_visit_can_never_be_told(clinic: Clinic, booked: AppointmentEvent) -> None:
    with pytest.raises(Undeliverable):
        tell(clinic, replace(booked, appointment_id=uuid7()), RecordingTransport())


def test_an_event_that_names_another_patient_is_told_to_nobody(clinic: Clinic, booked: AppointmentEvent) -> None:
    post = RecordingTransport()
    with pytest.raises(Undeliverable):
        tell(clinic, replace(booked, patient_id=clinic.patient()), post)
    assert post.mails == []


def test_an_event_with_other_times_than_the_visit_is_told_to_nobody(clinic: Clinic, booked: AppointmentEvent) -> None:
    post = RecordingTransport()
    with pytest.raises(Undeliverable):
        tell(clinic, replace(booked, starts_at=booked.starts_at + timedelta(days=40)), post)
    assert post.mails == []


def test_a_server_that_is_down_for_one_does_not_keep_the_other_from_being_told(
    clinic: Clinic, people: tuple[UUID, UUID], booked: AppointmentEvent
) -> None:
    doctor, patient = people
    post = RecordingTransport({address(clinic, patient): DOWN})
    with pytest.raises(MailUnavailable):
        tell(clinic, booked, post)
    assert post.sent_to() == [address(clinic, doctor)]


def test_the_ledger_says_why_somebody_was_not_told(clinic: Clinic, people: tuple[UUID, UUID], booked: AppointmentEvent) -> None:
    doctor, patient = people
    with pytest.raises(MailUnavailable):
        tell(clinic, booked, RecordingTransport({address(clinic, patient): DOWN}))
    assert ledger(clinic, booked) == {
        doctor: SENT,
        patient: ("failed", 1, "mail.example:25 cannot take the mail now (451 4.3.2)"),
    }


def test_a_retry_tells_only_who_was_not_told(clinic: Clinic, people: tuple[UUID, UUID], booked: AppointmentEvent) -> None:
    doctor, patient = people
    post = RecordingTransport({address(clinic, patient): DOWN})
    for _ in range(2):
        with pytest.raises(MailUnavailable):
            tell(clinic, booked, post)
    post.failing = {}
    tell(clinic, booked, post)
    assert (post.sent_to(), ledger(clinic, booked)) == (
        [address(clinic, doctor), address(clinic, patient)],
        {doctor: SENT, patient: ("sent", 3, None)},
    )


def test_an_address_that_is_refused_cannot_be_told_and_the_other_is(
    clinic: Clinic, people: tuple[UUID, UUID], booked: AppointmentEvent
) -> None:
    doctor, patient = people
    post = RecordingTransport({address(clinic, patient): REFUSED})
    with pytest.raises(Undeliverable, match="550"):
        tell(clinic, booked, post)
    assert ledger(clinic, booked) == {
        doctor: SENT,
        patient: ("failed", 1, "mail.example:25 refused the mail (550 5.1.1)"),
    }


def test_one_refused_and_one_that_may_pass_come_again(
    clinic: Clinic, people: tuple[UUID, UUID], booked: AppointmentEvent
) -> None:
    doctor, patient = (address(clinic, person) for person in people)
    with pytest.raises(MailUnavailable):
        tell(clinic, booked, RecordingTransport({patient: REFUSED, doctor: DOWN}))


def test_a_replay_after_the_address_was_mended_tells_who_was_not_told(
    clinic: Clinic, people: tuple[UUID, UUID], booked: AppointmentEvent
) -> None:
    post = RecordingTransport({address(clinic, people[1]): REFUSED})
    with pytest.raises(Undeliverable):
        tell(clinic, booked, post)
    clinic.execute("UPDATE account SET email = 'mended@mail.example' WHERE id = :id", id=people[1])
    tell(clinic, booked, post)
    assert post.sent_to() == [address(clinic, people[0]), "mended@mail.example"]


def test_an_address_that_is_none_is_refused_in_words_that_do_not_quote_it(
    clinic: Clinic, people: tuple[UUID, UUID], booked: AppointmentEvent
) -> None:
    clinic.execute("UPDATE account SET email = 'not an address' WHERE id = :id", id=people[1])
    with pytest.raises(Undeliverable):
        tell(clinic, booked, RecordingTransport())
    assert ledger(clinic, booked)[people[1]] == ("failed", 1, "the letter cannot be written (ValueError)")


def test_a_failure_that_became_pointless_is_skipped(
    clinic: Clinic, visits: Visits, people: tuple[UUID, UUID], booked: AppointmentEvent
) -> None:
    doctor, patient = people
    with pytest.raises(MailUnavailable):
        tell(clinic, booked, RecordingTransport({address(clinic, patient): DOWN}))
    visits.cancel(booked)
    tell(clinic, booked, RecordingTransport())
    assert ledger(clinic, booked) == {doctor: SENT, patient: ("skipped", 2, "the visit is cancelled")}


class CrowdedTransport(RecordingTransport):
    """Takes a mail only once `others` deliveries wait for the database."""

    def __init__(self, clinic: Clinic, others: int) -> None:
        super().__init__()
        self._clinic = clinic
        self._others = others

    def send(self, mail: EmailMessage) -> None:
        waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        eventually(lambda: self._clinic.rows(waiting)[0]["count"] == self._others, "the others do not wait")
        super().send(mail)


def test_four_deliveries_at_once_tell_each_side_once(clinic: Clinic, people: tuple[UUID, UUID], booked: AppointmentEvent) -> None:
    post = CrowdedTransport(clinic, others=3)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: tell(clinic, booked, post), range(4)))
    assert (sorted(post.sent_to()), ledger(clinic, booked)) == (
        sorted(address(clinic, person) for person in people),
        dict.fromkeys(people, SENT),
    )


def text_of(mail: EmailMessage) -> str:
    """Everything in a mail that a person or a calendar reads."""
    return "\n".join(
        part.get_content() if part.get_content_maintype() == "text" else part.get_payload(decode=True).decode()  # type: ignore[union-attr]
        for part in mail.walk()
        if not part.is_multipart()
    )
