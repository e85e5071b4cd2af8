"""Topic `appointment-reminder`: a visit is near."""

from medbook.bootstrap_events import Notifier, event_app, event_handler
from medbook.domain.events import AppointmentReminder
from medbook.mail.letters import VisitKind


def notify_reminder(event: AppointmentReminder, notifier: Notifier) -> None:
    """Remind patient and doctor of a visit that still stands."""
    notifier.tell_both(event, VisitKind.REMINDER)


app = event_app(AppointmentReminder, notify_reminder)
handler = event_handler(AppointmentReminder, notify_reminder)
