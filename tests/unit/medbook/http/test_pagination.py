"""Cursors and pages."""

from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from uuid import UUID

import pytest

from medbook.domain.errors import Invalid
from medbook.http.pagination import Keyset, cursor_after

ID = UUID("019ab0c4-2c00-7000-8000-0000000000a1")
MOMENT = datetime(2026, 11, 24, 9, 30, 0, 123456, tzinfo=UTC)


def encoded(text: str) -> str:
    return urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def test_a_cursor_gives_back_its_key() -> None:
    key = ("Zoë", 7, MOMENT, ID)
    assert key == Keyset(str, int, datetime, UUID).read(cursor_after(*key))


def test_without_a_cursor_a_list_begins() -> None:
    assert Keyset(UUID).read(None) is None


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "%",
        "ü",
        "A",
        encoded("7"),
        encoded("{}"),
        encoded("[]"),
        encoded(f'["{MOMENT.isoformat()}"]'),
        encoded(f'["{MOMENT.isoformat()}","{ID}",1]'),
        encoded(f'["2026-11-24T09:30:00","{ID}"]'),
        encoded(f'["0001-01-01T00:00:00+14:00","{ID}"]'),
        encoded(f'[1,"{ID}"]'),
        encoded(f'["{MOMENT.isoformat()}","no id"]'),
        encoded("[" * 1400),
    ],
)
def test_a_broken_cursor_is_a_fault_of_the_query(cursor: str) -> None:
    with pytest.raises(Invalid) as refused:
        Keyset(datetime, UUID).read(cursor)
    assert [fault.pointer for fault in refused.value.faults] == ["/query/cursor"]


@pytest.mark.parametrize("part", ["true", "1.5", "9223372036854775808", "null", '"1"'])
def test_an_integer_is_one_that_a_column_can_hold(part: str) -> None:
    with pytest.raises(Invalid):
        Keyset(int).read(encoded(f"[{part}]"))


@pytest.mark.parametrize("part", ['"a\\u0000b"', '"\\ud800"', "7"])
def test_a_string_is_one_that_a_column_can_hold(part: str) -> None:
    with pytest.raises(Invalid):
        Keyset(str).read(encoded(f"[{part}]"))


def test_a_page_names_the_next_one_when_more_was_found() -> None:
    page = Keyset(int).page([1, 2, 3], 2, lambda number: (number,))
    assert ([1, 2], cursor_after(2)) == (page.items, page.next_cursor)


def test_the_last_page_names_no_other() -> None:
    page = Keyset(int).page([1, 2], 2, lambda number: (number,))
    assert (page.items, page.next_cursor) == ([1, 2], None)
