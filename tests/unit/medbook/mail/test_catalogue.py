"""Both languages say everything, and take the same words."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from itertools import product
from string import Formatter
from typing import Any

import pytest

from medbook.mail.catalogue import CATALOGUES, AccountKind, Role, VisitKind, catalogue_for

_MAY_BE_EMPTY = "second_action"


def _sentences(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _sentences(inner, f"{path}.{key}")
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            yield from _sentences(inner, f"{path}.{number}")
    elif is_dataclass(value):
        for field in fields(value):
            yield from _sentences(getattr(value, field.name), f"{path}.{field.name}")


def _placeholders(catalogue: str) -> dict[str, set[str | None]]:
    return {
        path: {name for _, name, _, _ in Formatter().parse(text)} - {None} for path, text in _sentences(CATALOGUES[catalogue])
    }


def test_german_has_every_sentence_english_has_with_the_same_words_to_put_in() -> None:
    assert _placeholders("en") == _placeholders("de")


@pytest.mark.parametrize("language", CATALOGUES)
def test_every_letter_has_its_sentences(language: str) -> None:
    catalogue = CATALOGUES[language]
    assert (set(product(VisitKind, Role)), set(AccountKind)) == (set(catalogue.visits), set(catalogue.accounts))


@pytest.mark.parametrize("language", CATALOGUES)
def test_no_sentence_is_empty(language: str) -> None:
    assert [path for path, text in _sentences(CATALOGUES[language]) if not text and not path.endswith(_MAY_BE_EMPTY)] == []


def test_nothing_was_left_untranslated() -> None:
    german = dict(_sentences(CATALOGUES["de"]))
    same = {path for path, text in _sentences(CATALOGUES["en"]) if text and german[path] == text}
    assert same == set()


@pytest.mark.parametrize(
    ("locale", "language"),
    [("de", "de"), ("de-AT", "de"), ("DE_ch", "de"), ("en-US", "en"), ("fr", "en"), ("", "en"), ("deu", "en")],
)
def test_the_language_is_chosen_by_the_tags_first_part(locale: str, language: str) -> None:
    assert catalogue_for(locale).language == language
