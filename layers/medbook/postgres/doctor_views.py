"""Doctors as everyone sees them. Reads alone, round the domain; only whether a day has a free slot is the domain's to say."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text

from medbook.domain.errors import NotFound
from medbook.domain.slots import Range
from medbook.postgres.transaction import Transaction

# NFKD takes letters and their accents apart, so that `Muller` finds Müller. No extension: not every managed PostgreSQL has one.
_FOLDED = r"lower(regexp_replace(normalize({}, NFKD), '[\u0300-\u036f]', '', 'g'))"
_SORTED_BY = _FOLDED.format("a.full_name")
_SEARCHED = _FOLDED.format("concat_ws(' ', a.full_name, d.specialty, d.location, array_to_string(d.qualifications, ' '), d.bio)")

_SHOWN = """
    SELECT a.id, a.full_name, d.specialty, d.qualifications, d.bio, d.languages, d.location, d.consultation_fee, d.time_zone,
           d.change_notice_minutes, d.horizon_days, a.active, a.version,
           (SELECT coalesce(json_agg(json_build_object('code', v.code, 'name', v.name, 'minutes', v.minutes) ORDER BY v.position),
                            '[]')
              FROM visit_type v WHERE v.doctor_id = d.id) AS visit_types
      FROM doctor d JOIN account a ON a.id = d.id
"""
_ONE = text(f"{_SHOWN} WHERE d.id = :doctor_id")

_LABELS = text("""
    SELECT d.id AS doctor_id, a.full_name AS doctor_name, d.specialty, d.location, d.time_zone
      FROM doctor d JOIN account a ON a.id = d.id WHERE d.id = ANY(CAST(:ids AS uuid[]))
""")

# What a list may be narrowed by; a condition is used when its parameter is given.
_CONDITIONS = {
    "specialty": "lower(d.specialty) = lower(:specialty)",
    "words": f"{_SEARCHED} LIKE ALL (SELECT {_FOLDED.format('word')} FROM unnest(CAST(:words AS text[])) word)",  # noqa: S608  # fragments, no value
    "around": "EXISTS (SELECT FROM opening o WHERE o.doctor_id = d.id AND o.starts_at < :around_end AND o.ends_at > :around)",
    "after_id": f"({_SORTED_BY}, a.id) > (:after_name, CAST(:after_id AS uuid))",
}

_SPECIALTIES = text("""
    SELECT min(d.specialty) AS name, count(*) AS doctors
      FROM doctor d JOIN account a ON a.id = d.id
     WHERE a.active GROUP BY lower(d.specialty) ORDER BY lower(d.specialty)
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorFilter:
    """What a list of doctors is narrowed to; `around` is a range in which they have hours, free or not."""

    specialty: str | None = None
    words: str | None = None
    around: Range | None = None

    def parameters(self) -> dict[str, Any]:
        """Return the parameters of the conditions that are used."""
        parameters: dict[str, Any] = {}
        if self.specialty is not None:
            parameters["specialty"] = self.specialty
        if self.words is not None:
            parameters["words"] = [f"%{_literal(word)}%" for word in self.words.split()]
        if self.around is not None:
            parameters["around"], parameters["around_end"] = self.around
        return parameters


class DoctorViews:
    """The doctors as one transaction shows them."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, doctor_id: UUID) -> RowMapping:
        """Show one doctor, active or not.

        Raises: NotFound.
        """
        row = self._transaction.execute(_ONE, doctor_id=doctor_id).mappings().one_or_none()
        if row is None:
            raise NotFound("There is no such doctor.")
        return row

    def get_active(self, doctor_id: UUID) -> RowMapping:
        """Show one doctor to everyone.

        Raises: NotFound, also when the doctor is no longer active.
        """
        row = self.get(doctor_id)
        if not row["active"]:
            raise NotFound("There is no such doctor.")
        return row

    def page(self, wanted: DoctorFilter, *, after: tuple[str, UUID] | None, limit: int) -> list[RowMapping]:
        """List active doctors by name and id, beyond `after`; `sort_name` is the name they are sorted by."""
        parameters = wanted.parameters()
        if after is not None:
            parameters["after_name"], parameters["after_id"] = after
        conditions = "".join(f" AND {condition}" for name, condition in _CONDITIONS.items() if name in parameters)
        listed = _SHOWN.replace("SELECT a.id,", f"SELECT {_SORTED_BY} AS sort_name, a.id,")
        statement = text(f"{listed} WHERE a.active{conditions} ORDER BY sort_name, a.id LIMIT :limit")
        return list(self._transaction.execute(statement, limit=limit, **parameters).mappings())

    def labels(self, doctor_ids: Collection[UUID]) -> dict[UUID, RowMapping]:
        """Return, by id, what is said of doctors beside their slots."""
        if not doctor_ids:
            return {}
        rows = self._transaction.execute(_LABELS, ids=[str(doctor_id) for doctor_id in doctor_ids]).mappings()
        return {row["doctor_id"]: row for row in rows}

    def specialties(self) -> list[RowMapping]:
        """List the specialties of active doctors with how many there are, whatever the case they are written in."""
        return list(self._transaction.execute(_SPECIALTIES).mappings())


def _literal(word: str) -> str:
    """Take LIKE's wildcards for what they are."""
    return word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
