"""What admins see and change, through the function's own app, on a real database."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import event, text
from uuid_utils.compat import uuid7

import cancel_appointment.handler
import update_appointment_status.handler
from administer.handler import app
from medbook.domain.account_mails import TokenPurpose
from tests.support.clinic import MONDAY, Clinic
from tests.support.visits import TUESDAY_NINE, at_once, book, slug

HALF_AN_HOUR = timedelta(minutes=30)


def statistics(clinic: Clinic, query: str = "from=2026-11-23&to=2026-11-29", **admin: Any) -> dict[str, Any]:
    answer = clinic.calling(app, clinic.admin(**admin)).get(f"/v1/admin/statistics?{query}")
    assert answer.status_code == 200, answer.text
    counted: dict[str, Any] = answer.json()
    return counted


def note(clinic: Clinic, visit: dict[str, Any], *steps: str) -> None:
    for step in steps:
        clinic.calling(update_appointment_status.handler.app, UUID(visit["doctor_id"])).post(
            f"/v1/appointments/{visit['id']}/{step}"
        )


def cancel(clinic: Clinic, visit: dict[str, Any]) -> None:
    clinic.calling(cancel_appointment.handler.app, UUID(visit["patient_id"])).post(f"/v1/appointments/{visit['id']}/cancel")


def a_week(clinic: Clinic) -> UUID:
    """On Tuesday one visit completed, one missed, one cancelled and one booked."""
    doctor, patient = clinic.doctor(), clinic.patient()
    visits = [book(clinic, doctor, patient, TUESDAY_NINE + half * HALF_AN_HOUR) for half in range(4)]
    note(clinic, visits[0], "confirm", "complete")
    note(clinic, visits[1], "confirm", "no-show")
    cancel(clinic, visits[2])
    return doctor


def test_visits_are_counted_by_what_became_of_them(clinic: Clinic) -> None:
    a_week(clinic)
    expected = {"booked": 1, "confirmed": 0, "completed": 1, "no_show": 1, "cancelled": 1}
    assert expected == statistics(clinic)["totals"]


def test_days_hold_the_bookings_made_and_the_visits_that_start(clinic: Clinic) -> None:
    a_week(clinic)
    counted = statistics(clinic)
    nothing = {"bookings": 0, "visits": 0, "cancelled": 0, "no_show": 0, "completed": 0}
    expected = [
        {"date": "2026-11-23", **nothing, "bookings": 4},
        {"date": "2026-11-24", "bookings": 0, "visits": 3, "cancelled": 1, "no_show": 1, "completed": 1},
        *({"date": f"2026-11-{day}", **nothing} for day in range(25, 30)),
    ]
    assert expected == counted["days"]


def test_days_begin_and_end_in_the_admin_s_zone(clinic: Clinic) -> None:
    book(clinic, clinic.doctor(), clinic.patient())  # at 17:00 on Tuesday in Tokyo
    book(clinic, clinic.doctor(), clinic.patient(), TUESDAY_NINE + timedelta(hours=7, minutes=30))  # at 00:30 on Wednesday there
    counted = statistics(clinic, "from=2026-11-24&to=2026-11-25", time_zone="Asia/Tokyo")
    assert ("Asia/Tokyo", [1, 1]) == (counted["time_zone"], [day["visits"] for day in counted["days"]])


def test_days_of_25_hours_are_days(clinic: Clinic) -> None:
    clinic.now = datetime(2026, 10, 24, 6, tzinfo=UTC)
    sunday_four = datetime(2026, 10, 25, 15, 30, tzinfo=UTC)
    book(clinic, clinic.doctor(), clinic.patient(), sunday_four)
    assert [0, 1, 0] == [day["visits"] for day in statistics(clinic, "from=2026-10-24&to=2026-10-26")["days"]]


def test_the_middle_of_the_lead_times_is_in_hours(clinic: Clinic) -> None:
    doctor, patient = clinic.doctor(), clinic.patient()
    for hours in (2, 4, 30):
        book(clinic, doctor, patient, MONDAY + timedelta(hours=hours))
    assert 4.0 == statistics(clinic)["median_lead_time_hours"]


def test_an_empty_period_has_no_middle(clinic: Clinic) -> None:
    assert None is statistics(clinic)["median_lead_time_hours"]


def lead_times(clinic: Clinic) -> list[int]:
    return [bucket["visits"] for bucket in statistics(clinic)["lead_times"]]


@pytest.mark.parametrize(
    ("lead", "bucket"),
    [
        (timedelta(0), 0),
        *((timedelta(hours=hours, seconds=-1), bucket) for bucket, hours in enumerate((24, 72, 168, 336, 720))),
        *((timedelta(hours=hours), bucket + 1) for bucket, hours in enumerate((24, 72, 168, 336, 720))),
        (timedelta(days=365), 5),
    ],
)
def test_a_visit_is_counted_by_how_long_before_its_start_it_was_booked(clinic: Clinic, lead: timedelta, bucket: int) -> None:
    book(clinic, clinic.doctor(), clinic.patient())
    clinic.execute("UPDATE appointment SET created_at = starts_at - CAST(:lead AS interval)", lead=lead)
    assert [int(number == bucket) for number in range(6)] == lead_times(clinic)


def test_lead_times_say_where_they_begin_and_end(clinic: Clinic) -> None:
    edges = [(bucket["from_hours"], bucket["to_hours"]) for bucket in statistics(clinic)["lead_times"]]
    assert [(0, 24), (24, 72), (72, 168), (168, 336), (336, 720), (720, None)] == edges


def test_cancelled_visits_have_no_lead_time(clinic: Clinic) -> None:
    a_week(clinic)
    assert [0, 3, 0, 0, 0, 0] == lead_times(clinic)


def test_statistics_take_three_queries(clinic: Clinic) -> None:
    call, statements = clinic.calling(app, clinic.admin()), []

    def count(*told: Any) -> None:
        statements.append(told[2])

    event.listen(clinic.engine, "before_cursor_execute", count)
    try:
        call.get("/v1/admin/statistics")
    finally:
        event.remove(clinic.engine, "before_cursor_execute", count)
    # The first asks who this is.
    assert 4 == len(statements)


def test_a_doctor_is_used_as_far_as_the_known_hours_are_booked(clinic: Clinic) -> None:
    doctor = a_week(clinic)
    clinic.execute(
        "INSERT INTO opening (doctor_id, starts_at, ends_at, noticed_at, specialty, slot_minutes, visit_minutes) "
        "VALUES (:id, :start, :end, :start, 'cardiology', 30, 30)",
        id=doctor,
        start=TUESDAY_NINE,
        end=TUESDAY_NINE + timedelta(hours=5),
    )
    figures = {
        "visits": 3,
        "cancelled": 1,
        "no_show": 1,
        "completed": 1,
        "booked_minutes": 90,
        "open_minutes": 300,
        "utilisation": 0.3,
    }
    counted = statistics(clinic)
    assert [{"doctor_id": str(doctor), "doctor_name": "Dr Dora Example", "specialty": "Cardiology", **figures}] == counted[
        "doctors"
    ]
    assert [{"specialty": "Cardiology", **figures}] == counted["specialties"]


def test_an_opening_counts_as_far_as_it_lies_in_the_period(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    clinic.execute(
        "INSERT INTO opening (doctor_id, starts_at, ends_at, noticed_at, specialty, slot_minutes, visit_minutes) "
        "VALUES (:id, :start, :end, :start, 'cardiology', 30, 30)",
        id=doctor,
        start=datetime(2026, 11, 22, 22, tzinfo=UTC),
        end=datetime(2026, 11, 23, 0, tzinfo=UTC),
    )
    assert [60] == [counted["open_minutes"] for counted in statistics(clinic)["doctors"]]


def test_without_known_hours_nothing_is_said_of_use(clinic: Clinic) -> None:
    a_week(clinic)
    (counted,) = statistics(clinic)["doctors"]
    assert (0, None, None) == (counted["booked_minutes"], counted["open_minutes"], counted["utilisation"])


def test_specialties_add_up_their_doctors(clinic: Clinic) -> None:
    for name, specialty in (("Dr A", "Cardiology"), ("Dr B", "Cardiology"), ("Dr C", "Dermatology")):
        book(clinic, clinic.doctor(name, specialty=specialty), clinic.patient())
    counted = statistics(clinic)["specialties"]
    assert [("Cardiology", 2), ("Dermatology", 1)] == [(entry["specialty"], entry["visits"]) for entry in counted]


def test_a_period_is_60_days_around_today_unless_said_otherwise(clinic: Clinic) -> None:
    counted = statistics(clinic, "")
    assert ("2026-10-24", "2026-12-23", 61) == (counted["from"], counted["to"], len(counted["days"]))


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("from=2026-11-24&to=2026-11-23", "/query/to"),
        ("from=2026-01-01&to=2027-01-02", "/query/to"),
        ("from=2026-11-24T00:00:00Z", "/query/from"),
        ("to=9999-12-31", "/query/to"),
        ("to=", "/query/to"),
    ],
)
def test_a_period_that_cannot_be_counted_is_refused(clinic: Clinic, query: str, pointer: str) -> None:
    answer = clinic.calling(app, clinic.admin()).get(f"/v1/admin/statistics?{query}")
    assert ((422, "validation"), pointer) == (slug(answer), answer.json()["errors"][0]["pointer"])


def names(clinic: Clinic, query: str = "") -> list[str]:
    items = clinic.calling(app, clinic.admin("Zoe Admin")).get(f"/v1/admin/users?{query}").json()["items"]
    return [item["full_name"] for item in items if item["full_name"] != "Zoe Admin"]


def test_people_are_listed_by_name_whatever_its_case(clinic: Clinic) -> None:
    for name in ("berta", "Anton", "Cäsar"):
        clinic.patient(name)
    assert ["Anton", "berta", "Cäsar"] == names(clinic)


def test_people_are_found_by_part_of_a_name_or_address(clinic: Clinic) -> None:
    clinic.patient("Anton Berg")
    clinic.patient("Berta", email="antonia@medbook.example")
    clinic.patient("Cäsar")
    assert ["Anton Berg", "Berta"] == names(clinic, "q=ANTON")


@pytest.mark.parametrize("q", ["%25", "_", "%5C", "'"])
def test_what_is_searched_for_is_no_pattern(clinic: Clinic, q: str) -> None:
    clinic.patient("Anton")
    assert [] == names(clinic, f"q={q}")


def test_people_are_narrowed_to_a_role_and_to_the_active(clinic: Clinic) -> None:
    clinic.patient("Anton", active=False)
    clinic.patient("Berta")
    clinic.doctor("Dr Dora")
    assert (["Dr Dora"], ["Anton"]) == (names(clinic, "role=doctor"), names(clinic, "active=false"))


def test_pages_of_people_hold_everybody_once(clinic: Clinic) -> None:
    for _ in range(5):
        clinic.patient("Same Name")
    call, seen, cursor = clinic.calling(app, clinic.admin()), [], ""
    while True:
        page = call.get(f"/v1/admin/users?role=patient&limit=2{cursor}").json()
        seen += [item["id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert (5, 5) == (len(seen), len(set(seen)))


def change(clinic: Clinic, by: UUID, user: UUID, body: Any, **headers: str) -> Any:
    return clinic.calling(app, by).patch(f"/v1/admin/users/{user}", body, **headers)


def test_an_account_is_read_with_the_tag_that_a_change_to_it_names(clinic: Clinic) -> None:
    admin, patient = clinic.admin(), clinic.patient("Pat Smith")
    read = clinic.calling(app, admin).get(f"/v1/admin/users/{patient}")
    first, second = (change(clinic, admin, patient, {"full_name": name}, **{"If-Match": read.headers["etag"]}) for name in "AB")
    assert ("Pat Smith", 200, 412) == (read.json()["full_name"], first.status_code, second.status_code)


def test_an_account_that_is_not_there_is_404(clinic: Clinic) -> None:
    assert (404, "not-found") == slug(clinic.calling(app, clinic.admin()).get(f"/v1/admin/users/{uuid7()}"))


def test_an_account_is_corrected(clinic: Clinic) -> None:
    patient = clinic.patient()
    answer = change(clinic, clinic.admin(), patient, {"full_name": " Pat Smith ", "phone": "+49 30 1234"})
    assert ("Pat Smith", "+49 30 1234", '"v2"') == (answer.json()["full_name"], answer.json()["phone"], answer.headers["etag"])


def test_a_telephone_number_can_be_taken_away(clinic: Clinic) -> None:
    patient = clinic.patient(phone="+49 30 1234")
    assert None is change(clinic, clinic.admin(), patient, {"phone": None}).json()["phone"]


def test_a_closed_account_is_signed_out_everywhere_for_good(clinic: Clinic) -> None:
    admin, other = clinic.admin(), clinic.admin("Otto Admin")
    call = clinic.calling(app, other)
    change(clinic, admin, other, {"active": False})
    closed = call.get("/v1/admin/users").status_code
    change(clinic, admin, other, {"active": True})
    assert (401, 401) == (closed, call.get("/v1/admin/users").status_code)


def test_a_patient_is_made_an_admin_at_once(clinic: Clinic) -> None:
    patient = clinic.patient()
    call = clinic.calling(app, patient)
    before = call.get("/v1/admin/users").status_code
    change(clinic, clinic.admin(), patient, {"role": "admin"})
    assert (403, 200) == (before, call.get("/v1/admin/users").status_code)


@pytest.mark.parametrize("verified_at", [MONDAY, None])
def test_an_address_is_mended_in_the_spelling_that_is_looked_up(clinic: Clinic, verified_at: datetime | None) -> None:
    patient = clinic.patient(email_verified_at=verified_at)
    answer = change(clinic, clinic.admin(), patient, {"email": " Mended@MÜNCHEN.example "})
    expected = ("mended@xn--mnchen-3ya.example", verified_at is not None, '"v2"')
    assert expected == (answer.json()["email"], answer.json()["email_verified"], answer.headers["etag"])


def test_an_address_of_another_account_is_refused(clinic: Clinic) -> None:
    clinic.patient(email="anna@mail.example")
    assert (409, "email-taken") == slug(change(clinic, clinic.admin(), clinic.patient(), {"email": "Anna@mail.example"}))


def test_of_two_accounts_that_are_given_one_address_at_once_one_gets_it(clinic: Clinic) -> None:
    admin, one, other = clinic.admin(), clinic.patient(), clinic.patient("Otto")
    body = {"email": "anna@mail.example"}
    answers = at_once(lambda: change(clinic, admin, one, body), lambda: change(clinic, admin, other, body))
    assert [200, 409] == sorted(answer.status_code for answer in answers)


def links(clinic: Clinic, account: UUID) -> None:
    with clinic.unit_of_work() as uow:
        for purpose in TokenPurpose:
            uow.one_time_tokens.mint(account, purpose, clinic.now + timedelta(hours=1))
        uow.commit()


@pytest.mark.parametrize(("body", "good"), [({"email": "mended@mail.example"}, 0), ({"full_name": "Pat Smith"}, 2)])
def test_links_in_the_mailbox_before_are_void(clinic: Clinic, body: dict[str, str], good: int) -> None:
    patient = clinic.patient()
    links(clinic, patient)
    change(clinic, clinic.admin(), patient, body)
    assert [{"count": good}] == clinic.rows("SELECT count(*) FROM one_time_token WHERE used_at IS NULL")


def test_links_of_others_stay_good(clinic: Clinic) -> None:
    links(clinic, clinic.patient("Otto"))
    change(clinic, clinic.admin(), clinic.patient(), {"email": "mended@mail.example"})
    assert [{"count": 2}] == clinic.rows("SELECT count(*) FROM one_time_token WHERE used_at IS NULL")


@pytest.mark.parametrize("role", ["patient", "admin"])
def test_a_doctor_stays_one(clinic: Clinic, role: str) -> None:
    answer = change(clinic, clinic.admin(), clinic.doctor(), {"role": role})
    assert ((422, "validation"), "/role") == (slug(answer), answer.json()["errors"][0]["pointer"])


def test_nobody_becomes_a_doctor_by_a_word(clinic: Clinic) -> None:
    assert (422, "validation") == slug(change(clinic, clinic.admin(), clinic.patient(), {"role": "doctor"}))


@pytest.mark.parametrize("body", [{"active": False}, {"role": "patient"}, {"active": False, "role": "admin"}])
def test_admins_do_not_shut_themselves_out(clinic: Clinic, body: Any) -> None:
    admin = clinic.admin()
    assert (409, "conflict") == slug(change(clinic, admin, admin, body))


def test_of_two_admins_who_shut_each_other_out_one_stays(clinic: Clinic) -> None:
    one, other = clinic.admin(), clinic.admin("Otto Admin")
    for _ in range(5):
        clinic.execute("UPDATE account SET active = true; UPDATE session SET revoked_at = NULL")
        answers = at_once(
            lambda: change(clinic, one, other, {"active": False}), lambda: change(clinic, other, one, {"active": False})
        )
        # The one who comes second is told so, or is not let in any more.
        assert {200} < {answer.status_code for answer in answers} <= {200, 401, 403}
        assert [{"count": 1}] == clinic.rows("SELECT count(*) FROM account WHERE role = 'admin' AND active")


def test_a_change_to_what_is_already_so_is_none(clinic: Clinic) -> None:
    patient = clinic.patient()
    answer = change(clinic, clinic.admin(), patient, {"active": True})
    assert (200, '"v1"') == (answer.status_code, answer.headers["etag"])


def test_a_change_of_another_version_is_refused(clinic: Clinic) -> None:
    answer = change(clinic, clinic.admin(), clinic.patient(), {"active": False}, if_match='"v7"')
    assert (412, "precondition-failed") == slug(answer)


@pytest.mark.parametrize("user", ["019ab0c4-2c00-7000-8000-0000000000a1", "no-id"])
def test_an_account_that_is_none_is_not_found(clinic: Clinic, user: Any) -> None:
    assert (404, "not-found") == slug(change(clinic, clinic.admin(), user, {"active": False}))


@pytest.mark.parametrize(
    "body",
    [
        {"active": None},
        {"active": "perhaps"},
        {"role": None},
        {"role": "nurse"},
        {"full_name": None},
        {"full_name": " "},
        {"full_name": "a\0b"},
        {"full_name": "x" * 201},
        {"email": None},
        {"email": "no address"},
        {"password_hash": "x"},
        {"phone": "call me"},
        [],
    ],
)
def test_a_change_that_does_not_fit_is_refused(clinic: Clinic, body: Any) -> None:
    assert (422, "validation") == slug(change(clinic, clinic.admin(), clinic.patient(), body))


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
    visit, other = (book(clinic, doctor, patient, TUESDAY_NINE + half * HALF_AN_HOUR) for half in range(2))
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


@pytest.mark.parametrize("path", ["statistics", "users", "notifications"])
@pytest.mark.parametrize(("who", "status"), [("patient", 403), ("doctor", 403), ("nobody", 401)])
def test_it_is_for_admins(clinic: Clinic, path: str, who: str, status: int) -> None:
    people = {"patient": clinic.patient(), "doctor": clinic.doctor(), "nobody": None}
    assert status == clinic.calling(app, people[who]).get(f"/v1/admin/{path}").status_code


def test_who_may_not_see_a_period_is_told_so_before_what_is_wrong_with_it(clinic: Clinic) -> None:
    answer = clinic.calling(app, clinic.patient()).get("/v1/admin/statistics?from=2026-11-24&to=2026-11-23")
    assert (403, "forbidden") == slug(answer)
