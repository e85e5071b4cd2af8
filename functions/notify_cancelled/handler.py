"""Topic `appointment-cancelled`: a visit was cancelled."""

from medbook.bootstrap_events import Notifier, event_app, event_handler
from medbook.domain.events import AppointmentCancelled
from medbook.mail.letters import VisitKind


def notify_cancelled(event: AppointmentCancelled, notifier: Notifier) -> None:
    """Tell patient and doctor that the visit will not take place."""
    notifier.tell_both(event, VisitKind.CANCELLED)


app = event_app(AppointmentCancelled, notify_cancelled)
handler = event_handler(AppointmentCancelled, notify_cancelled)
