"""A mail transport that keeps what it is given."""

from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from medbook.mail.errors import MailError


class RecordingTransport:
    """`mails` in the order they were sent. An address in `failing` raises its error instead."""

    def __init__(self, failing: dict[str, MailError] | None = None) -> None:
        self.mails: list[EmailMessage] = []
        self.failing = failing or {}

    def send(self, mail: EmailMessage) -> None:
        address = mail["To"].addresses[0].addr_spec
        if address in self.failing:
            raise self.failing[address]
        self.mails.append(mail)

    @contextmanager
    def batch(self) -> Iterator["RecordingTransport"]:
        yield self

    def sent_to(self) -> list[str]:
        """Return the recipients' addresses."""
        return [mail["To"].addresses[0].addr_spec for mail in self.mails]
