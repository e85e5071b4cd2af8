"""The first admin, invited through the function, on a real database."""

from collections.abc import Iterator
from typing import Any

import pytest

from invite_admin.handler import handler
from medbook.http.operation import NotDone
from reset_password.handler import app as reset_app
from tests.support.clinic import Clinic
from tests.support.letter_box import LetterBox
from tests.support.real_process import real_process
from tests.support.smtp_server import free_port

ADA: dict[str, Any] = {"email": "ada@clinic.example", "full_name": "Ada Admin", "time_zone": "Europe/Berlin"}
ACCOUNTS = "SELECT id::text AS admin_id, email, full_name, time_zone, role, password_hash FROM account"


@pytest.fixture
def clinic(clinic: Clinic) -> Iterator[Clinic]:
    """A clinic whose database the function is told of; there are no brokers, and at the mail server's nobody listens."""
    address = clinic.engine.url.render_as_string(hide_password=False)
    settings = {"DATABASE_URL": address, "KAFKA_BOOTSTRAP_SERVERS": "", "MAIL_URL": f"smtp://127.0.0.1:{free_port()}"}
    with real_process(settings) as parts:
        parts.clock = lambda: clinic.now
        yield clinic


def test_an_admin_without_a_password_is_added(clinic: Clinic) -> None:
    answer = handler(ADA, None)
    assert [answer | ADA | {"role": "admin", "password_hash": None}] == [dict(row) for row in clinic.rows(ACCOUNTS)]


def test_a_time_zone_may_be_left_out(clinic: Clinic) -> None:
    handler({"email": ADA["email"], "full_name": ADA["full_name"]}, None)
    assert ["UTC"] == [row["time_zone"] for row in clinic.rows(ACCOUNTS)]


def test_the_invitation_waits_for_the_next_run_and_was_not_tried(clinic: Clinic) -> None:
    handler(ADA, None)
    waiting = clinic.rows("SELECT kind, attempts, sent_at FROM account_mail")
    assert [{"kind": "invitation", "attempts": 0, "sent_at": None}] == [dict(row) for row in waiting]


def test_the_mailed_link_sets_the_password(clinic: Clinic) -> None:
    handler(ADA, None)
    chosen = {"token": LetterBox(clinic).token(), "new_password": "four unrelated words"}
    assert 204 == clinic.calling(reset_app).post("/v1/password-resets/confirm", chosen).status_code


def test_the_log_says_who_by_id_alone(clinic: Clinic, caplog: pytest.LogCaptureFixture) -> None:
    admin_id = handler(ADA, None)["admin_id"]
    said = " ".join(str(vars(record)) for record in caplog.records)
    assert (True, False, False) == (admin_id in said, ADA["email"] in said, ADA["full_name"] in said)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"email": "ada"}, "email"), ({"time_zone": "Mars/Olympus"}, "time_zone"), ({"password": "x"}, "password")],
)
def test_what_cannot_be_invited_is_told_by_field(clinic: Clinic, wrong: dict[str, str], field: str) -> None:
    with pytest.raises(NotDone, match=rf"^{field}: "):
        handler(ADA | wrong, None)
    assert [] == clinic.rows(ACCOUNTS)


def test_nobody_is_invited_twice(clinic: Clinic) -> None:
    handler(ADA, None)
    with pytest.raises(NotDone, match="mail address"):
        handler(ADA, None)
