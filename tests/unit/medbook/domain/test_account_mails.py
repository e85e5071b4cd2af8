"""What people are told about accounts, and how patiently."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from medbook.domain.account_mails import AccountMail, AccountMailKind
from medbook.mail.letters import AccountKind

MAIL = AccountMail(
    id=UUID(int=1),
    kind=AccountMailKind.VERIFY_EMAIL,
    attempts=0,
    account_id=UUID(int=2),
    email="anna@mail.example",
    full_name="Anna",
    locale="en",
    active=True,
    email_verified=False,
)


def test_there_is_a_letter_for_every_kind() -> None:
    assert {kind.value for kind in AccountKind} == {kind.value for kind in AccountMailKind}


@pytest.mark.parametrize(
    ("kind", "life"),
    [
        (AccountMailKind.VERIFY_EMAIL, timedelta(hours=24)),
        (AccountMailKind.RESET_PASSWORD, timedelta(hours=1)),
        (AccountMailKind.INVITATION, timedelta(days=7)),
    ],
)
def test_links_last_as_long_as_their_kind_needs(kind: AccountMailKind, life: timedelta) -> None:
    token = replace(MAIL, kind=kind).token
    assert token is not None
    assert life == token[1]


def test_who_is_registered_already_gets_no_token() -> None:
    assert replace(MAIL, kind=AccountMailKind.ALREADY_REGISTERED).token is None


def test_pauses_double_up_to_an_hour() -> None:
    pauses = [replace(MAIL, attempts=attempts).pause for attempts in range(10)]
    assert [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8, 16, 32, 60, 60, 60, 60)] == pauses


def test_the_eleventh_failure_is_the_last() -> None:
    assert replace(MAIL, attempts=10).pause is None


def test_a_closed_account_is_not_written_to() -> None:
    assert not replace(MAIL, active=False).is_needed


def test_a_proved_address_is_not_proved_again() -> None:
    assert not replace(MAIL, email_verified=True).is_needed


def test_a_proved_address_can_have_its_password_reset() -> None:
    assert replace(MAIL, kind=AccountMailKind.RESET_PASSWORD, email_verified=True).is_needed
