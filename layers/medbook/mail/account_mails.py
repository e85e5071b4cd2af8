"""From the queue to the mail server: at once after a commit, and by schedule for what was left.

A mail is locked, its token made, the mail handed over and marked in one transaction. So two senders never send one mail, and the database
never has a token that it could tell. When the commit fails after the mail has left, it is sent again with another token.
"""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from enum import Enum, auto
from typing import Protocol
from uuid import UUID

from aws_lambda_powertools import Logger

from medbook.domain.account_mails import AccountMail, TokenPurpose
from medbook.mail.errors import MailError, MailRefused
from medbook.mail.letters import AccountKind, AccountLetter, Clinic, write_account_mail
from medbook.mail.message import compose
from medbook.mail.transport import MailTransport

logger = Logger(service="medbook")

# A server that is down is left alone until the next minute, and the function ends before the host ends it.
_FAILURES_IN_A_ROW = 3
_LONGEST_RUN_SECONDS = 40


class Queue(Protocol):
    """What the sender needs of the queue; see `medbook.postgres.account_mails`."""

    def next_due(self, now: datetime, among: Sequence[UUID] | None = None) -> AccountMail | None: ...
    def mark_sent(self, mail_id: UUID, now: datetime) -> None: ...
    def put_off(self, mail_id: UUID, until: datetime, error: str) -> None: ...
    def give_up(self, mail_id: UUID, now: datetime, error: str) -> None: ...


class Tokens(Protocol):
    """Makes one-time tokens; see `medbook.postgres.one_time_tokens`."""

    def mint(self, account_id: UUID, purpose: TokenPurpose, expires_at: datetime) -> str: ...


class UnitOfWork(Protocol):
    """A transaction with both."""

    @property
    def account_mails(self) -> Queue: ...
    @property
    def one_time_tokens(self) -> Tokens: ...
    def commit(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PostOffice:
    """Everything that sending takes."""

    transport: MailTransport
    clinic: Clinic
    open_uow: Callable[[], AbstractContextManager[UnitOfWork]]


def send_committed(mail_ids: Sequence[UUID], now: datetime, open_office: Callable[[], PostOffice]) -> None:
    """Send what a transaction has just queued. Whatever fails here is logged, and left to `send_due`."""
    try:
        send_due(now, open_office(), among=mail_ids)
    except Exception:
        # What was asked for is done, and the queue has the mail: failing the request now would tell something untrue.
        logger.exception("account mails wait in the queue", mail_ids=[str(mail_id) for mail_id in mail_ids])


def send_due(now: datetime, office: PostOffice, *, among: Sequence[UUID] | None = None) -> dict[str, int]:
    """Send every mail that is due, or those of them that are named; return how many were sent, and how many were not."""
    counts: Counter[_Outcome] = Counter()
    failures_in_a_row = 0
    ends_at = time.monotonic() + _LONGEST_RUN_SECONDS
    with office.transport.batch() as transport:
        while failures_in_a_row < _FAILURES_IN_A_ROW and time.monotonic() < ends_at:
            outcome = _send_next(now, office, transport, among)
            if outcome is None:
                break
            counts[outcome] += 1
            failures_in_a_row = failures_in_a_row + 1 if outcome is _Outcome.FAILED else 0
    return {"sent": counts[_Outcome.SENT], "failed": counts[_Outcome.FAILED]}


class _Outcome(Enum):
    SENT = auto()
    FAILED = auto()
    DROPPED = auto()


def _send_next(now: datetime, office: PostOffice, transport: MailTransport, among: Sequence[UUID] | None) -> _Outcome | None:
    """Send one mail; None when there was none."""
    with office.open_uow() as uow:
        mail = uow.account_mails.next_due(now, among)
        if mail is None:
            return None
        outcome = _attempt(mail, now, office.clinic, transport, uow)
        uow.commit()
        return outcome


def _attempt(mail: AccountMail, now: datetime, clinic: Clinic, transport: MailTransport, uow: UnitOfWork) -> _Outcome:
    if not mail.is_needed:
        uow.account_mails.give_up(mail.id, now, "no longer needed")
        return _Outcome.DROPPED
    try:
        transport.send(_write(mail, now, clinic, uow.one_time_tokens))
    except MailError as error:
        _put_off(mail, now, error, uow.account_mails)
        return _Outcome.FAILED
    uow.account_mails.mark_sent(mail.id, now)
    return _Outcome.SENT


def _write(mail: AccountMail, now: datetime, clinic: Clinic, tokens: Tokens) -> EmailMessage:
    token, life = "", timedelta()
    if mail.token is not None:
        purpose, life = mail.token
        token = tokens.mint(mail.account_id, purpose, now + life)
    letter = AccountLetter(
        kind=AccountKind(mail.kind.value),
        event_id=mail.id,
        recipient_name=mail.full_name,
        recipient_email=mail.email,
        recipient_locale=mail.locale,
        token=token,
        valid_for=life,
    )
    try:
        return compose(write_account_mail(letter, clinic), now)
    except ValueError as error:
        raise MailRefused("The recipient has no address that can be written to.") from error


def _put_off(mail: AccountMail, now: datetime, error: MailError, queue: Queue) -> None:
    logger.warning("account mail not sent", mail_id=str(mail.id), attempt=mail.attempts + 1, reason=str(error))
    if isinstance(error, MailRefused) or mail.pause is None:
        queue.give_up(mail.id, now, str(error))
    else:
        queue.put_off(mail.id, now + mail.pause, str(error))
