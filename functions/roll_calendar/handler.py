"""Every day: lay out the hours of the day that has come into the horizon, and forget those of yesterday."""

from datetime import datetime

from medbook.bootstrap import present, process
from medbook.http.schedule import scheduled_app, scheduled_handler
from roll_calendar.use_case import roll


def roll_calendar(now: datetime) -> dict[str, int]:
    """Roll the calendar of every active doctor on to the present; a tick that comes late takes no day back."""
    return {"doctors": roll(max(now, present()), open_uow=process().unit_of_work)}


app = scheduled_app(roll_calendar, present)
handler = scheduled_handler(roll_calendar, present)
