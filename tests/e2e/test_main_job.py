"""The main job: a patient comes, books, moves, cancels; everybody is told."""

from datetime import UTC, datetime

from tests.support.main_job import do_the_main_job, find_and_book
from tests.support.visitors import Visitor, calendar_part


def test_a_patient_registers_books_moves_and_cancels_and_is_told_each_time(visitor: Visitor) -> None:
    assert ["REQUEST", "REQUEST", "CANCEL"] == do_the_main_job(visitor)


def test_the_calendar_part_names_the_visit_and_its_version(visitor: Visitor) -> None:
    patient = visitor.register()
    appointment, slots = find_and_book(patient)
    # A visit that moves before its confirmation was written is told of once, with the new time.
    patient.mails(patient.email, 2)
    patient.http.post(f"/v1/appointments/{appointment['id']}/reschedule", json={"starts_at": slots[2]})
    mail = patient.mails(patient.email, 3)[0]
    (event,) = calendar_part(mail).events
    assert (appointment["id"], 1, datetime.fromisoformat(slots[2])) == (event["UID"], event["SEQUENCE"], event.start)


def test_no_mail_carries_the_reason(visitor: Visitor) -> None:
    patient = visitor.register()
    find_and_book(patient)
    mail = patient.mails(patient.email, 2)[0]
    assert "rash" not in str(mail)


def test_the_doctor_is_told_who_comes(visitor: Visitor) -> None:
    patient = visitor.register("Dorothea Distinct")
    doctor = visitor.another().sign_in("doctor@medbook.example")
    slot = patient.slots(doctor.account_id)[0]
    assert patient.book(doctor.account_id, slot).status_code == 201
    mails = visitor.mails(doctor.email, 1)
    assert any("Dorothea Distinct" in mail["text"] for mail in mails)


def test_a_doctor_sets_availability_and_the_slots_follow(visitor: Visitor, admin: Visitor) -> None:
    doctor_id = admin.new_doctor(weekly=[{"weekday": day, "start": "09:00", "end": "09:30"} for day in range(1, 8)])
    starts = {slot[11:16] for slot in visitor.slots(doctor_id, days=3, visit_type="short")}
    assert len(starts) == 2


def test_the_clinic_reminds_by_hand(visitor: Visitor, admin: Visitor) -> None:
    patient = visitor.register()
    appointment, _ = find_and_book(patient)
    patient.mails(patient.email, 2)
    assert admin.http.post(f"/v1/appointments/{appointment['id']}/reminders").status_code == 202
    assert len(patient.mails(patient.email, 3)) == 3


def test_the_start_page_and_the_document_are_served(visitor: Visitor) -> None:
    page, document = visitor.http.get("/"), visitor.http.get("/openapi.json")
    assert (page.status_code, document.json()["openapi"][:3]) == (200, "3.1")


def test_the_clinic_is_open(visitor: Visitor) -> None:
    earliest = visitor.http.get("/v1/slots", params={"limit": "5"}).json()["items"]
    starts = [datetime.fromisoformat(item["starts_at"]) for item in earliest]
    assert starts == sorted(starts)
    assert starts[0] > datetime.now(UTC)
