"""Visits of the demo clinic: weeks of them behind, some ahead, each where the doctor had a slot and both had time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from localstack.seed_people import REASONS
from localstack.seed_rows import Row
from medbook.domain.availability import Availability
from medbook.domain.events import AppointmentStatus
from medbook.domain.slots import Range, Slot, free_slots, held, overlaps
from medbook.domain.wall_clock import local_date

_PAST = timedelta(days=28)
_AHEAD = timedelta(days=16)
# Nobody is reminded of a visit in the first minute of the demo.
_QUIET = timedelta(hours=30)

_PAST_ENDS = [AppointmentStatus.COMPLETED] * 15 + [AppointmentStatus.NO_SHOW] * 2 + [AppointmentStatus.CANCELLED] * 3
_AHEAD_ENDS = [AppointmentStatus.BOOKED] * 5 + [AppointmentStatus.CONFIRMED] * 4 + [AppointmentStatus.CANCELLED]
_STEPS = {
    AppointmentStatus.BOOKED: (),
    AppointmentStatus.CONFIRMED: ("confirmed",),
    AppointmentStatus.CANCELLED: ("cancelled",),
    AppointmentStatus.COMPLETED: ("confirmed", "completed"),
    AppointmentStatus.NO_SHOW: ("confirmed", "no_show"),
}


@dataclass
class Visits:
    """Draws visits and keeps the rows that a clinic would have written for them."""

    now: datetime
    dice: Random
    new_id: "Iterator[UUID]"
    appointments: list[Row] = field(default_factory=list)
    occupancy: list[Row] = field(default_factory=list)
    history: list[Row] = field(default_factory=list)
    _taken: dict[UUID, list[Range]] = field(default_factory=dict)

    def draw(self, doctor_id: UUID, published: Availability, patients: Sequence[UUID], count: int) -> None:
        """Add up to `count` visits behind and half as many ahead, of patients in turn."""
        behind = self._slots(published, self.now - _PAST, self.now - timedelta(days=1))
        ahead = self._slots(published, self.now + _QUIET, self.now + _AHEAD)
        for slots, number, ends in ((behind, count, _PAST_ENDS), (ahead, count // 2, _AHEAD_ENDS)):
            for code, slot in self.dice.sample(slots, min(number, len(slots))):
                self._add(doctor_id, published, self.dice.choice(patients), code, slot, self.dice.choice(ends))

    def _slots(self, published: Availability, since: datetime, until: datetime) -> list[tuple[str, Slot]]:
        first, last = local_date(since, published.zone), local_date(until, published.zone)
        # As if asked a day before, so that the notice cuts nothing off.
        asked = min(since, self.now) - timedelta(days=1)
        return [
            (kind.code, slot)
            for kind in published.visit_types
            for slot in free_slots(published, kind, first, last, now=asked, busy=())
            if since <= slot.starts_at < until
        ]

    def _add(
        self, doctor_id: UUID, published: Availability, patient_id: UUID, code: str, slot: Slot, status: AppointmentStatus
    ) -> None:
        claims = {doctor_id: held(slot, published.buffer_minutes), patient_id: (slot.starts_at, slot.ends_at)}
        if any(overlaps(claim, taken) for who, claim in claims.items() for taken in self._taken.get(who, ())):
            return
        appointment_id = next(self.new_id)
        booked_at = min(slot.starts_at, self.now) - timedelta(minutes=self.dice.randint(300, 14_000))
        self.appointments.append(
            {
                "id": appointment_id,
                "doctor_id": doctor_id,
                "patient_id": patient_id,
                "starts_at": slot.starts_at,
                "ends_at": slot.ends_at,
                "visit_type": code,
                "status": status.value,
                "reason": self.dice.choice(REASONS),
                "sequence": 0,
                "version": 1 + len(_STEPS[status]),
                "created_at": booked_at,
                "scheduled_at": booked_at,
            }
        )
        self._tell(appointment_id, patient_id, "booked", booked_at, slot)
        for action in _STEPS[status]:
            done_by = patient_id if action == "cancelled" else doctor_id
            after = action in ("completed", "no_show")
            at = slot.ends_at + timedelta(minutes=5) if after else booked_at + timedelta(minutes=self.dice.randint(10, 240))
            self._tell(appointment_id, done_by, action, at, slot)
        if status is not AppointmentStatus.CANCELLED:
            for who, (start, end) in claims.items():
                self._taken.setdefault(who, []).append((start, end))
                self.occupancy.append({"resource_id": who, "during": f"[{start},{end})", "appointment_id": appointment_id})

    def _tell(self, appointment_id: UUID, actor_id: UUID, action: str, at: datetime, slot: Slot) -> None:
        self.history.append(
            {"appointment_id": appointment_id, "at": at, "actor_id": actor_id, "action": action, "starts_at": slot.starts_at}
        )
