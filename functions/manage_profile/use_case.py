"""Changing one's own account."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from medbook.http.etags import require_match
from medbook.postgres.unit_of_work import UnitOfWork


def change_profile(account_id: UUID, changes: Mapping[str, Any], *, if_match: str | None, uow: UnitOfWork) -> dict[str, Any]:
    """Change what is told and return the whole; a change that changes nothing is no new version.

    Raises: PreconditionFailed.
    """
    before = uow.accounts.profile(account_id, locked=True)
    require_match(if_match, before["version"])
    wished = {**before, **changes}
    after = before if wished == before else uow.accounts.change_profile(wished)
    uow.commit()
    return after
