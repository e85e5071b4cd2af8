"""Every night: delete what has outlived its use."""

from datetime import datetime

from medbook.bootstrap import process
from medbook.http.schedule import scheduled_app, scheduled_handler
from purge_records.use_case import purge


def purge_records(now: datetime) -> dict[str, int]:
    """Purge as of `now`, but never as of the future: an event with a wrong time must not delete what is in use."""
    parts = process()
    return purge(min(now, parts.clock()), open_uow=parts.unit_of_work)


app = scheduled_app(purge_records)
handler = scheduled_handler(purge_records)
