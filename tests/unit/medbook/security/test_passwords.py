"""Passwords as they are kept."""

from argon2 import PasswordHasher, extract_parameters

from medbook.security import passwords

PASSWORD = "correct horse battery staple"


def test_a_password_matches_its_hash() -> None:
    assert passwords.matches(PASSWORD, passwords.hash_password(PASSWORD))


def test_another_password_does_not() -> None:
    assert not passwords.matches("Correct horse battery staple", passwords.hash_password(PASSWORD))


def test_nobody_has_a_password() -> None:
    assert not passwords.matches(PASSWORD, None)


def test_looking_for_nobody_takes_the_same_work() -> None:
    assert not passwords.is_outdated(passwords.NOBODYS)


def test_a_hash_that_is_none_matches_nothing() -> None:
    assert not passwords.matches(PASSWORD, "plain text")


def test_two_hashes_of_one_password_differ() -> None:
    assert passwords.hash_password(PASSWORD) != passwords.hash_password(PASSWORD)


def test_parameters_are_those_of_owasp() -> None:
    parameters = extract_parameters(passwords.hash_password(PASSWORD))
    assert (19456, 2, 1) == (parameters.memory_cost, parameters.time_cost, parameters.parallelism)


def test_hashes_of_other_parameters_are_outdated() -> None:
    assert passwords.is_outdated(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD))


def test_hashes_of_the_present_parameters_are_not() -> None:
    assert not passwords.is_outdated(passwords.hash_password(PASSWORD))


def test_a_letter_typed_in_two_strokes_is_the_same() -> None:
    assert passwords.matches("u\u0308ber den Wolken", passwords.hash_password("\u00fcber den Wolken"))
