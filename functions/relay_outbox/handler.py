"""Every minute: publish the events that did not leave right after their commit."""

from dataclasses import asdict
from datetime import datetime

from medbook.bootstrap import present, process
from medbook.http.schedule import RunFailed, scheduled_app, scheduled_handler
from medbook.kafka.errors import RelayStopped


def relay_outbox(now: datetime) -> dict[str, int]:
    """Publish what waits, and say what waits after it. A broker that is down fails the run; the events wait for the next."""
    try:
        published = process().relay_outbox()
    except RelayStopped as stopped:
        raise RunFailed(str(stopped), _figures(stopped.published, now)) from stopped
    return _figures(published, now)


def _figures(published: int, now: datetime) -> dict[str, int]:
    """An alarm reads these names in the log: `oldest_seconds` grows while nothing leaves."""
    return {"published": published, **asdict(process().backlog(now))}


app = scheduled_app(relay_outbox, present)
handler = scheduled_handler(relay_outbox, present)
