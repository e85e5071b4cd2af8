"""How mail leaves: one port, `MailTransport`, and the URL that picks what stands behind it."""

from contextlib import AbstractContextManager
from email.message import EmailMessage
from typing import Protocol
from urllib.parse import urlsplit

from medbook.mail.errors import MailError, MailRefused, MailUnavailable

__all__ = ["MailError", "MailRefused", "MailTransport", "MailUnavailable", "open_transport"]


class MailTransport(Protocol):
    """Sends finished messages. Safe to share between threads."""

    def send(self, mail: EmailMessage) -> None:
        """Hand over one mail. Raises: MailRefused, MailUnavailable."""

    def batch(self) -> AbstractContextManager["MailTransport"]:
        """Return a transport that keeps its connection for the mails of one `with` block, for one thread."""


def open_transport(url: str, *, timeout: float = 5.0) -> MailTransport:
    """Return the transport for `smtp://[user:password@]host[:port][?starttls=…]`, `smtps://…` or `ses://region`.

    Nothing connects before the first mail. `timeout` is in seconds, for each step of the exchange.
    Raises: ValueError for a URL that is none of these; the message never repeats the URL.
    """
    match urlsplit(url).scheme:
        case "smtp" | "smtps":
            from medbook.mail.smtp import SmtpServer, SmtpTransport

            return SmtpTransport(SmtpServer.from_url(url, timeout=timeout))
        case "ses":
            from medbook.mail.ses import SesTransport

            return SesTransport(_region(url), timeout=timeout)
        case scheme:
            raise ValueError(f"MAIL_URL starts with smtp://, smtps:// or ses://, not with {scheme or 'nothing'}://")


def _region(url: str) -> str:
    region = urlsplit(url).netloc
    if not region or "@" in region:
        raise ValueError("MAIL_URL names the SES region, as in ses://eu-central-1")
    return region
