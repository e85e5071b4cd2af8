"""Topic `appointment-rescheduled`: a visit was moved."""

from medbook.bootstrap_events import Notifier, event_app, event_handler
from medbook.domain.events import AppointmentRescheduled
from medbook.mail.letters import VisitKind


def notify_rescheduled(event: AppointmentRescheduled, notifier: Notifier) -> None:
    """Tell patient and doctor when the visit is now, and when it was to be."""
    notifier.tell_both(event, VisitKind.RESCHEDULED)


app = event_app(AppointmentRescheduled, notify_rescheduled)
handler = event_handler(AppointmentRescheduled, notify_rescheduled)
