"""A finished mail and its form on the wire. Says nothing about what is written in it nor how it leaves."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Literal
from uuid import UUID, uuid5

from medbook.mail._lines import one_line

CalendarMethod = Literal["REQUEST", "CANCEL"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """A mail address and the name shown beside it."""

    address: str
    name: str = ""

    def header(self) -> Address:
        """Return it fit for a header. Raises: ValueError if the address is not one plain addr-spec."""
        local, at, domain = self.address.rpartition("@")
        if not (local and at and domain) or any(char.isspace() or not char.isprintable() for char in self.address):
            raise ValueError("this is not a mail address")
        # "=?" begins an encoded word (RFC 2047), which would be read again as what somebody hid in it: a line break, an address.
        return Address(one_line(self.name).replace("=?", "= ?"), username=local, domain=_ascii_domain(domain))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail to one person. `calendar` is an iCalendar object and `calendar_method` the METHOD it carries."""

    sender: Mailbox
    to: Mailbox
    subject: str
    text: str
    html: str
    language: str
    message_id: str
    calendar: bytes | None = None
    calendar_method: CalendarMethod | None = None


def message_id_for(event_id: UUID, address: str, sender: Mailbox) -> str:
    """Return the same Message-ID for the same event and recipient, so that servers can drop a mail sent twice."""
    return f"<{uuid5(event_id, address.lower())}@{sender.header().domain}>"


def compose(mail: Mail, date: datetime) -> EmailMessage:
    """Return the MIME message; `date` is the aware instant of sending. Raises: ValueError for an address that is none."""
    message = EmailMessage(policy=SMTP)
    message["From"] = mail.sender.header()
    message["To"] = mail.to.header()
    message["Subject"] = one_line(mail.subject)
    message["Date"] = format_datetime(date.astimezone(UTC))
    message["Message-ID"] = mail.message_id
    # RFC 3834, and the header Exchange reads instead: no out-of-office replies to a machine.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    if mail.calendar is not None and mail.calendar_method is not None:
        _add_calendar(message, mail.calendar, mail.calendar_method)
    # Last: adding parts moves every header that begins with Content- into the first of them.
    message["Content-Language"] = mail.language
    return message


def _add_calendar(message: EmailMessage, calendar: bytes, method: CalendarMethod) -> None:
    """Add the object twice, as Google's own invitations do.

    Gmail and Outlook act on the alternative and its `method`; clients that look at attachments only find `invite.ics`. That one
    is `application/ics`, or clients that read every text/calendar part would ask twice.
    """
    message.add_alternative(calendar.decode(), subtype="calendar", params={"method": method}, cte="base64")
    message.add_attachment(calendar, maintype="application", subtype="ics", filename="invite.ics")


def _ascii_domain(domain: str) -> str:
    """Return the domain as DNS spells it; only the part before the @ then needs SMTPUTF8."""
    return domain if domain.isascii() else domain.encode("idna").decode("ascii")
