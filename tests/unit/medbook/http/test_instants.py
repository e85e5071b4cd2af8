"""Times as they are read: RFC 3339 and nothing beside."""

from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from medbook.http.instants import Instant

READ = TypeAdapter(Instant)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-12-01T09:00:00Z", datetime(2026, 12, 1, 9, tzinfo=UTC)),
        ("2026-12-01t09:00:00z", datetime(2026, 12, 1, 9, tzinfo=UTC)),
        ("2026-12-01T09:00:00.123456+01:00", datetime(2026, 12, 1, 8, 0, 0, 123456, UTC)),
        ("2026-12-01T09:00:00-05:30", datetime(2026, 12, 1, 14, 30, tzinfo=UTC)),
    ],
)
def test_a_time_of_rfc_3339_is_taken(written: str, meant: datetime) -> None:
    assert meant == READ.validate_python(written)


@pytest.mark.parametrize(
    "written",
    [
        "2026-12-01T09:00Z",
        "2026-12-01T09:00:00\u221205:00",
        "2026-12-01T09:00:00.1234567Z",
        "2026-12-01T09:00:00",
        "2026-12-01T09:00:00+0100",
        "2026-12-01T09:00:00+24:00",
        "2026-12-01 09:00:00Z",
        "2026-12-01",
        "２026-12-01T09:00:00Z",
        "2026-12-01T09:00:00Z\n",
        1700000000,
    ],
)
def test_another_spelling_is_refused(written: object) -> None:
    with pytest.raises(ValidationError):
        READ.validate_python(written)
