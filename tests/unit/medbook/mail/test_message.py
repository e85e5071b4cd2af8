"""The MIME message."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.message import EmailMessage
from uuid import UUID

import pytest

from medbook.mail.letters import VisitKind, write_account_mail, write_visit_mail
from medbook.mail.message import Mail, Mailbox, compose, message_id_for
from tests.support.letters import CLINIC, EVENT_ID, NOW, account_letter, visit_letter


@pytest.fixture
def mail() -> Mail:
    return write_visit_mail(visit_letter(VisitKind.CANCELLED, locale="de"), CLINIC)


def _over_the_wire(mail: Mail, date: datetime = NOW) -> EmailMessage:
    message = message_from_bytes(compose(mail, date).as_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_the_parts_stand_from_plain_to_rich_with_the_file_last(mail: Mail) -> None:
    types = [part.get_content_type() for part in _over_the_wire(mail).walk()]
    assert types == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar", "application/ics"]


def test_the_calendar_part_names_its_method(mail: Mail) -> None:
    calendar = next(part for part in _over_the_wire(mail).walk() if part.get_content_type() == "text/calendar")
    assert (calendar.get_param("method"), calendar.get_param("charset"), calendar.get_filename()) == ("CANCEL", "utf-8", None)


def test_the_attachment_is_the_calendar_part(mail: Mail) -> None:
    attachment = next(_over_the_wire(mail).iter_attachments())
    assert (attachment.get_filename(), attachment.get_content()) == ("invite.ics", mail.calendar)


def test_a_mail_without_a_visit_has_no_calendar() -> None:
    types = [part.get_content_type() for part in _over_the_wire(write_account_mail(account_letter(), CLINIC)).walk()]
    assert types == ["multipart/alternative", "text/plain", "text/html"]


def test_text_and_html_arrive_as_written(mail: Mail) -> None:
    message = _over_the_wire(mail)
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    arrived = [part.get_content().replace("\r\n", "\n") for part in (plain, html)]
    assert arrived == [mail.text, mail.html]


def test_the_date_is_given_not_read_from_a_clock(mail: Mail) -> None:
    in_berlin = NOW.astimezone(timezone(timedelta(hours=1)))
    assert _over_the_wire(mail, in_berlin)["Date"] == "Fri, 20 Nov 2026 10:00:00 +0000"


def test_the_mail_says_that_a_machine_wrote_it(mail: Mail) -> None:
    message = _over_the_wire(mail)
    assert (message["Auto-Submitted"], message["Content-Language"]) == ("auto-generated", "de")


def test_the_same_event_and_recipient_give_the_same_message_id() -> None:
    first, again = (message_id_for(EVENT_ID, address, CLINIC.mailbox) for address in ("anna@mail.example", "Anna@mail.example"))
    assert first == again


def test_another_recipient_or_event_gives_another_message_id() -> None:
    other_event = UUID("019ab000-0000-7000-8000-00000000e002")
    ids = {
        message_id_for(event, address, CLINIC.mailbox)
        for event in (EVENT_ID, other_event)
        for address in ("anna@mail.example", "weber@mail.example")
    }
    assert len(ids) == 4


def test_the_message_id_survives_the_wire(mail: Mail) -> None:
    assert _over_the_wire(mail)["Message-ID"] == message_id_for(EVENT_ID, mail.to.address, CLINIC.mailbox)


@pytest.mark.parametrize(
    "hostile", ["Anna\r\nBcc: x@evil.example", "Anna\nBcc: x@evil.example", "Anna\x0b\u2028Bcc: x@evil.example"]
)
def test_a_name_or_subject_cannot_add_a_header(mail: Mail, hostile: str) -> None:
    message = _over_the_wire(
        replace(mail, subject=hostile, to=replace(mail.to, name=hostile), sender=replace(mail.sender, name=hostile))
    )
    assert message["Bcc"] is None
    assert len(message["To"].addresses) == len(message["From"].addresses) == 1


@pytest.mark.parametrize(
    "name", ['Anna "Ana" Schmidt', "Schmidt, Anna <x@evil.example>", "Müller-Lüdenscheidt", "ليلى حداد", "Dr. 🧑‍⚕️", "n" * 200]
)
def test_a_name_arrives_as_it_is(mail: Mail, name: str) -> None:
    recipient = _over_the_wire(replace(mail, to=replace(mail.to, name=name)))["To"].addresses[0]
    assert (recipient.display_name, recipient.addr_spec) == (name, mail.to.address)


@pytest.mark.parametrize(
    "address",
    ["", "anna", "@mail.example", "anna@", "a@b.example, c@d.example", "a@b.example\r\nBcc: c@d.example", "a b@c.example"],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError):
        Mailbox(address=address).header()


def test_a_domain_is_spelled_as_dns_does() -> None:
    assert Mailbox(address="anna@müller.example").header().addr_spec == "anna@xn--mller-kva.example"


def test_no_line_is_longer_than_smtp_allows(mail: Mail) -> None:
    assert max(len(line) for line in compose(mail, NOW).as_bytes().split(b"\r\n")) <= 998


def test_a_name_that_looks_like_an_encoded_word_is_only_a_name(mail: Mail) -> None:
    hostile = replace(mail, to=replace(mail.to, name="=?utf-8?q?=0aBcc:_evil=40evil.example?="))
    read = message_from_bytes(compose(hostile, NOW).as_bytes(), policy=policy.SMTP)
    assert [mail.to.address] == [address.addr_spec for address in read["To"].addresses]
    assert "\n" not in read["To"].addresses[0].display_name
