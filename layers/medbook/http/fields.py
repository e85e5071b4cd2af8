"""What is known about people, as it is written in requests: mail addresses, names, zones, languages, telephone numbers."""

from typing import Annotated

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, StringConstraints

from medbook.domain import wall_clock
from medbook.domain.errors import Invalid

# RFC 5321 4.5.3.1.1. The library counts it only where it judges delivery.
_LONGEST_LOCAL_PART = 64

# NIST SP 800-63B asks for at least 64; beyond this a password only costs time.
_LONGEST_PASSWORD = 128


def _address(value: str) -> str:
    """Return the one spelling of an address that is stored and looked up: lower case, the domain as DNS has it.

    Raises: ValueError.
    """
    try:
        # Nothing asks DNS here. `test_environment` lets the reserved domain .test through; .example always passes.
        checked = validate_email(value, check_deliverability=False, allow_smtputf8=False, test_environment=True)
    except EmailNotValidError as error:
        raise ValueError(str(error)) from error
    if len(checked.local_part) > _LONGEST_LOCAL_PART:
        raise ValueError(f"must have at most {_LONGEST_LOCAL_PART} characters before the @")
    return (checked.ascii_email or checked.normalized).lower()


def _zone_name(value: str) -> str:
    try:
        wall_clock.zone(value)
    except Invalid as error:
        raise ValueError(error.faults[0].detail) from error
    return value


def _printable(value: str) -> str:
    if not value.isprintable():
        raise ValueError("must be one line of printable characters")
    return value


# RFC 5321 gives an address 254 characters; the column has room for more.
EmailAddress = Annotated[
    str,
    StringConstraints(min_length=3, max_length=254),
    AfterValidator(_address),
    Field(json_schema_extra={"format": "email"}, examples=["anna.schmidt@mail.example"]),
]
FullName = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_printable)]
TimeZoneName = Annotated[
    str,
    StringConstraints(min_length=1, max_length=64),
    AfterValidator(_zone_name),
    Field(description="Name of an IANA time zone.", examples=["Europe/Berlin"]),
]
Locale = Annotated[
    str,
    StringConstraints(max_length=35, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"),
    Field(description="BCP 47 language tag.", examples=["de-AT"]),
]
Phone = Annotated[str, StringConstraints(min_length=3, max_length=32, pattern=r"^\+?[0-9][0-9 ()./-]*$")]


def _as_typed(value: object) -> object:
    # A body strips its strings, but a password may begin or end with a space (NIST SP 800-63B). A secret is left alone.
    if not isinstance(value, str):
        return value
    if not 1 <= len(value) <= _LONGEST_PASSWORD:
        raise ValueError(f"must have 1 to {_LONGEST_PASSWORD} characters")
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise ValueError("holds half a character")
    return SecretStr(value)


Password = Annotated[
    SecretStr, BeforeValidator(_as_typed), Field(json_schema_extra={"minLength": 1, "maxLength": _LONGEST_PASSWORD})
]
OneTimeToken = Annotated[str, StringConstraints(min_length=1, max_length=200)]
