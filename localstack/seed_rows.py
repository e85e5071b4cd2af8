"""Rows of many tables in one statement each: the seed has a second and a half, and a statement for each row would take longer."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, text

type Row = Mapping[str, Any]
type Rows = Mapping[str, list[Row]]
"""Rows by table; a table comes after those it refers to, and its rows name the same columns."""


def insert(connection: Connection, rows: Rows) -> None:
    """Insert rows as PostgreSQL reads them from JSON: instants, ranges and numbers as text."""
    for table, entries in rows.items():
        if not entries:
            continue
        columns = ", ".join(entries[0])
        # Names of our own tables and columns; every value is in the parameter.
        statement = f"""
            INSERT INTO {table} ({columns})
            SELECT {columns} FROM json_populate_recordset(CAST(NULL AS {table}), CAST(:rows AS json))
        """  # noqa: S608
        connection.execute(text(statement), {"rows": json.dumps(entries, default=str)})
