"""What a password must be."""

import pytest

from medbook.domain.errors import PasswordTooWeak
from medbook.domain.passwords import require_strong, words_about


def test_eight_characters_that_are_hard_to_guess_are_enough() -> None:
    require_strong("x7$Kq9!p", 3, "/password")


@pytest.mark.parametrize(("password", "score"), [("x7$Kq9!", 4), ("password", 2)])
def test_what_is_short_or_easily_guessed_is_refused(password: str, score: int) -> None:
    with pytest.raises(PasswordTooWeak) as refused:
        require_strong(password, score, "/new_password")
    assert refused.value.faults[0].pointer == "/new_password"


def test_people_are_known_by_their_names_and_address() -> None:
    expected = ["medbook", "anna.schmidt@mail.example", "anna.schmidt", "anna", "schmidt", "mail.example", "anna schmidt"]
    assert expected == words_about("anna.schmidt@mail.example", "Anna Schmidt")
