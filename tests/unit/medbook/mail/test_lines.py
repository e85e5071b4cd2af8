"""Names and places as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medbook.mail._lines import NAME_LENGTH, isolate, one_line


@pytest.mark.parametrize(
    "typed", ["Anna\r\nSchmidt", "Anna\u2028Schmidt", "Anna\x00Schmidt", "  Anna \t Schmidt ", "Anna\x85Schmidt"]
)
def test_a_name_becomes_one_line(typed: str) -> None:
    assert one_line(typed) == "Anna Schmidt"


def test_a_direction_override_is_dropped() -> None:
    assert one_line("\u202eAnna\u2066") == "Anna"


def test_an_emoji_keeps_its_joiner() -> None:
    assert one_line("Anna 🧑‍⚕️") == "Anna 🧑‍⚕️"


def test_a_name_without_end_is_cut() -> None:
    assert one_line("n" * 500) == "n" * (NAME_LENGTH - 1) + "…"


@given(st.text(max_size=300))
def test_any_text_becomes_one_encodable_line(typed: str) -> None:
    line = one_line(typed)
    assert len(line.splitlines()) <= 1
    assert line.encode("utf-8").decode("utf-8") == line


def test_only_right_to_left_text_is_isolated() -> None:
    assert [isolate("Anna"), isolate("ليلى")] == ["Anna", "\u2068ليلى\u2069"]
