"""Deleting what has outlived its use."""

from collections.abc import Callable
from datetime import datetime

from medbook.postgres.purge import BATCH, KEPT
from medbook.postgres.unit_of_work import UnitOfWork

# A million rows of each table a day; more is left to the next run.
_MOST_BATCHES = 200


def purge(now: datetime, *, open_uow: Callable[[], UnitOfWork], batch: int = BATCH) -> dict[str, int]:
    """Purge every table, a transaction a batch; return how many rows went of each."""
    return {table: _purge_table(table, now, open_uow=open_uow, batch=batch) for table in KEPT}


def _purge_table(table: str, now: datetime, *, open_uow: Callable[[], UnitOfWork], batch: int) -> int:
    deleted = 0
    for _ in range(_MOST_BATCHES):
        with open_uow() as uow:
            count = uow.purge.batch(table, now, batch)
            uow.commit()
        deleted += count
        if count < batch:
            break
    return deleted
