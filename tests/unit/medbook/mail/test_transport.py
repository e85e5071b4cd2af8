"""What a MAIL_URL means."""

import subprocess
import sys

import pytest

from medbook.mail.smtp import SmtpServer, StartTls
from medbook.mail.transport import open_transport


def _server(url: str) -> SmtpServer:
    return SmtpServer.from_url(url, timeout=5.0)


def test_a_full_url_is_read_and_unquoted() -> None:
    expected = SmtpServer(
        host="mail.example", port=2525, timeout=5.0, tls_from_start=False, starttls=StartTls.NEVER, user="me@x", password="p/w:#"
    )
    assert expected == _server("smtp://me%40x:p%2Fw%3A%23@mail.example:2525?starttls=never")


@pytest.mark.parametrize(("url", "port"), [("smtp://mail.example", 587), ("smtps://mail.example", 465), ("smtp://[::1]:25", 25)])
def test_each_scheme_has_its_usual_port(url: str, port: int) -> None:
    assert _server(url).port == port


def test_a_password_is_not_sent_in_the_clear_unless_asked_to() -> None:
    urls = ("smtp://me:secret@mail.example", "smtp://mail.example", "smtp://me:secret@mail.example?starttls=if-offered")
    assert [_server(url).starttls for url in urls] == [StartTls.REQUIRED, StartTls.IF_OFFERED, StartTls.IF_OFFERED]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.example:25",
        "http://me:secret@mail.example",
        "smtp://",
        "smtp://me:secret@",
        "smtp://me:secret@mail.example:port",
        "smtp://me:secret@mail.example:99999",
        "smtp://me:secret@mail.example/path",
        "smtp://me:secret@mail.example?starttls=maybe",
        "smtp://me:secret@mail.example?tls=secret",
        "ses://",
        "ses://me:secret@eu-central-1",
    ],
)
def test_a_wrong_url_is_refused_without_repeating_the_password(url: str) -> None:
    with pytest.raises(ValueError, match=r"MAIL_URL") as refusal:
        open_transport(url)
    assert "secret" not in str(refusal.value)


def test_the_password_is_not_in_the_repr() -> None:
    assert "secret" not in repr(_server("smtp://me:secret@mail.example"))


def _loaded(code: str, *modules: str) -> str:
    ask = f"{code}; import sys; print(sorted({set(modules)} & set(sys.modules)))"
    return subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True).stdout.strip()


def test_opening_ses_loads_no_boto3() -> None:
    opened = "from medbook.mail.transport import open_transport; open_transport('ses://eu-central-1')"
    assert _loaded(opened, "boto3", "botocore") == "[]"


def test_sending_loads_nothing_that_writing_needs() -> None:
    assert _loaded("import medbook.mail.smtp, medbook.mail.message", "jinja2", "babel", "icalendar") == "[]"
