"""Changing somebody's account, and telling somebody after all who was not told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from medbook.domain.account_mails import TokenPurpose
from medbook.domain.errors import Conflict, Fault, Forbidden, Invalid, NotificationSettled, NotificationTooOld
from medbook.domain.people import Person, Role
from medbook.http.etags import require_match
from medbook.postgres.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class UserCommand:
    """Whose account, which version of it, and what becomes of it; `changes` holds what was said and nothing else."""

    user_id: UUID
    if_match: str | None
    changes: Mapping[str, Any]


def change_user(command: UserCommand, *, by: Person, uow: UnitOfWork, now: datetime) -> Mapping[str, Any]:
    """Change an account. A closed account is signed out everywhere; what one's role was counts until the next request.

    With another mail address, links that lie in the mailbox before are void; the new one counts as proved if the old one did.

    Raises: NotFound, PreconditionFailed, Invalid, EmailTaken, Conflict when an admin would shut themselves out.
    """
    admins = uow.users.lock_admins() if _takes_power(command.changes) else {by.id}
    if by.id not in admins:
        raise Forbidden("You are no longer an admin.")
    before = uow.users.lock(command.user_id)
    require_match(command.if_match, before["version"])
    after = {**before, **command.changes}
    if after == dict(before):
        return before
    _require_possible(before, after)
    if command.user_id == by.id and _takes_power(command.changes):
        raise Conflict("Admins cannot deactivate or demote themselves; another admin can.")
    changed = uow.users.change(after)
    if before["email"] != after["email"]:
        uow.one_time_tokens.void(command.user_id, now, *TokenPurpose)
    if before["active"] and not after["active"]:
        uow.sessions.end_all(command.user_id, now)
    if before["active"] != after["active"] and after["role"] == Role.DOCTOR:
        uow.openings.lay([command.user_id], now)
    uow.commit()
    return changed


def retry(notification_id: int, *, uow: UnitOfWork) -> Mapping[str, Any]:
    """Let the event of a failed notification leave again: who was not told of it is told, and who was is not told again.

    Raises: NotFound, NotificationSettled, NotificationTooOld.
    """
    # Read without a lock: whoever is telling just now holds the row for as long as the mail server thinks. Should they succeed,
    # the event that leaves here finds that out in the ledger, as any event does that comes twice.
    notification = uow.ledger_views.one(notification_id)
    if notification["status"] != "failed":
        raise NotificationSettled(f"The notification was {notification['status']}; there is nothing to retry.")
    if not uow.outbox.send_again(notification["event_id"]):
        raise NotificationTooOld("The event that was to be told of is no longer kept.")
    uow.commit()
    return notification


def _takes_power(changes: Mapping[str, Any]) -> bool:
    """Tell whether an admin would be none afterwards. Two admins who do this to each other must not both succeed."""
    return changes.get("active") is False or changes.get("role", Role.ADMIN) is not Role.ADMIN


def _require_possible(before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Raise Invalid for a role that needs more than a word: a doctor has a profile and hours, which stay."""
    if after["role"] != before["role"] and Role.DOCTOR in (after["role"], before["role"]):
        detail = "cannot be changed to or from doctor; add a doctor with their own account instead"
        raise Invalid("The role cannot be changed.", [Fault("/role", detail)])
