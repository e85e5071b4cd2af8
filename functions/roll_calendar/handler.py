"""Every day: lay out the hours of the day that has come into the horizon, and forget those of yesterday."""

from datetime import datetime

from medbook.bootstrap import process
from medbook.http.schedule import scheduled_app, scheduled_handler
from roll_calendar.use_case import roll


def roll_calendar(now: datetime) -> dict[str, int]:
    """Roll the calendar of every active doctor on to `now`."""
    return {"doctors": roll(now, open_uow=process().unit_of_work)}


app = scheduled_app(roll_calendar)
handler = scheduled_handler(roll_calendar)
