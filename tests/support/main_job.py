"""The main job, as a patient does it over HTTP: whoever runs the functions, these steps are the same."""

from typing import Any

from tests.support.visitors import Visitor, calendar_part


def find_and_book(visitor: Visitor) -> tuple[dict[str, Any], list[str]]:
    """Find a doctor and take the first free slot; give the visit, and the slots there were."""
    doctor = visitor.http.get("/v1/doctors", params={"specialty": "Dermatology"}).json()["items"][0]
    slots = visitor.slots(doctor["id"])
    answer = visitor.book(doctor["id"], slots[0], reason="a rash")
    assert answer.status_code == 201, answer.text
    return answer.json(), slots


def do_the_main_job(visitor: Visitor) -> list[str]:
    """Register, book, move and cancel, reading the mail each time; give the methods of the calendar parts, oldest first."""
    patient = visitor.register("Pia Patient")
    appointment, slots = find_and_book(patient)
    path = f"/v1/appointments/{appointment['id']}"
    patient.mails(patient.email, 2)
    moved = patient.http.post(f"{path}/reschedule", json={"starts_at": slots[1]})
    assert (200, slots[1], 1) == (moved.status_code, moved.json()["starts_at"], moved.json()["sequence"])
    patient.mails(patient.email, 3)
    assert patient.http.post(f"{path}/cancel", json={}).json()["status"] == "cancelled"
    cancelled, rescheduled, booked, _verify = patient.mails(patient.email, 4)
    return [str(calendar_part(mail)["METHOD"]) for mail in (booked, rescheduled, cancelled)]
