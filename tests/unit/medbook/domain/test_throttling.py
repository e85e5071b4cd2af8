"""Who is behind a network address."""

import pytest

from medbook.domain.throttling import account_bucket, mail_bucket, source_bucket, source_of


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("unknown", "unknown"),
    ],
)
def test_an_address_stands_for_one_customer(address: str, source: str) -> None:
    assert source == source_of(address)


def test_a_source_cannot_grow_beyond_its_column() -> None:
    assert len(source_bucket("x" * 1000).name) < 400


def test_a_bucket_does_not_spell_the_mail_address() -> None:
    assert "anna" not in account_bucket("anna@mail.example").name


def test_mails_and_guesses_are_counted_apart() -> None:
    assert mail_bucket("203.0.113.7").name != source_bucket("203.0.113.7").name
