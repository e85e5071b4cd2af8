"""From the queue to a mail server that is sometimes away."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import pytest

from medbook.bootstrap import Process
from medbook.domain.account_mails import AccountMailKind
from medbook.mail.errors import MailRefused, MailUnavailable
from register_patient.handler import app as register_app
from send_account_mail.handler import handler
from tests.support.clinic import MONDAY, PASSWORD, Caller, Clinic
from tests.support.letter_box import LetterBox, token_of
from tests.support.mail_transport import RecordingTransport
from tests.support.processes import eventually
from tests.support.real_process import real_process
from tests.support.smtp_server import Post, free_port, smtp_server

EVENT = {"time": "2026-11-23T06:00:00Z"}
ANNA = {"email": "anna@mail.example", "password": PASSWORD, "full_name": "Anna Schmidt", "time_zone": "Europe/Berlin"}


def queue(clinic: Clinic, *kinds: AccountMailKind, email: str = "anna@mail.example") -> UUID:
    account = clinic.patient(email=email, email_verified_at=None)
    with clinic.unit_of_work() as uow:
        for kind in kinds or (AccountMailKind.VERIFY_EMAIL,):
            uow.account_mails.queue(account, kind, clinic.now)
        uow.commit()
    return account


@contextmanager
def process(clinic: Clinic, port: int) -> Iterator[Process]:
    """Wire the real thing to the test's database and a mail server."""
    settings = {
        "DATABASE_URL": clinic.engine.url.render_as_string(hide_password=False),
        "MAIL_URL": f"smtp://127.0.0.1:{port}",
        "KAFKA_BOOTSTRAP_SERVERS": "",
        "WEB_URL": "https://clinic.example",
    }
    with real_process(settings) as parts:
        parts.clock = lambda: MONDAY
        yield parts


def state(clinic: Clinic) -> tuple[object, ...]:
    row = clinic.rows("SELECT attempts, sent_at IS NOT NULL AS sent, failed_at IS NOT NULL AS failed FROM account_mail")[0]
    return row["attempts"], row["sent"], row["failed"]


def test_what_is_due_is_sent_and_marked(clinic: Clinic) -> None:
    queue(clinic, *AccountMailKind)
    box = LetterBox(clinic)
    assert {"sent": 4, "failed": 0} == box.deliver()
    assert {"sent": 0, "failed": 0} == box.deliver()


def test_what_is_not_due_waits(clinic: Clinic) -> None:
    queue(clinic)
    assert {"sent": 0, "failed": 0} == LetterBox(clinic).deliver(clinic.now - timedelta(seconds=1))


def test_a_mail_is_written_in_the_language_of_who_reads_it(clinic: Clinic) -> None:
    queue(clinic)
    clinic.execute("UPDATE account SET locale = 'de-AT'")
    box = LetterBox(clinic)
    box.deliver()
    assert box.mails[0]["Content-Language"] == "de"


def test_two_senders_never_send_one_mail(clinic: Clinic) -> None:
    for number in range(30):
        queue(clinic, email=f"patient-{number}@mail.example")
    boxes = [LetterBox(clinic) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(LetterBox.deliver, boxes))
    recipients = [address for box in boxes for address in box.transport.sent_to()]
    assert (30, 30) == (len(recipients), len(set(recipients)))


def test_a_mail_to_an_account_whose_address_is_being_changed_goes_to_the_new_one(clinic: Clinic) -> None:
    account = queue(clinic, AccountMailKind.RESET_PASSWORD)
    box = LetterBox(clinic)
    with clinic.unit_of_work() as uow, ThreadPoolExecutor(1) as pool:
        uow.users.change(uow.users.lock(account) | {"email": "mended@mail.example"})
        sending = pool.submit(box.deliver)
        waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        eventually(lambda: clinic.rows(waiting)[0]["count"] == 1, "the sender does not wait")
        uow.commit()
        sending.result()
    assert ["mended@mail.example"] == box.transport.sent_to()


def test_a_server_that_is_away_is_asked_again_after_a_pause(clinic: Clinic) -> None:
    queue(clinic)
    box = LetterBox(clinic, RecordingTransport({"anna@mail.example": MailUnavailable("the server is busy", "451")}))
    assert {"sent": 0, "failed": 1} == box.deliver()
    box.transport.failing = {}
    assert {"sent": 0, "failed": 0} == box.deliver(clinic.now + timedelta(seconds=59))
    assert {"sent": 1, "failed": 0} == box.deliver(clinic.now + timedelta(minutes=1))


def test_it_is_asked_eleven_times_at_most(clinic: Clinic) -> None:
    queue(clinic)
    box = LetterBox(clinic, RecordingTransport({"anna@mail.example": MailUnavailable("the server is busy", "451")}))
    failed = [box.deliver(clinic.now + timedelta(hours=hours))["failed"] for hours in range(15)]
    assert ([1] * 11 + [0] * 4, (11, False, True)) == (failed, state(clinic))


def test_a_mail_that_is_refused_is_not_sent_again(clinic: Clinic) -> None:
    queue(clinic)
    box = LetterBox(clinic, RecordingTransport({"anna@mail.example": MailRefused("no such mailbox", "550 5.1.1")}))
    box.deliver()
    assert (1, False, True) == state(clinic)


def test_a_server_that_is_down_is_left_alone_after_three_mails(clinic: Clinic) -> None:
    failing = {f"patient-{number}@mail.example": MailUnavailable("the server is away") for number in range(5)}
    for email in failing:
        queue(clinic, email=email)
    assert {"sent": 0, "failed": 3} == LetterBox(clinic, RecordingTransport(dict(failing))).deliver()


def test_one_bad_address_does_not_hold_up_the_others(clinic: Clinic) -> None:
    failing = {f"bad-{number}@mail.example": MailRefused("no such mailbox") for number in range(2)}
    for email in (*failing, "anna@mail.example"):
        queue(clinic, email=email)
    assert {"sent": 1, "failed": 2} == LetterBox(clinic, RecordingTransport(dict(failing))).deliver()


def test_nobody_is_asked_to_prove_what_is_proved(clinic: Clinic) -> None:
    queue(clinic)
    clinic.execute("UPDATE account SET email_verified_at = now()")
    box = LetterBox(clinic)
    assert ({"sent": 0, "failed": 0}, []) == (box.deliver(), box.mails)


def test_each_mail_brings_another_token(clinic: Clinic) -> None:
    queue(clinic, AccountMailKind.VERIFY_EMAIL, AccountMailKind.VERIFY_EMAIL)
    box = LetterBox(clinic)
    box.deliver()
    assert token_of(box.mails[0]) != token_of(box.mails[1])


@pytest.fixture
def _no_pause() -> Iterator[None]:
    register_app.state.least_seconds = 0
    yield
    del register_app.state.least_seconds


@pytest.mark.usefixtures("_no_pause")
def test_a_mail_leaves_right_after_the_commit(clinic: Clinic) -> None:
    post = Post()
    with smtp_server(post) as port, process(clinic, port) as parts:
        register_app.state.open_process = lambda: parts
        answer = Caller(register_app, {}).post("/v1/patients", ANNA)
    assert (202, [["anna@mail.example"]], (0, True, False)) == (answer.status_code, post.recipients, state(clinic))


@pytest.mark.usefixtures("_no_pause")
def test_registering_does_not_need_the_mail_server_and_the_mail_comes_later(clinic: Clinic) -> None:
    with process(clinic, free_port()) as parts:
        register_app.state.open_process = lambda: parts
        assert Caller(register_app, {}).post("/v1/patients", ANNA).status_code == 202
    assert (1, False, False) == state(clinic)
    post = Post()
    with smtp_server(post) as port, process(clinic, port):
        assert {"sent": 1, "failed": 0} == handler({"time": "2026-11-23T06:01:00Z"}, None)
    assert [["anna@mail.example"]] == post.recipients


@pytest.mark.usefixtures("_no_pause")
def test_a_mail_server_that_takes_the_call_and_says_nothing_is_not_waited_for(clinic: Clinic) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, process(clinic, silent.getsockname()[1]) as parts:
        register_app.state.open_process = lambda: parts
        assert Caller(register_app, {}).post("/v1/patients", ANNA).status_code == 202
    assert (1, False, False) == state(clinic)


@pytest.mark.usefixtures("_no_pause")
def test_mail_that_is_not_configured_does_not_undo_a_registration(clinic: Clinic) -> None:
    with process(clinic, free_port()) as parts:
        parts.__dict__["quick_mail"] = None
        register_app.state.open_process = lambda: parts
        assert Caller(register_app, {}).post("/v1/patients", ANNA).status_code == 202


def test_the_scheduled_function_sends_what_is_due(clinic: Clinic) -> None:
    queue(clinic)
    post = Post()
    with smtp_server(post) as port, process(clinic, port):
        assert {"sent": 1, "failed": 0} == handler(EVENT, None)
