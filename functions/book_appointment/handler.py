"""POST /v1/appointments."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import StringConstraints

from book_appointment.use_case import BookingCommand, book
from medbook.bootstrap import SignedStamp, UnitOfWork, create_app, lambda_handler
from medbook.domain.errors import Fault, Invalid, NotFound, PatientAlreadyBooked, SlotAlreadyTaken, SlotNotOffered
from medbook.domain.people import Person
from medbook.http.authentication import SignedInPatientOrAdmin
from medbook.http.etags import version_tag
from medbook.http.instants import Instant
from medbook.http.models import Appointment, Body, Reason
from medbook.http.problems import problems
from medbook.http.route import UseCaseRoute

router = APIRouter(route_class=UseCaseRoute, tags=["appointments"])


class BookAppointment(Body):
    """What to book. An admin names the patient; a patient books for themselves."""

    doctor_id: UUID
    starts_at: Instant
    visit_type: Annotated[str, StringConstraints(min_length=1, max_length=40)] | None = None
    reason: Reason | None = None
    patient_id: UUID | None = None

    def to_command(self, *, by: Person) -> BookingCommand:
        """Say whom the visit is for.

        Raises: Invalid when an admin names nobody, NotFound when a patient names somebody else.
        """
        if by.is_admin and self.patient_id is None:
            raise Invalid("Whom is the visit for?", [Fault("/patient_id", "is needed when an admin books")])
        patient_id = self.patient_id or by.id
        if not by.is_admin and patient_id != by.id:
            raise NotFound("There is no such patient.")
        return BookingCommand(
            doctor_id=self.doctor_id,
            patient_id=patient_id,
            starts_at=self.starts_at,
            visit_type=self.visit_type,
            reason=self.reason,
        )


@router.post(
    "/v1/appointments",
    status_code=201,
    responses=problems(NotFound, SlotAlreadyTaken, PatientAlreadyBooked, SlotNotOffered),
)
def book_appointment(
    request: BookAppointment, person: SignedInPatientOrAdmin, uow: UnitOfWork, stamp: SignedStamp, response: Response
) -> Appointment:
    """Book a free slot: for the signed-in patient, or by an admin for one."""
    visit = book(request.to_command(by=person), uow=uow, stamp=stamp)
    response.headers["Location"] = f"/v1/appointments/{visit.appointment.id}"
    response.headers["ETag"] = version_tag(visit.appointment.version)
    return Appointment.of(visit.appointment, visit.around, viewer=person)


app = create_app(router)
handler = lambda_handler(app)
