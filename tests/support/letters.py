"""Sample letters. `python -m tests.support.letters DIRECTORY` writes every one as HTML, text and .eml, to be looked at."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from medbook.mail.letters import (
    AccountKind,
    AccountLetter,
    Clinic,
    Role,
    VisitKind,
    VisitLetter,
    write_account_mail,
    write_visit_mail,
)
from medbook.mail.message import Mail, compose

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
LANGUAGES = ("en", "de")
CLINIC = Clinic(name="Praxis am Park", sender="termine@praxis-am-park.example", web_url="https://termine.praxis-am-park.example")
APPOINTMENT_ID = UUID("019ab000-0000-7000-8000-00000000a001")
EVENT_ID = UUID("019ab000-0000-7000-8000-00000000e001")
TOKEN = "Zk3v9_tQ-7yR1mXw0bN5cJ8hL2sD4fG6aP9eT7uV3iO"


def visit_letter(kind: VisitKind = VisitKind.BOOKED, role: Role = Role.PATIENT, locale: str = "en") -> VisitLetter:
    """Return a letter about a visit in Berlin, to somebody who lives there too."""
    letter = VisitLetter(
        kind=kind,
        role=role,
        event_id=EVENT_ID,
        occurred_at=NOW,
        appointment_id=APPOINTMENT_ID,
        sequence=0 if kind is VisitKind.BOOKED else 1,
        recipient_name="Anna Schmidt",
        recipient_email="anna.schmidt@mail.example",
        recipient_locale=locale,
        recipient_time_zone="Europe/Berlin",
        other_name="Dr. Maria Weber",
        starts_at=datetime(2026, 11, 24, 8, 30, tzinfo=UTC),
        ends_at=datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
        clinic_time_zone="Europe/Berlin",
        previous_starts_at=datetime(2026, 11, 23, 13, 0, tzinfo=UTC) if kind is VisitKind.RESCHEDULED else None,
        specialty="Dermatologie" if locale.startswith("de") else "Dermatology",
        visit_type_name="Erstgespräch" if locale.startswith("de") else "First visit",
        location="Parkstraße 12, 10437 Berlin",
    )
    if role is Role.PATIENT:
        return letter
    return replace(
        letter, recipient_name="Dr. Maria Weber", recipient_email="weber@praxis-am-park.example", other_name="Anna Schmidt"
    )


def account_letter(kind: AccountKind = AccountKind.VERIFY_EMAIL, locale: str = "en") -> AccountLetter:
    """Return a letter about Anna's account; for an invitation, Dr. Weber's."""
    invited = kind is AccountKind.INVITATION
    return AccountLetter(
        kind=kind,
        event_id=EVENT_ID,
        recipient_name="Dr. Maria Weber" if invited else "Anna Schmidt",
        recipient_email="weber@praxis-am-park.example" if invited else "anna.schmidt@mail.example",
        recipient_locale=locale,
        token="" if kind is AccountKind.ALREADY_REGISTERED else TOKEN,
        valid_for=timedelta(days=7) if invited else timedelta(hours=24),
    )


def every_mail() -> Iterator[tuple[str, Mail]]:
    """Yield every letter in every language, with a name for it, and one to a traveller and one with hostile names."""
    for language in LANGUAGES:
        for kind in VisitKind:
            for role in Role:
                yield f"visit-{kind}-{role}-{language}", write_visit_mail(visit_letter(kind, role, language), CLINIC)
        for account in AccountKind:
            yield f"account-{account}-{language}", write_account_mail(account_letter(account, language), CLINIC)
        yield f"visit-traveller-{language}", write_visit_mail(_traveller(language), CLINIC)
        yield f"visit-hostile-{language}", write_visit_mail(_hostile(language), CLINIC)


def _traveller(language: str) -> VisitLetter:
    return replace(visit_letter(VisitKind.RESCHEDULED, locale=language), recipient_time_zone="America/New_York")


def _hostile(language: str) -> VisitLetter:
    return replace(
        visit_letter(VisitKind.RESCHEDULED, locale=language),
        recipient_name="Anna\r\nBcc: everybody@mail.example\r\n\r\n<script>alert(1)</script> {other} 🧑‍⚕️",
        other_name="\u202eد. ليلى حداد, 12",
        specialty="<b>Chirurgie</b> & {{ 7 * 7 }}",
        location="W" * 200,
        visit_type_name="Ein sehr langer Name für einen Termin " * 6,
    )


def _write(directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    for name, mail in every_mail():
        (directory / f"{name}.html").write_text(mail.html)
        (directory / f"{name}.txt").write_text(f"Subject: {mail.subject}\n\n{mail.text}")
        (directory / f"{name}.eml").write_bytes(compose(mail, NOW).as_bytes())


if __name__ == "__main__":
    _write(Path(sys.argv[1]))
