"""The statement that brings openings in the order of the first start that is left of them."""

from datetime import timedelta
from functools import cache

from sqlalchemy import TextClause, text

from medbook.domain.openings import LONGEST_OPENING


def microseconds(instant: str) -> str:
    """Write an SQL instant as microseconds since 1970."""
    return f"CAST(extract(epoch FROM {instant}) * 1000000 AS bigint)"


# Times as microseconds in one text: pg8000 reads each timestamp with strptime, and arrays character by character.
_HELD = "during && tstzrange(o.first_start, o.ends_at + make_interval(mins => d.buffer_minutes))"
_BUSY = f"""
    SELECT string_agg({microseconds("lower(held.during)")} || ' ' || {microseconds("upper(held.during)")}, ' ')
      FROM (SELECT during FROM occupancy WHERE resource_id = o.doctor_id AND {_HELD}
             UNION ALL
            SELECT during FROM time_off WHERE doctor_id = o.doctor_id AND {_HELD}) held
"""  # noqa: S608  # fragments, no value
_TIMES = ", ".join(microseconds(f"o.{name}") for name in ("first_start", "starts_at", "ends_at"))
SHOWN = f"""
    SELECT o.doctor_id, concat_ws(' ', {_TIMES}, ({_BUSY})) AS times, d.time_zone, d.slot_minutes, d.buffer_minutes,
           d.minimum_notice_minutes, d.horizon_days, o.minutes,
           (SELECT a.active FROM account a WHERE a.id = o.doctor_id) AS active
"""  # noqa: S608  # fragments, no value

_NOW, _SINCE = "CAST(:now AS timestamptz)", "CAST(:since AS timestamptz)"
_AFTER = "CAST(:after_start AS timestamptz)"
_LONGEST = f"interval '{LONGEST_OPENING // timedelta(hours=1)} hours'"

# The first start of an opening that has begun, or whose notice has: the next step of its grid.
_NEXT = f"""
    date_bin(make_interval(mins => o.slot_minutes),
             greatest({_NOW} + (o.starts_at - o.noticed_at), {_SINCE}) - interval '1 microsecond', o.starts_at)
    + make_interval(mins => o.slot_minutes)
"""

# Three kinds of openings, each a range of an index that holds all that is asked: those whose first start may no longer be booked
# now, those that have begun before the day asked for, and those that lie ahead, which the index has in order.
_KINDS = {
    "noticed": (_NEXT, f"o.noticed_at > {_NOW} - {_LONGEST} AND o.noticed_at < {_NOW} AND o.ends_at > {_SINCE}"),
    "begun": (
        _NEXT,
        f"o.starts_at > {_SINCE} - {_LONGEST} AND o.starts_at < {_SINCE} AND o.ends_at > {_SINCE} AND o.noticed_at >= {_NOW}",
    ),
    "ahead": ("o.starts_at", f"o.starts_at >= {_SINCE} AND o.noticed_at >= {_NOW}"),
}
# OFFSET 0 keeps the planner from working the first start out three times.
_KIND = """(
    SELECT * FROM (
        SELECT o.doctor_id, o.starts_at, o.ends_at, {minutes} AS minutes, {first} AS first_start
          FROM opening o {offers}
         WHERE o.specialty = s.specialty AND {within} {fence}
    ) o
     WHERE first_start + make_interval(mins => minutes) <= ends_at {beyond}
     ORDER BY first_start, doctor_id, starts_at LIMIT :limit
)"""
_BEYOND = (
    f"AND (first_start, doctor_id, starts_at) > ({_AFTER}, CAST(:after_doctor AS uuid), CAST(:after_opening AS timestamptz))"
)

_ONE_SPECIALTY = "SELECT lower(:specialty) AS specialty"
# From one specialty to the next in the index: DISTINCT would read all of it.
_EVERY_SPECIALTY = """
    WITH RECURSIVE every AS (
        (SELECT specialty FROM opening ORDER BY specialty LIMIT 1)
        UNION ALL
        SELECT (SELECT o.specialty FROM opening o WHERE o.specialty > every.specialty ORDER BY o.specialty LIMIT 1)
          FROM every WHERE every.specialty IS NOT NULL
    )
    SELECT specialty FROM every WHERE specialty IS NOT NULL
"""

_EARLIEST = """
    WITH first AS MATERIALIZED (
        SELECT kinds.* FROM ({specialties}) s CROSS JOIN LATERAL ({kinds}) kinds
         ORDER BY first_start, doctor_id, starts_at LIMIT :limit
    )
    {shown}
      FROM first o
      JOIN doctor d ON d.id = o.doctor_id
     ORDER BY o.first_start, o.doctor_id, o.starts_at
"""


@cache
def earliest_statement(*, one_specialty: bool, begins_later: bool, by_code: bool, goes_on: bool) -> TextClause:
    """Return the statement for a search: in one specialty or in all, from a later day or from now, by a visit's code or for the first.

    Its parameters are `now`, `since` and `limit`; `specialty` and `visit_type` where they are asked for; where it goes on from an
    earlier batch, `after_start`, `after_doctor` and `after_opening` of the last row.
    """
    kinds = [
        _KIND.format(
            first=first,
            within=f"{within} AND o.starts_at >= {_AFTER}" if goes_on and name == "ahead" else within,
            fence="" if name == "ahead" else "OFFSET 0",
            beyond=_BEYOND if goes_on else "",
            offers="JOIN visit_type v ON v.doctor_id = o.doctor_id AND v.code = :visit_type" if by_code else "",
            minutes="v.minutes" if by_code else "o.visit_minutes",
        )
        for name, (first, within) in _KINDS.items()
        if begins_later or name != "begun"
    ]
    return text(
        _EARLIEST.format(
            specialties=_ONE_SPECIALTY if one_specialty else _EVERY_SPECIALTY,
            kinds=" UNION ALL ".join(kinds),
            shown=SHOWN,
        )
    )
