"""Who was told and who was not, and telling them after all."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text
from uuid_utils.compat import uuid7

from administer.handler import app
from tests.support.clinic import Clinic
from tests.support.visits import TUESDAY_NINE, at_once, book, slug


def notified(
    clinic: Clinic, recipient: UUID, status: str = "sent", detail: str | None = None, visit: dict[str, Any] | None = None
) -> UUID:
    event_id = uuid7()
    clinic.execute(
        "INSERT INTO notification (event_id, recipient, channel, kind, appointment_id, status, attempts, detail) "
        "VALUES (:event, :recipient, 'mail', 'booked', :visit, :status, 1, :detail)",
        event=event_id,
        recipient=recipient,
        visit=visit["id"] if visit else event_id,
        status=status,
        detail=detail,
    )
    return event_id


def ledger(clinic: Clinic, query: str = "") -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = clinic.calling(app, clinic.admin()).get(f"/v1/admin/notifications?{query}").json()["items"]
    return items


def test_the_ledger_is_shown_newest_first_with_names(clinic: Clinic) -> None:
    patient = clinic.patient()
    events = [str(notified(clinic, patient)) for _ in range(2)]
    items = ledger(clinic)
    assert [events[1], events[0]] == [item["event_id"] for item in items]
    assert {"id": str(patient), "full_name": "Pat Example", "role": "patient"} == items[0]["recipient"]


def test_the_ledger_says_when_the_visit_begins_by_now_and_on_whose_clock(clinic: Clinic) -> None:
    doctor, patient = clinic.doctor(), clinic.patient()
    visit = book(clinic, doctor, patient)
    notified(clinic, doctor, visit=visit)
    clinic.execute("UPDATE appointment SET starts_at = starts_at + interval '5 minutes'")
    [item] = ledger(clinic)
    expected = ("2026-11-24T08:05:00Z", "Europe/Berlin", "doctor")
    assert expected == (item["starts_at"], item["time_zone"], item["recipient"]["role"])


def test_the_ledger_is_narrowed_to_a_visit_and_to_a_person(clinic: Clinic) -> None:
    doctor, patient = clinic.doctor(), clinic.patient()
    visit, other = (book(clinic, doctor, patient, TUESDAY_NINE + half * timedelta(minutes=30)) for half in range(2))
    of_patient, of_doctor = (str(notified(clinic, person, visit=visit)) for person in (patient, doctor))
    elsewhere = str(notified(clinic, patient, visit=other))
    found = [
        [item["event_id"] for item in ledger(clinic, query)]
        for query in (
            f"appointment_id={visit['id']}",
            f"recipient_id={patient}",
            f"recipient_id={patient}&appointment_id={visit['id']}",
            f"appointment_id={uuid7()}",
            "status=failed",
        )
    ]
    assert [[of_doctor, of_patient], [elsewhere, of_patient], [of_patient], [], []] == found


def test_the_ledger_is_narrowed_to_what_failed(clinic: Clinic) -> None:
    patient = clinic.patient()
    notified(clinic, patient)
    failed = notified(clinic, patient, "failed", "the mail server said no")
    items = ledger(clinic, "status=failed")
    assert [(str(failed), "the mail server said no")] == [(item["event_id"], item["detail"]) for item in items]


def test_somebody_who_is_gone_has_no_name_in_the_ledger(clinic: Clinic) -> None:
    notified(clinic, uuid7())
    (item,) = ledger(clinic)
    assert (None, None) == (item["recipient"]["full_name"], item["recipient"]["role"])


def test_pages_of_the_ledger_hold_every_line_once(clinic: Clinic) -> None:
    patient = clinic.patient()
    events = [str(notified(clinic, patient)) for _ in range(3)]
    call = clinic.calling(app, clinic.admin())
    first = call.get("/v1/admin/notifications?limit=2").json()
    second = call.get(f"/v1/admin/notifications?limit=2&cursor={first['next_cursor']}").json()
    assert events[::-1] == [item["event_id"] for item in first["items"] + second["items"]]


@pytest.mark.parametrize("query", ["status=lost", "cursor=WyJ4Il0", "limit=0", "recipient_id=x", "appointment_id="])
def test_a_query_of_the_ledger_that_does_not_fit_is_refused(clinic: Clinic, query: str) -> None:
    assert (422, "validation") == slug(clinic.calling(app, clinic.admin()).get(f"/v1/admin/notifications?{query}"))


def not_told(clinic: Clinic, status: str = "failed") -> tuple[int, UUID]:
    """A visit whose patient was not told that it was booked: the ids of the notification and of the event, which has left."""
    book(clinic, clinic.doctor(), clinic.patient())
    clinic.execute("UPDATE outbox SET published_at = now()")
    clinic.execute(
        "INSERT INTO notification (event_id, recipient, channel, kind, appointment_id, status, attempts) "
        "SELECT event_id, patient_id, 'mail', 'booked', appointment_id, :status, 1 FROM outbox",
        status=status,
    )
    clinic.handed_on.clear()
    [row] = clinic.rows("SELECT id, event_id FROM notification")
    return row["id"], row["event_id"]


def retry(clinic: Clinic, admin: UUID, notification: object, **headers: str) -> httpx.Response:
    return clinic.calling(app, admin).post(f"/v1/admin/notifications/{notification}/retries", **headers)


def waiting(clinic: Clinic) -> list[UUID]:
    return [row["event_id"] for row in clinic.rows("SELECT event_id FROM outbox WHERE published_at IS NULL")]


def test_the_event_of_a_failed_notification_leaves_again_under_its_id(clinic: Clinic) -> None:
    notification, event_id = not_told(clinic)
    answer = retry(clinic, clinic.admin(), notification)
    [staged] = clinic.handed_on
    assert (202, [event_id], [event_id]) == (answer.status_code, waiting(clinic), [event.event_id for event in staged.events])


def test_a_retry_answers_with_the_notification(clinic: Clinic) -> None:
    notification, _ = not_told(clinic)
    assert [retry(clinic, clinic.admin(), notification).json()] == ledger(clinic)


@pytest.mark.parametrize("status", ["sent", "skipped"])
def test_what_is_settled_is_not_retried(clinic: Clinic, status: str) -> None:
    notification, _ = not_told(clinic, status)
    assert (409, "notification-settled") == slug(retry(clinic, clinic.admin(), notification))
    assert ([], []) == (waiting(clinic), clinic.handed_on)


def test_what_is_no_longer_kept_is_not_retried(clinic: Clinic) -> None:
    notification, _ = not_told(clinic)
    clinic.execute("DELETE FROM outbox")
    assert (409, "notification-too-old") == slug(retry(clinic, clinic.admin(), notification))


@pytest.mark.parametrize("notification", [0, -1, 1_000_000, 2**63 - 1, 2**63, "no-id", "%00"])
def test_a_notification_that_is_none_is_not_found(clinic: Clinic, notification: object) -> None:
    assert (404, "not-found") == slug(retry(clinic, clinic.admin(), notification))


def test_a_retry_that_comes_again_under_its_key_is_one(clinic: Clinic) -> None:
    notification, _ = not_told(clinic)
    admin = clinic.admin()
    answers = [retry(clinic, admin, notification, idempotency_key="once") for _ in range(2)]
    assert ({202}, 1) == ({answer.status_code for answer in answers}, len(clinic.handed_on))


def test_retries_at_once_all_leave_the_event_to_be_published(clinic: Clinic) -> None:
    notification, event_id = not_told(clinic)
    admin = clinic.admin()
    answers = at_once(*[lambda: retry(clinic, admin, notification)] * 4)
    assert ({202}, [event_id]) == ({answer.status_code for answer in answers}, waiting(clinic))


def test_a_retry_does_not_wait_for_whoever_is_telling_just_now(clinic: Clinic) -> None:
    notification, event_id = not_told(clinic)
    admin = clinic.admin()
    with clinic.unit_of_work() as telling:
        telling.transaction.execute(text("SELECT FROM notification FOR UPDATE"))
        assert (202, [event_id]) == (retry(clinic, admin, notification).status_code, waiting(clinic))
