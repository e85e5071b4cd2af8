"""A clinic to test functions in: a real, migrated PostgreSQL, and functions called as their gateway calls them."""

import asyncio
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import jwt
from fastapi import FastAPI
from sqlalchemy import Engine, text
from uuid_utils.compat import uuid7

from localstack.background import EventLoopThread
from localstack.keys import key_set, signing_key
from localstack.parts.postgres import Postgres
from medbook.domain.people import Role
from medbook.http.signing import Signer
from medbook.http.tokens import AccessTokens
from medbook.postgres.engine import open_engine
from medbook.postgres.migrate import migrate
from medbook.postgres.staging import Staged
from medbook.postgres.tables import metadata
from medbook.postgres.unit_of_work import UnitOfWork

ISSUER = "medbook"
PASSWORD = "correct horse battery staple"
# A Monday; far from every transition of Europe/Berlin.
MONDAY = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


@contextmanager
def running_database() -> Iterator[Engine]:
    """Run a migrated PostgreSQL in a folder of its own."""
    with EventLoopThread() as loop, tempfile.TemporaryDirectory(prefix="medbook-test-") as folder:
        Path(folder).chmod(0o755)
        postgres = Postgres(Path(folder), Path(__file__).parents[2] / ".local" / "cache", durable=False)
        loop.run(postgres.start())
        engine = open_engine(postgres.address, pool_size=10)
        try:
            migrate(engine)
            yield engine
        finally:
            engine.dispose()
            loop.run(postgres.stop())


def empty(engine: Engine) -> None:
    """Remove every row. A TRUNCATE of these tables takes ten times as long; as a replica, history lets its rows go."""
    deletions = "; ".join(f"DELETE FROM {table.name}" for table in metadata.sorted_tables)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"SET LOCAL session_replication_role = replica; {deletions}")


@cache
def _key() -> str:
    """The key that signs the tokens of every clinic of these tests."""
    with tempfile.TemporaryDirectory() as folder:
        return signing_key(Path(folder) / "key.pem")


@dataclass
class Clinic:
    """Stands in for `bootstrap.Process`: a real database, a clock that tests set, and a record of what was handed on."""

    engine: Engine
    now: datetime = MONDAY
    handed_on: list[Staged] = field(default_factory=list)
    key: str = field(default_factory=_key)

    def __post_init__(self) -> None:
        self.key_set = key_set(self.key)
        self.tokens = AccessTokens(self.key_set, ISSUER)
        self.signer = Signer.of(self.key, issuer=ISSUER, access_life=timedelta(minutes=10), refresh_life=timedelta(days=30))

    def clock(self) -> datetime:
        return self.now

    def fingerprint(self, told: bytes) -> bytes:
        return told

    def unit_of_work(self, traceparent: str | None = None) -> UnitOfWork:
        return UnitOfWork(self.engine, on_commit=self.handed_on.append, traceparent=traceparent)

    def rows(self, sql: str, **parameters: Any) -> Sequence[Mapping[str, Any]]:
        """Read the database as it is."""
        with self.engine.connect() as connection:
            return [dict(row) for row in connection.execute(text(sql), parameters).mappings()]

    def execute(self, sql: str, **parameters: Any) -> None:
        """Change the database behind the functions' back."""
        with self.engine.begin() as connection:
            connection.execute(text(sql), parameters)

    def account(self, role: Role, name: str = "Pat Example", **columns: Any) -> UUID:
        """Add somebody, verified and active."""
        account_id = uuid7()
        row = {"id": account_id, "email": f"{account_id}@medbook.example", "full_name": name, "role": role}
        row |= {"time_zone": "Europe/Berlin", "email_verified_at": self.now} | columns
        names = ", ".join(row)
        self.execute(f"INSERT INTO account ({names}) VALUES ({', '.join(f':{name}' for name in row)})", **row)
        return account_id

    def patient(self, name: str = "Pat Example", **columns: Any) -> UUID:
        return self.account(Role.PATIENT, name, **columns)

    def admin(self, name: str = "Ada Admin", **columns: Any) -> UUID:
        return self.account(Role.ADMIN, name, **columns)

    def doctor(self, name: str = "Dr Dora Example", *, weekdays: Sequence[int] = range(1, 8), **columns: Any) -> UUID:
        """Add a doctor who works 09:00 to 17:00 in Berlin, with visits of 30 minutes (`standard`) and 60 (`long`)."""
        doctor_id = self.account(Role.DOCTOR, name)
        row = {"id": doctor_id, "specialty": "Cardiology", "time_zone": "Europe/Berlin"} | columns
        self.execute(
            f"""
            WITH doctor AS (INSERT INTO doctor ({", ".join(row)}) VALUES ({", ".join(f":{name}" for name in row)})),
                 kinds AS (INSERT INTO visit_type VALUES (:id, 'standard', 'standard', 30, 0), (:id, 'long', 'long', 60, 1))
            INSERT INTO weekly_window SELECT :id, weekday, 540, 1020 FROM unnest(CAST(:weekdays AS smallint[])) weekday
            """,
            weekdays=list(weekdays),
            **row,
        )
        return doctor_id

    def lay_openings(self, *doctor_ids: UUID) -> None:
        """Lay out the hours of doctors who were made by `doctor`, as publishing them would have done."""
        with self.unit_of_work() as uow:
            uow.openings.lay(doctor_ids, self.now)
            uow.commit()

    def token(self, account_id: UUID) -> str:
        """Sign somebody in without a password."""
        session_id = uuid7()
        self.execute("INSERT INTO session (id, account_id) VALUES (:id, :account_id)", id=session_id, account_id=account_id)
        # The tokens' library reads the real clock, whatever the clinic's says.
        issued = datetime.now(UTC)
        claims = {"sub": str(account_id), "sid": str(session_id), "iss": ISSUER, "aud": ISSUER}
        claims |= {"iat": issued, "exp": issued + timedelta(minutes=10)}  # type: ignore[dict-item]
        return jwt.encode(claims, self.key, algorithm="ES256", headers={"kid": next(iter(self.tokens._keys))})

    def calling(self, app: FastAPI, account_id: UUID | None = None) -> "Caller":
        """Call a function's app, as somebody or as nobody."""
        app.state.open_process = lambda: self
        return Caller(app, {"authorization": f"Bearer {self.token(account_id)}"} if account_id else {})


class Caller:
    """A synchronous HTTP client of one function's app."""

    def __init__(self, app: FastAPI, headers: dict[str, str]) -> None:
        self._app = app
        self._headers = headers

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """Send a request; underscores in header names become hyphens."""
        sent = self._headers | {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            sent.setdefault("content-type", "application/json")
        content = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()

        async def exchange() -> httpx.Response:
            transport = httpx.ASGITransport(self._app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
                return await client.request(method, path, content=content, headers=sent)

        return asyncio.run(exchange())

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> httpx.Response:
        return self("POST", path, body, **headers)

    def put(self, path: str, body: Any = None, **headers: str) -> httpx.Response:
        return self("PUT", path, body, **headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> httpx.Response:
        return self("PATCH", path, body, **headers)

    def delete(self, path: str, **headers: str) -> httpx.Response:
        return self("DELETE", path, **headers)
