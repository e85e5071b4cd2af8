"""Every letter, for every reader, in every language."""

import re
from dataclasses import fields, replace
from datetime import datetime
from email import message_from_bytes, policy
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from medbook.mail.letters import AccountKind, Role, VisitKind, VisitLetter, write_account_mail, write_visit_mail
from medbook.mail.message import Mail, compose
from tests.support.letters import APPOINTMENT_ID, CLINIC, LANGUAGES, NOW, TOKEN, account_letter, every_mail, visit_letter

EVERY_MAIL = dict(every_mail())
VISIT_MAILS = {name: mail for name, mail in EVERY_MAIL.items() if mail.calendar}
ACCOUNT_MAILS = {name: mail for name, mail in EVERY_MAIL.items() if not mail.calendar}


class _Page(HTMLParser):
    """What a reader sees of an HTML part, where its links lead, and which tags it has."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.language: str | None = None
        self._hidden = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.add(tag)
        if tag == "html":
            self.language = values["lang"]
        if tag == "a":
            self.links.append(values["href"] or "")
        if tag in ("style", "title") or "display:none" in (values.get("style") or ""):
            self._hidden = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._hidden:
            self._hidden = ""

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.texts.append(data)

    @property
    def words(self) -> str:
        return _words(" ".join(self.texts))


def _words(text: str) -> str:
    return re.sub(r"[\s:]+", " ", text)


def _sentences(mail: Mail) -> list[str]:
    """Return the plain part's paragraphs and facts, without links, colons and the signature dashes."""
    paragraphs = re.split(r"\n\s*\n", re.sub(r"https?://\S+", "", mail.text).replace("-- \n", ""))
    facts = [
        line
        for paragraph in paragraphs
        for line in (paragraph.splitlines() if re.search(r"^\S+.*: ", paragraph) else [paragraph])
    ]
    return [_words(fact).strip() for fact in facts if fact.strip()]


@pytest.mark.parametrize("name", EVERY_MAIL)
def test_text_and_html_say_the_same(name: str) -> None:
    seen = _Page(EVERY_MAIL[name].html).words
    assert [fact for fact in _sentences(EVERY_MAIL[name]) if fact not in seen] == []


@pytest.mark.parametrize("name", [name for name in EVERY_MAIL if "hostile" not in name])
def test_no_placeholder_is_left(name: str) -> None:
    mail = EVERY_MAIL[name]
    for part in (mail.subject, mail.text, " ".join(_Page(mail.html).texts), (mail.calendar or b"").decode()):
        assert re.findall(r"[{}]|\bNone\b|Undefined|<[a-z]", part) == []


@pytest.mark.parametrize("name", EVERY_MAIL)
def test_every_html_part_is_one_document_in_the_readers_language(name: str) -> None:
    assert _Page(EVERY_MAIL[name].html).language == EVERY_MAIL[name].language == name[-2:]


@pytest.mark.parametrize("name", EVERY_MAIL)
def test_nothing_is_fetched_when_a_mail_is_opened(name: str) -> None:
    html = EVERY_MAIL[name].html
    assert _Page(html).tags.isdisjoint({"img", "link", "script", "iframe", "form", "object", "video"})
    assert re.findall(r"url\(|@import|src=", html) == []


@pytest.mark.parametrize("name", VISIT_MAILS)
def test_a_mail_about_a_visit_links_to_that_visit_only(name: str) -> None:
    page = f"{CLINIC.web_url}/appointments/{APPOINTMENT_ID}"
    assert set(_Page(VISIT_MAILS[name].html).links) == {page} == set(re.findall(r"https?://\S+", VISIT_MAILS[name].text))


@pytest.mark.parametrize("name", ACCOUNT_MAILS)
def test_text_and_html_of_an_account_mail_have_the_same_links(name: str) -> None:
    assert set(_Page(ACCOUNT_MAILS[name].html).links) == set(re.findall(r"https?://\S+", ACCOUNT_MAILS[name].text))


@pytest.mark.parametrize("name", VISIT_MAILS)
def test_the_calendar_part_is_about_the_same_visit(name: str) -> None:
    mail = VISIT_MAILS[name]
    calendar = Calendar.from_ical(mail.calendar or b"")
    event = calendar.walk("VEVENT")[0]
    expected_sequence = 0 if "booked" in name else 1
    assert (calendar["method"], str(event["uid"]), event["sequence"]) == (
        mail.calendar_method,
        str(APPOINTMENT_ID),
        expected_sequence,
    )


@pytest.mark.parametrize("name", EVERY_MAIL)
def test_every_mail_can_be_composed(name: str) -> None:
    assert compose(EVERY_MAIL[name], NOW).as_bytes().startswith(b"From: ")


@pytest.mark.parametrize("name", EVERY_MAIL)
def test_a_subject_names_nobody(name: str) -> None:
    assert re.findall("Anna|Schmidt|Maria|Weber", EVERY_MAIL[name].subject) == []


@pytest.mark.parametrize("name", EVERY_MAIL)
def test_a_token_is_nowhere_but_in_its_link(name: str) -> None:
    mail = EVERY_MAIL[name]
    without_links = re.sub(rf"#token={TOKEN}", "", mail.text + mail.html)
    assert TOKEN not in mail.subject + mail.message_id + without_links


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", VisitKind)
def test_a_patient_reads_of_the_doctor_and_the_doctor_of_the_patient(kind: VisitKind, language: str) -> None:
    greeted = {"en": "Dear {},", "de": "Guten Tag {},"}[language]
    to_patient, to_doctor = (
        write_visit_mail(visit_letter(kind, role, language), CLINIC).text for role in (Role.PATIENT, Role.DOCTOR)
    )
    assert greeted.format("Anna Schmidt") in to_patient
    assert greeted.format("Dr. Maria Weber") in to_doctor
    assert "Dr. Maria Weber" in to_patient
    assert "Anna Schmidt" in to_doctor


def test_a_letter_has_no_room_for_a_reason() -> None:
    assert "reason" not in {field.name for field in fields(VisitLetter)}


def test_clinic_time_comes_first_and_names_its_zone() -> None:
    assert "When: Tuesday, 24 November 2026, 09:30 (Europe/Berlin, CET)" in write_visit_mail(visit_letter(), CLINIC).text


def test_a_traveller_also_reads_their_own_time() -> None:
    text = write_visit_mail(replace(visit_letter(), recipient_time_zone="America/New_York"), CLINIC).text
    assert "(your local time: Tuesday, 24 November 2026, 03:30, America/New_York, EST)" in text


def test_a_moved_visit_shows_both_times() -> None:
    text = write_visit_mail(visit_letter(VisitKind.RESCHEDULED, locale="de"), CLINIC).text
    assert "Neue Zeit: Dienstag, 24. November 2026, 09:30 Uhr (Europe/Berlin, MEZ)" in text
    assert "Bisherige Zeit: Montag, 23. November 2026, 14:00 Uhr (Europe/Berlin, MEZ)" in text


def test_the_length_of_a_visit_is_what_really_passes_across_a_transition() -> None:
    night = replace(
        visit_letter(),
        starts_at=datetime.fromisoformat("2026-10-25T00:30Z"),
        ends_at=datetime.fromisoformat("2026-10-25T01:30Z"),
    )
    assert "Duration: 1 hour" in write_visit_mail(night, CLINIC).text


def test_what_is_unknown_is_left_out() -> None:
    text = write_visit_mail(replace(visit_letter(), specialty="", location="", visit_type_name=""), CLINIC).text
    assert re.findall("Specialty|Where|Type of visit", text) == []


def test_an_unknown_language_is_answered_in_english() -> None:
    assert write_visit_mail(visit_letter(locale="fr-FR"), CLINIC).language == "en"


def test_markup_in_names_is_shown_and_not_run() -> None:
    html = EVERY_MAIL["visit-hostile-en"].html
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "{{ 7 * 7 }}" in html


@given(typed=st.text(max_size=250))
def test_whatever_people_type_the_mail_stays_one_mail_about_one_visit(typed: str) -> None:
    letter = replace(
        visit_letter(), recipient_name=typed, other_name=typed, specialty=typed, location=typed, visit_type_name=typed
    )
    mail = write_visit_mail(letter, CLINIC)
    arrived = message_from_bytes(compose(mail, NOW).as_bytes(), policy=policy.default)
    assert arrived.keys() == compose(write_visit_mail(visit_letter(), CLINIC), NOW).keys()
    assert len(Calendar.from_ical(mail.calendar or b"").walk("VEVENT")) == 1
    assert _Page(mail.html).tags == _Page(VISIT_MAILS["visit-booked-patient-en"].html).tags


def test_a_name_in_braces_is_not_filled_in() -> None:
    assert "{other}" in EVERY_MAIL["visit-hostile-en"].text


def test_a_right_to_left_name_is_isolated() -> None:
    assert "\u2068د. ليلى حداد, 12\u2069" in EVERY_MAIL["visit-hostile-en"].text


def test_a_stranger_cannot_have_words_sent_to_an_unproved_address() -> None:
    mail = write_account_mail(replace(account_letter(), recipient_name="Win at evil.example"), CLINIC)
    assert "evil.example" not in mail.text + mail.html


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        (AccountKind.VERIFY_EMAIL, f"/verify-email#token={TOKEN}"),
        (AccountKind.RESET_PASSWORD, f"/reset-password#token={TOKEN}"),
        (AccountKind.INVITATION, f"/reset-password#token={TOKEN}"),
        (AccountKind.ALREADY_REGISTERED, "/sign-in"),
    ],
)
def test_an_account_letter_leads_to_its_page(kind: AccountKind, path: str) -> None:
    assert CLINIC.web_url + path in write_account_mail(account_letter(kind), CLINIC).text.splitlines()


def test_a_token_is_quoted_for_its_link() -> None:
    mail = write_account_mail(replace(account_letter(), token="a&b=c/d"), CLINIC)
    assert f"{CLINIC.web_url}/verify-email#token=a%26b%3Dc%2Fd" in mail.text


@pytest.mark.parametrize("kind", AccountKind)
def test_a_letter_with_a_missing_or_needless_token_cannot_be_made(kind: AccountKind) -> None:
    token = "" if account_letter(kind).token else TOKEN
    with pytest.raises(ValueError, match=kind):
        replace(account_letter(kind), token=token)


@pytest.mark.parametrize("sender", ["", "Praxis am Park <termine@praxis-am-park.example>", "termine"])
def test_a_clinic_without_an_address_cannot_be_made(sender: str) -> None:
    with pytest.raises(ValueError):
        replace(CLINIC, sender=sender)


def test_a_base_with_a_final_slash_gives_the_same_links() -> None:
    assert write_visit_mail(visit_letter(), replace(CLINIC, web_url=CLINIC.web_url + "/")) == write_visit_mail(
        visit_letter(), CLINIC
    )


def test_a_moved_visit_without_its_old_time_cannot_be_made() -> None:
    with pytest.raises(ValueError):
        replace(visit_letter(VisitKind.RESCHEDULED), previous_starts_at=None)


def test_a_time_without_a_zone_cannot_be_made() -> None:
    with pytest.raises(ValueError):
        replace(visit_letter(), starts_at=datetime(2026, 11, 24, 9, 30))  # noqa: DTZ001 -- the fault under test


@pytest.mark.parametrize("name", EVERY_MAIL)
def test_every_colour_can_be_read(name: str) -> None:
    pairs = {
        ("#12292b", "#ffffff"),
        ("#12292b", "#f0f9f8"),
        ("#4a6165", "#f0f9f8"),
        ("#3d5357", "#ffffff"),
        ("#4a6165", "#eef3f3"),
        ("#0f766e", "#eef3f3"),
        ("#0f766e", "#ffffff"),
        ("#ffffff", "#0f766e"),
        ("#eef6f6", "#17262a"),
        ("#eef6f6", "#12302f"),
        ("#a9bfc1", "#17262a"),
        ("#a9bfc1", "#12302f"),
        ("#a9bfc1", "#0f1a1c"),
        ("#5eead4", "#17262a"),
        ("#5eead4", "#0f1a1c"),
    }
    assert {colour for pair in pairs for colour in pair} >= set(
        re.findall(r"(?<![-\w])color:\s*(#\w{6})", EVERY_MAIL[name].html)
    ) - {"#eef3f3"}
    assert [pair for pair in pairs if _contrast(*pair) < 4.5] == []


def _contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
