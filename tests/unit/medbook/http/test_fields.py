"""What is known about people, as it is read."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from medbook.http.fields import EmailAddress, FullName, Locale, Password, Phone, TimeZoneName
from medbook.http.models import Body


class Typed(Body):
    password: Password


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Anna.Schmidt@Mail.Example", "anna.schmidt@mail.example"),
        ("admin@medbook.example", "admin@medbook.example"),
        ("a@clinic.test", "a@clinic.test"),
        ("anna@straße.de", "anna@xn--strae-oqa.de"),
    ],
)
def test_an_address_has_one_spelling(written: str, kept: str) -> None:
    assert kept == TypeAdapter(EmailAddress).validate_python(written)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (EmailAddress, "anna"),
        (EmailAddress, "anna@mail.example, bob@mail.example"),
        (EmailAddress, "anna@localhost"),
        (EmailAddress, "a" * 250 + "@mail.example"),
        (EmailAddress, "a" * 65 + "@mail.example"),
        (FullName, ""),
        (FullName, "Anna\r\nBcc: everyone@mail.example"),
        (FullName, "Anna\x00"),
        (FullName, "A" * 201),
        (TimeZoneName, "Berlin"),
        (TimeZoneName, "../etc/passwd"),
        (Locale, "german!"),
        (Phone, "call me"),
    ],
)
def test_what_is_none_is_refused(field: Any, value: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(field).validate_python(value)


@pytest.mark.parametrize(("field", "value"), [(Locale, "de-AT"), (Locale, "zh-Hant-TW"), (Phone, "+49 (30) 123-45/6")])
def test_what_people_write_is_taken(field: Any, value: str) -> None:
    assert value == TypeAdapter(field).validate_python(value)


def test_a_password_is_taken_as_typed() -> None:
    assert Typed.model_validate({"password": " two words "}).password.get_secret_value() == " two words "


@pytest.mark.parametrize("value", ["", "x" * 129, "half a \ud83d smile", 12345678])
def test_a_password_that_cannot_be_one_is_refused_without_being_told(value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        Typed.model_validate({"password": value})
    assert "smile" not in refused.value.errors()[0]["msg"]


def test_a_password_is_shown_to_nobody() -> None:
    assert "two words" not in repr(Typed.model_validate({"password": "two words"}))
