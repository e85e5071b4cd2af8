"""The representation of a doctor that two use cases answer with, and the fields of a profile as requests write them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from medbook.http.models import Representation

_LARGEST_FEE = Decimal("99999999.99")


class VisitType(Representation):
    """A kind of visit that a doctor offers, and how long it takes."""

    code: str
    name: str
    minutes: int


class Doctor(Representation):
    """A doctor as everyone sees them."""

    id: UUID
    full_name: str
    specialty: str
    qualifications: list[str]
    bio: str
    languages: list[str]
    location: str | None
    consultation_fee: float | None = Field(description="In `currency`.")
    currency: str = Field(description="ISO 4217 code.")
    time_zone: str
    visit_types: list[VisitType] = Field(description="In the doctor's order: the first is what is booked when nothing is said.")
    change_notice_minutes: int = Field(description="How long before its start a patient may still move or cancel a visit.")
    horizon_days: int = Field(description="How many days ahead visits may be booked.")
    active: bool

    @classmethod
    def of(cls, row: Mapping[Any, Any], *, currency: str) -> Self:
        """Show a row of `DoctorViews`."""
        return cls(**{name: row[name] for name in cls.model_fields if name != "currency"}, currency=currency)


def _one_line(value: str) -> str:
    if not value.isprintable():
        raise ValueError("must be one line of printable characters")
    return value


def _several(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _no_truth(value: object) -> object:
    # To Python True is 1.
    if isinstance(value, bool):
        raise ValueError("must be a number")
    return value


Specialty = Annotated[str, StringConstraints(min_length=1, max_length=80), AfterValidator(_one_line)]
Bio = Annotated[str, StringConstraints(max_length=5000)]
Location = Annotated[str, StringConstraints(min_length=1, max_length=300), AfterValidator(_one_line)]
Fee = Annotated[
    Decimal,
    BeforeValidator(_no_truth),
    Field(
        ge=0, le=_LARGEST_FEE, decimal_places=2, description="A number with at most two decimal places; a string of one will do."
    ),
]
_Entry = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_one_line)]
Entries = Annotated[
    list[_Entry], BeforeValidator(_several), Field(max_length=50, description="Several strings; a single one will do.")
]
