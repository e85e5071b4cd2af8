"""`medbook create-admin`, on a real database."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from sqlalchemy import URL
from typer.testing import CliRunner

from localstack.cli import app
from localstack.first_admin import add
from medbook.http.operation import NotDone
from medbook.security.passwords import matches
from tests.support.clinic import PASSWORD, Clinic


@pytest.fixture
def address(clinic: Clinic) -> str:
    return clinic.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


def accounts(clinic: Clinic) -> list[dict[str, object]]:
    rows = clinic.rows("SELECT email, full_name, role, time_zone, email_verified_at IS NOT NULL AS verified FROM account")
    return [dict(row) for row in rows]


ADA: dict[str, Any] = {"email": "ada@medbook.example", "full_name": "Ada Admin", "time_zone": "Europe/Berlin"}


def test_an_admin_is_added_and_invited(clinic: Clinic, address: str) -> None:
    add(address, **ADA)
    assert [ADA | {"role": "admin", "verified": True}] == accounts(clinic)
    assert [{"kind": "invitation"}] == clinic.rows("SELECT kind FROM account_mail")


def test_an_admin_with_a_password_is_not_written_to(clinic: Clinic, address: str) -> None:
    add(address, **ADA, password=PASSWORD)
    (row,) = clinic.rows("SELECT password_hash FROM account")
    assert (True, []) == (matches(PASSWORD, row["password_hash"]), clinic.rows("SELECT kind FROM account_mail"))


@pytest.mark.parametrize(
    "wrong", [{"email": "ada"}, {"full_name": " "}, {"time_zone": "Mars/Olympus"}, {"password": "password"}, {"password": ""}]
)
def test_what_cannot_be_an_admin_is_not_added(clinic: Clinic, address: str, wrong: dict[str, str]) -> None:
    with pytest.raises(NotDone, match=next(iter(wrong))):
        add(address, **ADA | wrong)
    assert [] == accounts(clinic)


def test_a_mail_address_belongs_to_one_account(clinic: Clinic, address: str) -> None:
    clinic.patient(email=ADA["email"])
    with pytest.raises(NotDone, match="mail address"):
        add(address, **ADA)


def test_a_database_that_is_away_is_told(clinic: Clinic) -> None:
    with pytest.raises(NotDone, match=r"^The database at 127\.0\.0\.1:1 does not answer\.$"):
        add("postgresql://medbook@127.0.0.1:1/medbook", **ADA)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (partial(URL.set, password="not it"), 'password authentication failed for user "medbook"'),
        (partial(URL.set, database="nowhere"), 'database "nowhere" does not exist'),
    ],
)
def test_why_the_database_refused_is_told_in_its_own_words(clinic: Clinic, change: Callable[[URL], URL], told: str) -> None:
    address = change(clinic.engine.url).set(drivername="postgresql").render_as_string(hide_password=False)
    with pytest.raises(NotDone, match=f"^The database refused, or was never migrated: {told}$"):
        add(address, **ADA)


def test_the_command_reads_the_password_from_standard_input(
    clinic: Clinic, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    told = ["create-admin", ADA["email"], "--name", "Ada Admin", "--time-zone", "Europe/Berlin", "--password-stdin"]
    outcome = CliRunner().invoke(app, told, input=f"{PASSWORD}\n")
    assert (0, 1) == (outcome.exit_code, len(accounts(clinic)))


def test_the_command_ends_with_1_when_nobody_was_added(clinic: Clinic, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    outcome = CliRunner().invoke(app, ["create-admin", "ada", "--name", "Ada Admin"])
    assert (1, "") == (outcome.exit_code, outcome.stdout)


def test_the_command_signs_in_as_it_is_told(clinic: Clinic, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    monkeypatch.setenv("DATABASE_AUTHENTICATION", "aws-iam")
    told = CliRunner().invoke(app, ["create-admin", "ada@medbook.example", "--name", "Ada Admin"])
    assert (1, True) == (told.exit_code, "aws-iam needs sslmode=require" in told.output)
