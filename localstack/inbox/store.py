"""Keeps mails in one SQLite file, newest first. A mail is read once, on arrival, into what the page and the tests ask for."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from pathlib import Path
from typing import Any

from uuid_utils.compat import uuid7

PRAGMAS = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;"
SCHEMA = """
CREATE TABLE IF NOT EXISTS message (id TEXT PRIMARY KEY, document TEXT NOT NULL, raw BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS recipient (address TEXT NOT NULL, message_id TEXT NOT NULL REFERENCES message ON DELETE CASCADE);
CREATE INDEX IF NOT EXISTS recipient_by_address ON recipient (address, message_id DESC);
"""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is neither the text nor the HTML of the mail: a calendar, a file. `text` is None for binary ones."""

    filename: str
    content_type: str
    text: str | None


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as `/inbox/messages` shows it; `to` is whom the envelope named."""

    id: str
    to: str
    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...]
    received_at: str


class MailStore:
    """The mails of one state folder. Opens its file when it is first used. Use it from one thread."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._opened: sqlite3.Connection | None = None

    @property
    def _db(self) -> sqlite3.Connection:
        if self._opened is None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._opened = sqlite3.connect(self._file, autocommit=True)
            self._opened.executescript(f"{PRAGMAS} {SCHEMA}")
        return self._opened

    def add(self, raw: bytes, recipients: Sequence[str]) -> Mail:
        """Keep a mail as it came over the wire."""
        mail = read_mail(raw, recipients, str(uuid7()), datetime.now(UTC))
        document = json.dumps(asdict(mail), ensure_ascii=False)
        self._db.execute("INSERT INTO message VALUES (?, ?, ?)", (mail.id, document, raw))
        self._db.executemany("INSERT INTO recipient VALUES (?, ?)", [(address.lower(), mail.id) for address in recipients])
        return mail

    def newest(self, to: str | None = None, limit: int = 200) -> list[dict[str, Any]]:
        """The last mails, newest first, of everyone or of one address."""
        if to is None:
            rows = self._db.execute("SELECT document FROM message ORDER BY id DESC LIMIT ?", (limit,))
        else:
            rows = self._db.execute(
                "SELECT document FROM message WHERE id IN (SELECT message_id FROM recipient WHERE address = ?) "
                "ORDER BY id DESC LIMIT ?",
                (to.lower(), limit),
            )
        return [json.loads(document) for (document,) in rows]

    def get(self, mail_id: str) -> dict[str, Any] | None:
        """One mail."""
        row = self._db.execute("SELECT document FROM message WHERE id = ?", (mail_id,)).fetchone()
        return json.loads(row[0]) if row else None

    def raw(self, mail_id: str) -> bytes | None:
        """One mail as it came over the wire."""
        row = self._db.execute("SELECT raw FROM message WHERE id = ?", (mail_id,)).fetchone()
        return row[0] if row else None

    def clear(self) -> None:
        """Forget every mail."""
        self._db.execute("DELETE FROM message")

    def close(self) -> None:
        """Close the file."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None


def read_mail(raw: bytes, recipients: Sequence[str], mail_id: str, received_at: datetime) -> Mail:
    """Take a mail apart."""
    message = BytesParser(policy=policy.default).parsebytes(raw)
    assert isinstance(message, EmailMessage)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    return Mail(
        id=mail_id,
        to=", ".join(recipients),
        subject=str(message.get("subject", "")),
        text=_text(text) or "",
        html=_text(html) or "",
        attachments=tuple(_attachment(part) for part in _leaves(message) if part not in (text, html)),
        received_at=received_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    )


def _leaves(message: EmailMessage) -> list[EmailMessage]:
    return [part for part in message.walk() if isinstance(part, EmailMessage) and not part.is_multipart()]


def _text(part: MIMEPart | None) -> str | None:
    if part is None or part.get_content_maintype() != "text":
        return None
    try:
        content = part.get_content()
    except LookupError:
        # An unknown charset: show what can be shown.
        content = part.get_payload(decode=True).decode("utf-8", "replace")  # type: ignore[union-attr]
    # Some encodings keep the line ends of the wire and some do not.
    return str(content).replace("\r\n", "\n")


def _attachment(part: EmailMessage) -> Attachment:
    name = part.get_filename() or ("invite.ics" if part.get_content_type() == "text/calendar" else "attachment")
    return Attachment(name, part.get_content_type(), _text(part))
