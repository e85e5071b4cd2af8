"""What happened to an appointment, as facts other systems may hear: ids and times, never names, addresses or reasons."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar
from uuid import UUID


class AppointmentStatus(StrEnum):
    """`booked → confirmed → completed | no_show`; `booked | confirmed → cancelled`."""

    BOOKED = "booked"
    CONFIRMED = "confirmed"
    COMPLETED = "completed"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"

    @property
    def is_open(self) -> bool:
        """True while the visit is still to come about."""
        return self in (AppointmentStatus.BOOKED, AppointmentStatus.CONFIRMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentEvent:
    """State of one appointment right after a change; `event_id` and `occurred_at` become CloudEvents `id` and `time`."""

    type: ClassVar[str]
    topic: ClassVar[str]

    event_id: UUID
    occurred_at: datetime
    appointment_id: UUID
    doctor_id: UUID
    patient_id: UUID
    starts_at: datetime
    ends_at: datetime
    status: AppointmentStatus
    sequence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentCreated(AppointmentEvent):
    """A patient holds a slot."""

    type: ClassVar[str] = "medbook.appointment.created.v1"
    topic: ClassVar[str] = "appointment-created"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentRescheduled(AppointmentEvent):
    """The visit moved away from `previous_starts_at`."""

    type: ClassVar[str] = "medbook.appointment.rescheduled.v1"
    topic: ClassVar[str] = "appointment-rescheduled"
    previous_starts_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentCancelled(AppointmentEvent):
    """The visit will not take place; its time is free again."""

    type: ClassVar[str] = "medbook.appointment.cancelled.v1"
    topic: ClassVar[str] = "appointment-cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentReminder(AppointmentEvent):
    """The visit is `offset` away; by schedule, or because the clinic asked for it."""

    type: ClassVar[str] = "medbook.appointment.reminder.v1"
    topic: ClassVar[str] = "appointment-reminder"
    offset: timedelta


EVENT_TYPES: tuple[type[AppointmentEvent], ...] = (
    AppointmentCreated,
    AppointmentRescheduled,
    AppointmentCancelled,
    AppointmentReminder,
)
DEAD_LETTER_TOPIC = "appointment-dead-letter"
TOPICS: tuple[str, ...] = (*(event.topic for event in EVENT_TYPES), DEAD_LETTER_TOPIC)
