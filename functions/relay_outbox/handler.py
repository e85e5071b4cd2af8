"""Every minute: publish the events that did not leave right after their commit."""

from datetime import datetime

from medbook.bootstrap import process
from medbook.http.schedule import scheduled_app, scheduled_handler


def relay_outbox(_now: datetime) -> dict[str, int]:
    """Publish what waits. A broker that is down fails the run, so that an alarm hears of it; the events wait for the next."""
    return {"published": process().relay_outbox()}


app = scheduled_app(relay_outbox)
handler = scheduled_handler(relay_outbox)
