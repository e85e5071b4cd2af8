"""What is too easily guessed."""

import pytest

from medbook.domain.errors import PasswordTooWeak
from medbook.security.strength import check_strength, score

PASSWORD = "correct horse battery staple"


@pytest.mark.parametrize("password", ["password", "12345678", "Passw0rd!", "qwertyuiop", "a" * 128, "annaschmidt1", "medbook1"])
def test_what_attackers_try_first_is_too_weak(password: str) -> None:
    with pytest.raises(PasswordTooWeak):
        check_strength(password, email="annaschmidt@mail.example", full_name="Anna Schmidt", pointer="/password")


@pytest.mark.parametrize("password", [PASSWORD, "a long and quiet evening", "x7$Kq9!pLm", "k" + PASSWORD * 4])
def test_what_takes_long_to_guess_is_good(password: str) -> None:
    check_strength(password, email="annaschmidt@mail.example", full_name="Anna Schmidt", pointer="/password")


def test_words_about_one_person_do_not_weaken_the_next_ones_password() -> None:
    before = score("zzyzxqwv17")
    score("zzyzxqwv17", ["zzyzxqwv17"])
    assert before == score("zzyzxqwv17")
