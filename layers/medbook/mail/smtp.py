"""SMTP, plain, with STARTTLS or inside TLS from the first byte."""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from enum import StrEnum
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from medbook.mail.errors import MailError, MailRefused, MailUnavailable

# What smtplib itself falls back to, given at once: asking DNS for our own name takes seconds where nothing answers.
_OWN_NAME = "[127.0.0.1]"


class StartTls(StrEnum):
    """When to switch a plain connection to TLS."""

    REQUIRED = "required"
    IF_OFFERED = "if-offered"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where to hand mail over, and as whom."""

    host: str
    port: int
    timeout: float
    tls_from_start: bool
    starttls: StartTls
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def from_url(cls, url: str, *, timeout: float) -> "SmtpServer":
        """Read the URL; STARTTLS is required where a password is sent, unless `?starttls=` says otherwise. Raises: ValueError."""
        parts = urlsplit(url)
        if not parts.hostname or parts.path not in ("", "/"):
            raise ValueError("MAIL_URL is smtp://[user:password@]host[:port][?starttls=required|if-offered|never]")
        implicit = parts.scheme == "smtps"
        return cls(
            host=parts.hostname,
            port=_port(parts, default=465 if implicit else 587),
            timeout=timeout,
            tls_from_start=implicit,
            starttls=_starttls(parts, StartTls.REQUIRED if parts.password and not implicit else StartTls.IF_OFFERED),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
        )

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


class SmtpTransport:
    """Sends each mail over its own connection; inside `batch()` over one."""

    def __init__(self, server: SmtpServer) -> None:
        self._server = server

    def send(self, mail: EmailMessage) -> None:
        with self.batch() as connection:
            connection.send(mail)

    @contextmanager
    def batch(self) -> Iterator["SmtpConnection"]:
        connection = SmtpConnection(self._server)
        try:
            yield connection
        finally:
            connection.close()


class SmtpConnection:
    """One connection, opened with the first mail and again if the server has hung up in between. Not for several threads.

    A server that did not accept us is not asked again: each mail of a batch would wait for the time-out anew, and the function
    that sends them would be killed at its own.
    """

    def __init__(self, server: SmtpServer) -> None:
        self._server = server
        self._client: smtplib.SMTP | None = None
        self._given_up: MailUnavailable | None = None

    def send(self, mail: EmailMessage) -> None:
        client = self._ready()
        try:
            client.send_message(mail)
        except (OSError, smtplib.SMTPException) as failure:
            # The cause is cut off on purpose: smtplib quotes the recipient, and some servers the login.
            raise _not_sent(failure, self._server) from None

    @contextmanager
    def batch(self) -> Iterator["SmtpConnection"]:
        yield self

    def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            _hang_up(client)

    def _ready(self) -> smtplib.SMTP:
        if self._given_up is not None:
            raise MailUnavailable(str(self._given_up), self._given_up.code)
        if self._client is not None and not _is_alive(self._client):
            self.close()
        if self._client is None:
            try:
                self._client = _connect(self._server)
            except (OSError, smtplib.SMTPException) as failure:
                self._given_up = _not_accepted(failure, self._server)
                raise self._given_up from None
        return self._client


def _connect(server: SmtpServer) -> smtplib.SMTP:
    if server.tls_from_start:
        client: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, _OWN_NAME, timeout=server.timeout, context=ssl.create_default_context()
        )
    else:
        client = smtplib.SMTP(server.host, server.port, _OWN_NAME, timeout=server.timeout)
    try:
        client.ehlo_or_helo_if_needed()
        if not server.tls_from_start and _wants_starttls(client, server.starttls):
            client.starttls(context=ssl.create_default_context())
        if server.user:
            client.login(server.user, server.password)
    except BaseException:
        client.close()
        raise
    return client


def _wants_starttls(client: smtplib.SMTP, starttls: StartTls) -> bool:
    return starttls is StartTls.REQUIRED or (starttls is StartTls.IF_OFFERED and client.has_extn("starttls"))


def _is_alive(client: smtplib.SMTP) -> bool:
    try:
        return client.noop()[0] == 250
    except (OSError, smtplib.SMTPException):
        return False


def _hang_up(client: smtplib.SMTP) -> None:
    try:
        client.quit()
    except (OSError, smtplib.SMTPException):
        client.close()


def _not_accepted(failure: Exception, server: SmtpServer) -> MailUnavailable:
    """Nothing before the first mail is about that mail: a refused login is the clinic's set-up, mended by people."""
    if isinstance(failure, smtplib.SMTPResponseException):
        code = _code(failure.smtp_code, failure.smtp_error)
        return MailUnavailable(f"{server} does not accept us ({code})", code)
    return MailUnavailable(f"{server} was not reached as MAIL_URL asks ({type(failure).__name__})")


def _not_sent(failure: Exception, server: SmtpServer) -> MailError:
    match failure:
        case smtplib.SMTPRecipientsRefused():
            return _by_code(server, *next(iter(failure.recipients.values())))
        case smtplib.SMTPSenderRefused():
            return _not_accepted(failure, server)
        case smtplib.SMTPResponseException():
            return _by_code(server, failure.smtp_code, failure.smtp_error)
        case smtplib.SMTPNotSupportedError():
            return MailRefused(f"{server} lacks SMTPUTF8, which this address needs")
        case _:
            return MailUnavailable(f"{server} broke off ({type(failure).__name__})")


def _by_code(server: SmtpServer, number: int, reply: bytes | str) -> MailError:
    code = _code(number, reply)
    if 500 <= number < 600:
        return MailRefused(f"{server} refused the mail ({code})", code)
    return MailUnavailable(f"{server} cannot take the mail now ({code})", code)


def _code(number: int, reply: bytes | str) -> str:
    """Return the code with the enhanced status of RFC 3463, if the reply starts with one."""
    text = reply.decode("ascii", "replace") if isinstance(reply, bytes) else reply
    enhanced = re.match(r"[245]\.\d{1,3}\.\d{1,3}\b", text)
    return f"{number} {enhanced.group()}" if enhanced else str(number)


def _port(parts: SplitResult, *, default: int) -> int:
    try:
        return parts.port or default
    except ValueError:
        raise ValueError("the port in MAIL_URL is not a number from 1 to 65535") from None


def _starttls(parts: SplitResult, default: StartTls) -> StartTls:
    options = parse_qs(parts.query, keep_blank_values=True)
    if options.keys() - {"starttls"}:
        raise ValueError("MAIL_URL knows one option, starttls")
    try:
        return StartTls(options["starttls"][-1]) if "starttls" in options else default
    except ValueError:
        raise ValueError("starttls in MAIL_URL is required, if-offered or never") from None
