"""Proving a mail address."""

from datetime import datetime

from medbook.domain.account_mails import TokenPurpose
from medbook.postgres.unit_of_work import UnitOfWork


def verify(token: str, *, uow: UnitOfWork, now: datetime) -> None:
    """Use a token up and note that its owner reads that mail. Raises: TokenInvalid, for a used one too."""
    account_id = uow.one_time_tokens.use(token, TokenPurpose.VERIFY, now)
    uow.accounts.verify_email(account_id, now)
    uow.one_time_tokens.void(account_id, now, TokenPurpose.VERIFY)
    uow.commit()
