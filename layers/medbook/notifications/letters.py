"""From an event and the visit it is about to the facts of a letter."""

from medbook.domain.events import AppointmentEvent, AppointmentRescheduled
from medbook.domain.visits import Visit
from medbook.mail.letters import Role, VisitKind, VisitLetter


def letter_for(event: AppointmentEvent, kind: VisitKind, visit: Visit, role: Role) -> VisitLetter:
    """Say what happened, by the event, to one of the visit's people, by what is known of them now."""
    recipient, other = (visit.patient, visit.doctor) if role is Role.PATIENT else (visit.doctor, visit.patient)
    return VisitLetter(
        kind=kind,
        role=role,
        event_id=event.event_id,
        occurred_at=event.occurred_at,
        appointment_id=event.appointment_id,
        sequence=event.sequence,
        recipient_name=recipient.name,
        recipient_email=recipient.email,
        recipient_locale=recipient.locale,
        recipient_time_zone=recipient.time_zone,
        other_name=other.name,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        clinic_time_zone=visit.time_zone,
        previous_starts_at=event.previous_starts_at if isinstance(event, AppointmentRescheduled) else None,
        specialty=visit.specialty,
        visit_type_name=visit.visit_type,
        location=visit.location,
    )
