"""Registering, without a word about who is registered already.

Somebody may register with an address that is not theirs and wait for its owner to verify it (account pre-hijacking, Sudhodanan and Paverd,
USENIX Security 2022). So a link verifies the newest registration: that one's password replaces the earlier one, whose links end, and each
registration is told to the owner. What remains is an owner who follows a link they did not ask for; the letter says not to.
"""

from dataclasses import dataclass, field
from datetime import datetime

from medbook.domain.account_mails import AccountMailKind, TokenPurpose
from medbook.domain.throttling import mail_bucket
from medbook.postgres.accounts import NewPatient
from medbook.postgres.unit_of_work import UnitOfWork
from medbook.security import passwords
from medbook.security.strength import check_strength


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """What somebody registers with."""

    email: str
    password: str = field(repr=False)
    full_name: str
    time_zone: str
    phone: str | None
    locale: str


def register(wish: Registration, *, source: str, uow: UnitOfWork, now: datetime) -> None:
    """Take a registration down and let a mail say how to go on. Whoever asks, the same work is done.

    Raises: PasswordTooWeak, TooManyAttempts.
    """
    check_strength(wish.password, email=wish.email, full_name=wish.full_name, pointer="/password")
    patient = NewPatient(
        email=wish.email,
        password_hash=passwords.hash_password(wish.password),
        full_name=wish.full_name,
        time_zone=wish.time_zone,
        locale=wish.locale,
        phone=wish.phone,
    )
    uow.throttle.count(mail_bucket(source), now)
    added = uow.accounts.add_patient(patient, now)
    if added is None:
        _register_again(patient, uow, now)
    else:
        uow.account_mails.queue(added, AccountMailKind.VERIFY_EMAIL, now)
    uow.commit()


def _register_again(patient: NewPatient, uow: UnitOfWork, now: datetime) -> None:
    holder = uow.accounts.lock(patient.email)
    # Without a mail nothing may change either: a stranger could end the owner's link, and no new one would come.
    if holder is None or uow.account_mails.is_flooded(holder.id, now):
        return
    if holder.is_open:
        uow.accounts.replace(holder.id, patient)
        uow.one_time_tokens.void(holder.id, now, TokenPurpose.VERIFY)
    kind = AccountMailKind.VERIFY_EMAIL if holder.is_open else AccountMailKind.ALREADY_REGISTERED
    uow.account_mails.queue(holder.id, kind, now)
