"""The earliest slots over all doctors, compared with every doctor's own slots laid side by side: random clinics, random moments."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from find_slots.handler import app
from medbook.domain.availability import Availability, Override, VisitType, WeeklyWindow, Window
from medbook.domain.openings import earliest
from medbook.domain.slots import Range, free_slots
from medbook.domain.wall_clock import local_date
from medbook.http.instants import format_instant
from tests.support.clinic import MONDAY, Clinic

ZONES = ("Europe/Berlin", "Europe/Berlin", "America/New_York", "Pacific/Auckland", "Asia/Kolkata")
SPECIALTIES = ("Cardiology", "cardiology", "Dermatology")
# An ordinary week, and the nights in which Berlin changes its clocks.
MOMENTS = (MONDAY, datetime(2027, 3, 27, 20, 10, tzinfo=UTC), datetime(2026, 10, 24, 21, 5, tzinfo=UTC))


@dataclass
class Doctor:
    """A doctor as the test knows them, to be compared with what the database says."""

    id: UUID
    specialty: str
    availability: Availability
    busy: list[Range]


def windows(dice: Random) -> list[Window]:
    edges = sorted(dice.sample(range(0, 1441, 15), dice.choice((2, 2, 4))))
    return [Window(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def availability(dice: Random, around: date) -> Availability:
    weekdays = [day for day in range(1, 8) if dice.random() < 0.7]
    kinds = [VisitType("standard", "Standard", dice.choice((15, 30, 50))), VisitType("long", "Long", 60)]
    days = dice.sample([around + timedelta(days=n) for n in range(-2, 8)], 2)
    return Availability.of(
        time_zone=dice.choice(ZONES),
        slot_minutes=dice.choice((10, 15, 30, 45)),
        buffer_minutes=dice.choice((0, 0, 10)),
        minimum_notice_minutes=dice.choice((0, 0, 60, 1440, 5000)),
        horizon_days=dice.choice((4, 5, 30)),
        change_notice_minutes=0,
        visit_types=kinds[: dice.choice((1, 2))],
        weekly=[WeeklyWindow(day, one.start_minute, one.end_minute) for day in weekdays for one in windows(dice)],
        overrides=[Override(day, tuple(windows(dice)) if dice.random() < 0.5 else ()) for day in days],
    )


def busy_ranges(dice: Random, now: datetime) -> Iterator[Range]:
    """Draw claims one after the other, some touching."""
    start, gaps = now - timedelta(days=1), dice.choice(((0, 0, 1, 2, 8), (0, 0, 0, 0, 1)))
    while (start := start + timedelta(minutes=15 * dice.choice(gaps))) < now + timedelta(days=8):
        end = start + timedelta(minutes=dice.choice((15, 30, 60)))
        yield start, end
        start = end


def populate(clinic: Clinic, dice: Random, size: int) -> list[Doctor]:
    doctors = []
    for number in range(size):
        specialty = dice.choice(SPECIALTIES)
        published = availability(dice, clinic.now.date())
        doctor = Doctor(clinic.doctor(f"Dr {number}", weekdays=(), specialty=specialty), specialty, published, [])
        with clinic.unit_of_work() as uow:
            uow.availabilities.replace(doctor.id, published)
            uow.openings.lay([doctor.id], clinic.now)
            uow.commit()
        doctor.busy += busy_ranges(dice, clinic.now) if dice.random() < 0.8 else []
        clinic.execute(
            "INSERT INTO occupancy (resource_id, during) "
            "SELECT :id, tstzrange(s, e) FROM unnest(CAST(:starts AS timestamptz[]), CAST(:ends AS timestamptz[])) AS b(s, e)",
            id=doctor.id,
            starts=[start.isoformat() for start, _ in doctor.busy],
            ends=[end.isoformat() for _, end in doctor.busy],
        )
        if dice.random() < 0.3:
            away = clinic.now + timedelta(hours=dice.randint(0, 30)), clinic.now + timedelta(hours=dice.randint(31, 70))
            doctor.busy.append(away)
            clinic.execute(
                "INSERT INTO time_off (id, doctor_id, during) VALUES (:id, :doctor, tstzrange(:start, :end))",
                id=uuid7(),
                doctor=doctor.id,
                start=away[0],
                end=away[1],
            )
        doctors.append(doctor)
    return doctors


def side_by_side(
    doctors: Sequence[Doctor], now: datetime, *, specialty: str | None, since: date | None, code: str | None
) -> list[dict[str, str]]:
    found = []
    for doctor in doctors:
        published = doctor.availability
        kind = next((kind for kind in published.visit_types if code in (None, kind.code)), None)
        if kind is None or (specialty and doctor.specialty.lower() != specialty.lower()):
            continue
        first = since or local_date(now, published.zone)
        slots = free_slots(published, kind, first, first + timedelta(days=45), now=now, busy=doctor.busy)
        found += [(slot.starts_at, doctor.id, slot.ends_at) for slot in slots]
    return [shown(start, end, doctor_id) for start, doctor_id, end in sorted(found)]


def in_small_batches(
    clinic: Clinic, *, specialty: str | None, since: date | None, code: str | None, limit: int
) -> list[dict[str, str]]:
    with clinic.unit_of_work() as uow:
        batches = uow.slot_views.earliest(specialty=specialty, since=since, visit_type=code, now=clinic.now, first_batch=2)
        return [shown(slot.starts_at, slot.ends_at, doctor_id) for doctor_id, slot in earliest(batches, limit)]


def shown(start: datetime, end: datetime, doctor_id: UUID) -> dict[str, str]:
    return {"starts_at": format_instant(start), "ends_at": format_instant(end), "doctor_id": str(doctor_id)}


@pytest.mark.parametrize("seed", range(6))
def test_they_are_the_first_of_every_doctors_slots(clinic: Clinic, seed: int) -> None:
    dice = Random(seed)
    clinic.now = MOMENTS[seed % 3]
    doctors = populate(clinic, dice, size=14)
    call = clinic.calling(app)
    for _ in range(20):
        clinic.now += timedelta(minutes=dice.choice((1, 7, 30, 200)))
        specialty, code = dice.choice((None, "CARDIOLOGY", "Dermatology")), dice.choice((None, "standard", "long"))
        since = dice.choice((None, None, clinic.now.date() + timedelta(days=dice.randint(-1, 5))))
        limit = dice.choice((1, 5, 20, 100))
        asked = {"specialty": specialty, "from": since, "visit_type": code, "limit": limit}
        query = "&".join(f"{name}={value}" for name, value in asked.items() if value is not None)
        expected = side_by_side(doctors, clinic.now, specialty=specialty, since=since, code=code)[:limit]
        found = [
            {name: slot[name] for name in ("starts_at", "ends_at", "doctor_id")}
            for slot in call.get(f"/v1/slots?{query}").json()["items"]
        ]
        assert expected == found, (seed, query, clinic.now)
        assert expected == in_small_batches(clinic, specialty=specialty, since=since, code=code, limit=limit)
