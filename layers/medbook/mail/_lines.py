"""Text that people typed, made fit for one line of a mail. No HTML here: the template escapes."""

import re
import unicodedata

NAME_LENGTH = 200

_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def one_line(text: str, limit: int = NAME_LENGTH) -> str:
    """Return `text` without line breaks and control characters, cut to `limit` characters.

    Direction overrides are dropped, or a name could turn round the words after it. Joiners stay: emoji and Persian need them.
    """
    kept = "".join(_visible(char) for char in text)
    line = re.sub(r"\s+", " ", kept).strip()
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def isolate(text: str) -> str:
    """Wrap right-to-left text in isolates (UAX #9), so that the digits and commas beside it stay where they are."""
    if any(unicodedata.bidirectional(char) in ("R", "AL") for char in text):
        return f"\u2068{text}\u2069"
    return text


def _visible(char: str) -> str:
    if char in _BIDI_CONTROLS:
        return ""
    # Cc: control characters, line breaks among them; Zl, Zp: Unicode line breaks; Cs: lone surrogates, which no charset carries.
    return " " if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") else char
