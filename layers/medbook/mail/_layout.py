"""One letter as data, and its two forms. Text and HTML say the same because both are made from `Letter`."""

import textwrap
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

_TEXT_WIDTH = 72


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value; `tail` stays in one piece, `aside` follows on its own line, `gone` is shown struck through."""

    label: str
    value: str
    tail: str = ""
    aside: str = ""
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Where to go, and what the reader is told about it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Everything a reader sees, in reading order."""

    language: str
    clinic_name: str
    subject: str
    heading: str
    greeting: str
    opening: str
    facts: tuple[Fact, ...]
    action: Link
    second_action: Link | None
    link_below: str
    notes: tuple[str, ...]
    footer: str

    @property
    def preheader(self) -> str:
        """Return what inboxes show beside the subject, which has the time already."""
        return self.opening


def to_text(letter: Letter) -> str:
    """Return the plain text part, wrapped at 72 columns; facts and addresses are never broken."""
    return _environment().get_template("letter.txt.jinja").render(letter=letter)


def to_html(letter: Letter) -> str:
    """Return the HTML part: one document, styles inline, nothing fetched from anywhere."""
    return _environment().get_template("letter.html.jinja").render(letter=letter)


def _wrap(text: str) -> str:
    return textwrap.fill(text, _TEXT_WIDTH, break_long_words=False, break_on_hyphens=False)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(enabled_extensions=("html.jinja",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters["wrap"] = _wrap
    return environment
