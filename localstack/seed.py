"""The demo clinic: doctors with hours, patients with visits behind and before them. Always the same, but for the day it starts on."""

import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

from localstack.seed_people import BERLIN, DOCTORS, PATIENTS, DemoDoctor
from localstack.seed_rows import Row, Rows, insert
from localstack.seed_visits import Visits
from medbook.domain.availability import Availability, Override, VisitType, WeeklyWindow, Window
from medbook.domain.wall_clock import minute_of_day
from medbook.postgres.engine import open_engine
from medbook.postgres.unit_of_work import UnitOfWork
from medbook.security.passwords import hash_password

PASSWORD = "medbook-demo"  # noqa: S105 - published on purpose: the accounts exist on one machine alone
_PAST = timedelta(days=28)
_MILLISECONDS_IN_2026 = 1_767_225_600_000


def seed(database_url: str, now: datetime | None = None) -> None:
    """Fill an empty, migrated database with a clinic as it may look at `now`."""
    now = (now or datetime.now(UTC)).replace(microsecond=0)
    clinic = _Clinic(now)
    engine = open_engine(database_url)
    try:
        with engine.begin() as connection:
            insert(connection, clinic.rows())
        with UnitOfWork(engine) as uow:
            # What was open in the last weeks, for the statistics; then what is to come.
            uow.openings.lay(list(clinic.doctors), now - _PAST)
            uow.openings.lay(list(clinic.doctors), now)
            uow.commit()
    finally:
        engine.dispose()


class _Clinic:
    """Who is there, and what they publish."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._dice = Random(2026)  # noqa: S311 - the same clinic each time
        self._new_id = _ids(self._dice)
        # One hash for the three accounts that anyone may use; everybody else has none and cannot sign in.
        self._password_hash = hash_password(PASSWORD)
        self.doctors = {next(self._new_id): doctor for doctor in DOCTORS}
        self._patient, self._admin = next(self._new_id), next(self._new_id)
        self._others = {next(self._new_id): name for name in PATIENTS}

    def rows(self) -> Rows:
        """Return what to insert, table by table."""
        published = {doctor_id: _availability(doctor, self._now.date()) for doctor_id, doctor in self.doctors.items()}
        visits = Visits(self._now, self._dice, self._new_id)
        for number, (doctor_id, availability) in enumerate(published.items()):
            # The demo patient knows a cardiologist, a dermatologist and a family doctor.
            visits.draw(doctor_id, availability, [*self._others, *[self._patient] * (3 if number in (0, 2, 4) else 0)], count=14)
        return {
            "account": list(self._accounts()),
            "doctor": [_doctor_row(doctor_id, doctor, published[doctor_id]) for doctor_id, doctor in self.doctors.items()],
            "visit_type": [row for doctor_id, one in published.items() for row in _visit_type_rows(doctor_id, one)],
            "weekly_window": [row for doctor_id, one in published.items() for row in _weekly_rows(doctor_id, one)],
            "availability_override": [
                {"doctor_id": doctor_id, "date": day} for doctor_id, one in published.items() for day in one.overrides
            ],
            "override_window": [row for doctor_id, one in published.items() for row in _override_rows(doctor_id, one)],
            "time_off": [self._time_off()],
            "appointment": visits.appointments,
            "occupancy": visits.occupancy,
            "appointment_history": visits.history,
        }

    def _accounts(self) -> Iterator[Row]:
        yield self._account(self._admin, "admin@medbook.example", "Ada Admin", "admin", BERLIN, signs_in=True)
        yield self._account(self._patient, "patient@medbook.example", "Paula Patient", "patient", BERLIN, signs_in=True)
        for doctor_id, doctor in self.doctors.items():
            email = doctor.email or _address(doctor.name)
            signs_in = doctor.email is not None
            yield self._account(doctor_id, email, doctor.name, "doctor", doctor.time_zone, signs_in=signs_in)
        for patient_id, name in self._others.items():
            yield self._account(patient_id, _address(name), name, "patient", BERLIN, signs_in=False)

    def _account(self, account_id: UUID, email: str, name: str, role: str, zone: str, *, signs_in: bool) -> Row:
        return {
            "id": account_id,
            "email": email,
            "password_hash": self._password_hash if signs_in else None,
            "full_name": name,
            "role": role,
            "time_zone": zone,
            "locale": "en" if signs_in or zone != BERLIN else "de",
            "active": True,
            "email_verified_at": self._now - timedelta(days=90),
            "version": 1,
            "created_at": self._now - timedelta(days=90),
        }

    def _time_off(self) -> Row:
        """Give the third doctor a week off, beyond the visits that are booked."""
        monday = self._now.date() + timedelta(days=28 - self._now.weekday())
        return {
            "id": next(self._new_id),
            "doctor_id": list(self.doctors)[2],
            "during": f"[{monday} 00:00+00,{monday + timedelta(days=7)} 00:00+00)",
            "reason": "Congress and holidays",
            "created_at": self._now - timedelta(days=10),
        }


def _availability(doctor: DemoDoctor, today: date) -> Availability:
    """Publish hours in which what was just booked can always be changed: booked four hours ahead, changed until two before."""
    christmas = date(today.year, 12, 24)
    short_day = today + timedelta(days=21)
    return Availability.of(
        time_zone=doctor.time_zone,
        slot_minutes=doctor.slot_minutes,
        buffer_minutes=doctor.buffer_minutes,
        minimum_notice_minutes=240,
        horizon_days=90,
        change_notice_minutes=120,
        visit_types=[VisitType(*visit) for visit in doctor.visits],
        weekly=[
            WeeklyWindow(weekday, window.start_minute, window.end_minute)
            for weekdays, texts in doctor.hours.items()
            for weekday in weekdays
            for window in map(_window, texts)
        ],
        overrides=[
            *(Override(christmas + timedelta(days=n), ()) for n in range(3)),
            *([Override(short_day, (_window("10:00-12:00"),))] if short_day < christmas else []),
        ],
    )


def _window(told: str) -> Window:
    start, end = map(minute_of_day, told.split("-"))
    return Window(start, end)


def _doctor_row(doctor_id: UUID, doctor: DemoDoctor, published: Availability) -> Row:
    return {
        "id": doctor_id,
        "specialty": doctor.specialty,
        "bio": doctor.bio,
        "qualifications": doctor.qualifications,
        "languages": doctor.languages,
        "location": doctor.location,
        "consultation_fee": doctor.fee,
        "time_zone": doctor.time_zone,
        "slot_minutes": published.slot_minutes,
        "buffer_minutes": published.buffer_minutes,
        "minimum_notice_minutes": published.minimum_notice_minutes,
        "horizon_days": published.horizon_days,
        "change_notice_minutes": published.change_notice_minutes,
        "availability_version": 1,
    }


def _visit_type_rows(doctor_id: UUID, published: Availability) -> Iterator[Row]:
    for position, kind in enumerate(published.visit_types):
        yield {"doctor_id": doctor_id, "code": kind.code, "name": kind.name, "minutes": kind.minutes, "position": position}


def _weekly_rows(doctor_id: UUID, published: Availability) -> Iterator[Row]:
    for weekday, windows in published.weekly.items():
        for window in windows:
            yield {"doctor_id": doctor_id, "weekday": weekday, **_minutes(window)}


def _override_rows(doctor_id: UUID, published: Availability) -> Iterator[Row]:
    for day, windows in published.overrides.items():
        for window in windows:
            yield {"doctor_id": doctor_id, "date": day, **_minutes(window)}


def _minutes(window: Window) -> dict[str, int]:
    return {"start_minute": window.start_minute, "end_minute": window.end_minute}


def _address(name: str) -> str:
    """Make a mail address of a name, spelled in ASCII."""
    told = unicodedata.normalize(
        "NFKD", name.replace("Dr. ", "").replace("ß", "ss").replace("ø", "o").replace("ł", "l").replace("ı", "i")
    )
    return ".".join(told.encode("ascii", "ignore").decode().lower().split()) + "@medbook.example"


def _ids(dice: Random) -> Iterator[UUID]:
    """Yield UUIDs of version 7 that are the same each time: their clock starts with the year 2026."""
    millisecond = _MILLISECONDS_IN_2026
    while True:
        millisecond += 1
        rest = dice.getrandbits(74)
        yield UUID(int=millisecond << 80 | 0x7 << 76 | (rest >> 62) << 64 | 0b10 << 62 | rest & (1 << 62) - 1)
