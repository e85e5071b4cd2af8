"""SMTP against real servers."""

import socket
import ssl
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from medbook.mail.errors import MailRefused, MailUnavailable
from medbook.mail.letters import write_visit_mail
from medbook.mail.message import compose
from medbook.mail.transport import open_transport
from tests.support.letters import CLINIC, NOW, visit_letter
from tests.support.smtp_server import Post, free_port, only, smtp_server

PASSWORD = "s3cret/:@"
QUOTED_LOGIN = "clinic:s3cret%2F%3A%40"


@pytest.fixture
def mail() -> EmailMessage:
    return compose(write_visit_mail(visit_letter(locale="de"), CLINIC), NOW)


def test_a_mail_arrives_whole(mail: EmailMessage) -> None:
    post = Post()
    with smtp_server(post) as port:
        open_transport(f"smtp://127.0.0.1:{port}").send(mail)
    arrived = message_from_bytes(post.mails[0], policy=policy.default)
    assert post.recipients == [["anna.schmidt@mail.example"]]
    assert [part.get_content_type() for part in arrived.walk()] == [part.get_content_type() for part in mail.walk()]
    assert (arrived["Subject"], arrived["Message-ID"]) == (mail["Subject"], mail["Message-ID"])


def test_each_mail_has_its_own_connection(mail: EmailMessage) -> None:
    post = Post()
    with smtp_server(post) as port:
        transport = open_transport(f"smtp://127.0.0.1:{port}")
        transport.send(mail)
        transport.send(mail)
    assert (len(post.mails), post.connections) == (2, 2)


def test_a_batch_shares_one_connection(mail: EmailMessage) -> None:
    post = Post()
    with smtp_server(post) as port, open_transport(f"smtp://127.0.0.1:{port}").batch() as transport:
        for _ in range(3):
            transport.send(mail)
    assert (len(post.mails), post.connections) == (3, 1)


def test_a_batch_goes_on_after_a_refused_mail(mail: EmailMessage) -> None:
    post = Post({"RCPT": "550 5.1.1 no such user"})
    with smtp_server(post) as port, open_transport(f"smtp://127.0.0.1:{port}").batch() as transport:
        with pytest.raises(MailRefused):
            transport.send(mail)
        post.replies.clear()
        transport.send(mail)
    assert len(post.mails) == 1


def test_a_batch_asks_a_server_that_did_not_accept_it_no_more(mail: EmailMessage) -> None:
    port, post = free_port(), Post()
    with open_transport(f"smtp://127.0.0.1:{port}").batch() as transport:
        with pytest.raises(MailUnavailable):
            transport.send(mail)
        with smtp_server(post, port=port), pytest.raises(MailUnavailable, match="was not reached"):
            transport.send(mail)
    assert post.connections == 0


def test_a_batch_connects_again_when_the_server_has_had_enough(mail: EmailMessage) -> None:
    post = Post({"NOOP": "421 4.7.0 too many mails on one connection"})
    with smtp_server(post) as port, open_transport(f"smtp://127.0.0.1:{port}").batch() as transport:
        transport.send(mail)
        transport.send(mail)
    assert (len(post.mails), post.connections) == (2, 2)


def test_an_empty_batch_does_not_connect() -> None:
    with open_transport(f"smtp://127.0.0.1:{free_port()}").batch():
        pass


@pytest.mark.parametrize("asked", ["", "?starttls=required"])
@pytest.mark.usefixtures("trusted")
def test_starttls_is_used_when_offered(mail: EmailMessage, server_tls: ssl.SSLContext, asked: str) -> None:
    post = Post()
    with smtp_server(post, starttls=server_tls) as port:
        open_transport(f"smtp://127.0.0.1:{port}{asked}").send(mail)
    assert post.over_tls == [True]


@pytest.mark.usefixtures("trusted")
def test_smtps_speaks_tls_from_the_first_byte(mail: EmailMessage, server_tls: ssl.SSLContext) -> None:
    post = Post()
    with smtp_server(post, tls=server_tls) as port:
        open_transport(f"smtps://127.0.0.1:{port}").send(mail)
    assert len(post.mails) == 1


@pytest.mark.usefixtures("trusted")
def test_the_login_is_sent_over_tls(mail: EmailMessage, server_tls: ssl.SSLContext) -> None:
    post = Post()
    with smtp_server(post, starttls=server_tls, authenticator=only("clinic", PASSWORD), auth_required=True) as port:
        open_transport(f"smtp://{QUOTED_LOGIN}@127.0.0.1:{port}").send(mail)
    assert post.over_tls == [True]


@pytest.mark.usefixtures("trusted")
def test_a_wrong_password_may_be_mended_and_is_not_shown(mail: EmailMessage, server_tls: ssl.SSLContext) -> None:
    another = only("clinic", "another")
    with smtp_server(Post(), starttls=server_tls, authenticator=another) as port, pytest.raises(MailUnavailable) as failure:
        open_transport(f"smtp://{QUOTED_LOGIN}@127.0.0.1:{port}").send(mail)
    assert failure.value.code == "535 5.7.8"
    assert "s3cret" not in f"{failure.value!r} {failure.value}"


def test_a_password_does_not_leave_where_tls_is_missing(mail: EmailMessage) -> None:
    post = Post()
    with smtp_server(post) as port, pytest.raises(MailUnavailable):
        open_transport(f"smtp://{QUOTED_LOGIN}@127.0.0.1:{port}").send(mail)
    assert post.mails == []


def test_an_unknown_certificate_is_not_trusted(mail: EmailMessage, server_tls: ssl.SSLContext) -> None:
    post = Post()
    with smtp_server(post, starttls=server_tls) as port, pytest.raises(MailUnavailable):
        open_transport(f"smtp://127.0.0.1:{port}").send(mail)
    assert post.mails == []


@pytest.mark.parametrize("step", ["RCPT", "DATA"])
def test_a_5xx_for_the_mail_is_final(mail: EmailMessage, step: str) -> None:
    with smtp_server(Post({step: "550 5.1.1 no such user"})) as port, pytest.raises(MailRefused) as failure:
        open_transport(f"smtp://127.0.0.1:{port}").send(mail)
    assert failure.value.code == "550 5.1.1"


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_a_4xx_may_pass(mail: EmailMessage, step: str) -> None:
    with smtp_server(Post({step: "451 4.3.0 try again later"})) as port, pytest.raises(MailUnavailable) as failure:
        open_transport(f"smtp://127.0.0.1:{port}").send(mail)
    assert failure.value.code == "451 4.3.0"


def test_a_refused_sender_is_the_clinics_set_up_and_may_be_mended(mail: EmailMessage) -> None:
    with smtp_server(Post({"MAIL": "550 5.7.1 not yours to send from"})) as port, pytest.raises(MailUnavailable):
        open_transport(f"smtp://127.0.0.1:{port}").send(mail)


def test_an_error_names_no_person(mail: EmailMessage) -> None:
    with smtp_server(Post({"RCPT": "550 no such user anna.schmidt@mail.example"})) as port, pytest.raises(MailRefused) as failure:
        open_transport(f"smtp://127.0.0.1:{port}").send(mail)
    assert (failure.value.__cause__, failure.value.__suppress_context__) == (None, True)
    assert "anna" not in str(failure.value)


def test_an_address_outside_ascii_arrives_where_the_server_knows_how(mail: EmailMessage) -> None:
    mail.replace_header("To", "jürgen@mail.example")
    post = Post()
    with smtp_server(post, enable_SMTPUTF8=True) as port:
        open_transport(f"smtp://127.0.0.1:{port}").send(mail)
    assert post.recipients == [["jürgen@mail.example"]]


def test_an_address_outside_ascii_is_refused_where_the_server_does_not(mail: EmailMessage) -> None:
    mail.replace_header("To", "jürgen@mail.example")
    with smtp_server(Post(), enable_SMTPUTF8=False) as port, pytest.raises(MailRefused):
        open_transport(f"smtp://127.0.0.1:{port}").send(mail)


def test_a_server_that_is_not_there_may_come_back(mail: EmailMessage) -> None:
    with pytest.raises(MailUnavailable):
        open_transport(f"smtp://127.0.0.1:{free_port()}").send(mail)


def test_a_server_that_says_nothing_is_given_up(mail: EmailMessage) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(MailUnavailable):
        open_transport(f"smtp://127.0.0.1:{silent.getsockname()[1]}", timeout=0.2).send(mail)
