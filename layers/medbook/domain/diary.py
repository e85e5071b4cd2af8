"""What must be known of a doctor and a patient before the one can be booked by the other."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from medbook.domain.appointments import Surroundings
from medbook.domain.availability import Availability, VisitType
from medbook.domain.errors import Fault, SlotNotOffered
from medbook.domain.slots import Range, Slot, held


@dataclass(frozen=True, slots=True, kw_only=True)
class Diary:
    """A doctor's published times, and the time off around the day that is asked for."""

    doctor_id: UUID
    doctor_name: str
    specialty: str
    location: str | None
    active: bool
    availability: Availability
    time_off: tuple[Range, ...]

    def slot(self, starts_at: datetime, visit_type: VisitType, *, now: datetime) -> Slot:
        """Return the slot at `starts_at`.

        Raises: SlotNotOffered.
        """
        if not self.active:
            raise SlotNotOffered(
                "The doctor no longer takes appointments.", [Fault("/doctor_id", "no longer takes appointments")]
            )
        return self.availability.offers(starts_at, visit_type, now=now, time_off=self.time_off)

    def held(self, slot: Slot) -> Range:
        """Return the doctor's time that the slot claims, buffer included."""
        return held(slot, self.availability.buffer_minutes)

    def around(self, visit_type: VisitType, patient_name: str) -> Surroundings:
        """Return what is told beside a visit of this type."""
        return Surroundings(
            doctor_name=self.doctor_name,
            patient_name=patient_name,
            specialty=self.specialty,
            location=self.location,
            time_zone=self.availability.time_zone,
            visit_type_name=visit_type.name,
            change_notice=timedelta(minutes=self.availability.change_notice_minutes),
        )
