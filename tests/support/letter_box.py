"""What the functions' account mails say, for tests that follow their links."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from typing import Any

from fastapi import FastAPI

from medbook.mail.account_mails import PostOffice, send_due
from tests.support.clinic import Clinic
from tests.support.letters import CLINIC
from tests.support.mail_transport import RecordingTransport

_TOKEN = re.compile(r"#token=([\w-]+)")


@dataclass
class LetterBox:
    """Delivers a clinic's account mails when told to, and reads them."""

    clinic: Clinic
    transport: RecordingTransport = field(default_factory=RecordingTransport)

    @property
    def office(self) -> PostOffice:
        return PostOffice(transport=self.transport, clinic=CLINIC, open_uow=self.clinic.unit_of_work)

    @property
    def mails(self) -> list[EmailMessage]:
        return self.transport.mails

    def deliver(self, at: datetime | None = None) -> dict[str, int]:
        """Send what is due, now unless another time is named."""
        return send_due(at or self.clinic.now, self.office)

    def subjects(self) -> list[str]:
        """Deliver what is due and return the subjects of all mails so far."""
        self.deliver()
        return [mail["Subject"] for mail in self.mails]

    def token(self) -> str:
        """Deliver what is due and return the token of the newest mail."""
        self.deliver()
        return token_of(self.mails[-1])


def token_of(mail: EmailMessage) -> str:
    """Return the token in a mail's link."""
    part = mail.get_body(("plain",))
    assert part is not None
    found = _TOKEN.search(part.get_content())
    assert found, "the mail has no token"
    return found.group(1)


def at_once(count: int, clinic: Clinic, app: FastAPI, *request: Any, **headers: str) -> list[int]:
    """Send the same request from many threads and return the statuses, in order of size."""
    with ThreadPoolExecutor(count) as pool:
        calls = [pool.submit(clinic.calling(app), *request, **headers) for _ in range(count)]
        return sorted(call.result().status_code for call in calls)


def slug(answer: Any) -> tuple[int, str]:
    """Return a problem's status and the end of its type."""
    return answer.status_code, answer.json()["type"].rsplit("/", 1)[1]
