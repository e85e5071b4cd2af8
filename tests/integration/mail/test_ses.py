"""SES as moto plays it, and the failures moto does not play as a plain HTTP server does."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_string, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import boto3
import pytest
from moto import mock_aws
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from medbook.mail.errors import MailError, MailRefused, MailUnavailable
from medbook.mail.letters import write_visit_mail
from medbook.mail.message import compose
from medbook.mail.transport import open_transport
from tests.support.letters import CLINIC, NOW, visit_letter
from tests.support.smtp_server import free_port

REGION = "eu-central-1"


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.delenv("AWS_PROFILE", raising=False)


@pytest.fixture
def mail() -> EmailMessage:
    return compose(write_visit_mail(visit_letter(locale="de"), CLINIC), NOW)


@contextmanager
def _endpoint(status: int, code: str) -> Iterator[str]:
    """Answer every request with one error."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            body = b'{"message": "anna.schmidt@mail.example"}'
            self.send_response(status)
            self.send_header("x-amzn-ErrorType", code)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@mock_aws
def test_a_mail_reaches_ses_as_it_was_composed(mail: EmailMessage) -> None:
    boto3.client("ses", region_name=REGION).verify_email_identity(EmailAddress=CLINIC.sender)
    with open_transport(f"ses://{REGION}").batch() as transport:
        transport.send(mail)
    sent = ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages[0]
    arrived = message_from_string(sent.raw_data, policy=policy.default)
    assert "anna.schmidt@mail.example" in str(sent.destinations)
    assert (arrived["Subject"], [part.get_content_type() for part in arrived.walk()]) == (
        mail["Subject"],
        [part.get_content_type() for part in mail.walk()],
    )


@mock_aws
def test_a_rejected_mail_is_final(mail: EmailMessage) -> None:
    with pytest.raises(MailRefused) as failure:
        open_transport(f"ses://{REGION}").send(mail)
    assert failure.value.code == "MessageRejected"


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (400, "MessageRejected", MailRefused),
        (400, "BadRequestException", MailRefused),
        (429, "TooManyRequestsException", MailUnavailable),
        (400, "LimitExceededException", MailUnavailable),
        (400, "SendingPausedException", MailUnavailable),
        (403, "AccessDeniedException", MailUnavailable),
        (503, "ServiceUnavailable", MailUnavailable),
    ],
)
def test_each_answer_says_whether_to_try_again(
    monkeypatch: pytest.MonkeyPatch, mail: EmailMessage, status: int, code: str, expected: type[MailError]
) -> None:
    with _endpoint(status, code) as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL", url)
        with pytest.raises(expected) as failure:
            open_transport(f"ses://{REGION}").send(mail)
    assert failure.value.code == code
    assert "anna" not in str(failure.value)


def test_an_endpoint_that_is_not_there_may_come_back(monkeypatch: pytest.MonkeyPatch, mail: EmailMessage) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
    with pytest.raises(MailUnavailable):
        open_transport(f"ses://{REGION}", timeout=0.5).send(mail)
