"""Every night: delete what has outlived its use."""

from datetime import datetime

from medbook.bootstrap import present, process
from medbook.http.schedule import scheduled_app, scheduled_handler
from purge_records.use_case import purge


def purge_records(now: datetime) -> dict[str, int]:
    """Purge as of `now`."""
    return purge(now, open_uow=process().unit_of_work)


app = scheduled_app(purge_records, present)
handler = scheduled_handler(purge_records, present)
