"""What every request and response model shares, and the representation of an appointment that five use cases answer with."""

from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from medbook.domain.appointments import Appointment as DomainAppointment
from medbook.domain.appointments import Surroundings
from medbook.domain.events import AppointmentStatus
from medbook.domain.people import Person
from medbook.http.instants import Instant


class Body(BaseModel):
    """A request body: a field nobody knows is a mistake worth telling."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


def _without_defaults(schema: dict[str, Any]) -> None:
    for described in schema["properties"].values():
        described.pop("default", None)


class Patch(Body):
    """The body of a PATCH: what is left out stays. Fields need a default, which nobody sees; null is for what can be empty."""

    model_config = ConfigDict(json_schema_extra=_without_defaults)

    def changes(self) -> dict[str, Any]:
        """Return what was said and nothing else."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class Representation(BaseModel):
    """A response body."""

    model_config = ConfigDict(frozen=True)


class Page[Item](Representation):
    """One page of a list; the next one is asked for with `?cursor=` until `next_cursor` is null."""

    items: list[Item]
    next_cursor: str | None = None


Reason = Annotated[str, StringConstraints(max_length=1000)]


class Appointment(Representation):
    """A visit. The reason is shown to the patient and the doctor alone; place and zone are the doctor's."""

    id: UUID
    doctor_id: UUID
    doctor_name: str
    specialty: str
    location: str | None
    patient_id: UUID
    patient_name: str
    starts_at: Instant
    ends_at: Instant
    time_zone: str
    visit_type: str
    visit_type_name: str = Field(description="The code where the doctor no longer offers this type.")
    status: AppointmentStatus
    reason: str | None
    sequence: int
    changeable_until: Instant = Field(description="Until then its patient may move or cancel it, while it is open.")
    created_at: Instant

    @classmethod
    def of(cls, appointment: DomainAppointment, around: Surroundings, *, viewer: Person) -> Self:
        """Show an appointment to somebody."""
        told = {name: getattr(said, name) for said in (appointment, around) for name in cls.model_fields if hasattr(said, name)}
        is_theirs = viewer.id in (appointment.doctor_id, appointment.patient_id)
        told["reason"] = appointment.reason if is_theirs else None
        return cls(**told, changeable_until=appointment.cut_off(around.change_notice))
