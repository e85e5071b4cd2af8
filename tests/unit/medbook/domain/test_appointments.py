"""The life of a visit, where no database is needed to tell."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from medbook.domain import appointments
from medbook.domain.appointments import Appointment, Stamp
from medbook.domain.errors import TooLateToChange
from medbook.domain.slots import Slot

NINE = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
NOTICE = timedelta(hours=4)


def booked() -> Appointment:
    return appointments.book(
        id=UUID(int=1),
        doctor_id=UUID(int=2),
        patient_id=UUID(int=3),
        slot=Slot(NINE, NINE + timedelta(minutes=30)),
        visit_type="standard",
        reason=None,
        stamp=Stamp(actor_id=UUID(int=3), now=NINE - timedelta(days=7), event_id=UUID(int=4)),
    ).appointment


def test_a_patient_may_change_a_visit_until_its_cut_off() -> None:
    visit = booked()
    visit.require_changeable_by_patient(now=visit.cut_off(NOTICE), notice=NOTICE)


def test_a_patient_may_not_change_a_visit_after_its_cut_off() -> None:
    visit = booked()
    with pytest.raises(TooLateToChange):
        visit.require_changeable_by_patient(now=visit.cut_off(NOTICE) + timedelta(microseconds=1), notice=NOTICE)
