"""Topic `appointment-created`: a visit was booked."""

from medbook.bootstrap_events import Notifier, event_app, event_handler
from medbook.domain.events import AppointmentCreated
from medbook.mail.letters import VisitKind


def notify_created(event: AppointmentCreated, notifier: Notifier) -> None:
    """Tell patient and doctor that a visit was booked."""
    notifier.tell_both(event, VisitKind.BOOKED)


app = event_app(AppointmentCreated, notify_created)
handler = event_handler(AppointmentCreated, notify_created)
