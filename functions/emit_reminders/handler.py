"""Every minute: remind of the visits that are near."""

from datetime import datetime

from emit_reminders.use_case import emit
from medbook.bootstrap import present, process
from medbook.http.schedule import scheduled_app, scheduled_handler
from medbook.settings import ReminderSettings


def emit_reminders(now: datetime) -> dict[str, int]:
    """Emit what is due at `now`, and publish it at once where a broker answers."""
    parts = process()
    with parts.unit_of_work() as uow:
        emitted = emit(now, ReminderSettings().reminder_offsets, uow=uow)
    if emitted:
        parts.relay_soon()
    return {"emitted": emitted}


app = scheduled_app(emit_reminders, present)
handler = scheduled_handler(emit_reminders, present)
