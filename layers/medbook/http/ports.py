"""What the HTTP edge needs of the adapters it may not see. `bootstrap` provides it as `app.state.open_process`."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from fastapi import Request

from medbook.domain.people import Person, Role


class Answer(Protocol):
    """An answer given before, kept under its idempotency key."""

    @property
    def status(self) -> int: ...
    @property
    def headers(self) -> dict[str, str]: ...
    @property
    def body(self) -> bytes: ...


class IdempotencyKeys(Protocol):
    """The keys of one transaction."""

    def claim(self, scope: str, key: str, fingerprint: bytes) -> Answer | None: ...
    def store(self, scope: str, key: str, status: int, headers: dict[str, str], body: bytes) -> None: ...


class Sessions(Protocol):
    """Who is signed in."""

    def person(self, session_id: UUID, account_id: UUID) -> Person: ...


class UnitOfWork(Protocol):
    """One transaction whose commit can be made to wait for the answer."""

    @property
    def idempotency_keys(self) -> IdempotencyKeys: ...
    @property
    def sessions(self) -> Sessions: ...
    def hold_commit(self) -> None: ...
    def release(self) -> None: ...


class Tokens(Protocol):
    """Checks access tokens."""

    def verify(self, token: str) -> tuple[UUID, UUID]: ...


class Signer(Protocol):
    """Makes access tokens. `sign_in` alone has one."""

    @property
    def access_life(self) -> timedelta: ...
    @property
    def refresh_life(self) -> timedelta: ...
    def sign(self, account_id: UUID, session_id: UUID, role: Role, now: datetime) -> str: ...


class Process(Protocol):
    """What lives as long as the process."""

    @property
    def tokens(self) -> Tokens: ...
    @property
    def signer(self) -> Signer: ...
    @property
    def key_set(self) -> str: ...
    @property
    def fingerprint(self) -> Callable[[bytes], bytes]: ...
    @property
    def clock(self) -> Callable[[], datetime]: ...
    def unit_of_work(self, traceparent: str | None) -> AbstractContextManager[UnitOfWork]: ...


def process_of(request: Request) -> Process:
    """Return what this process keeps, opening it with the first request."""
    process: Process = request.app.state.open_process()
    return process
