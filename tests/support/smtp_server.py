"""A real SMTP server on a free port of this machine, with manners to choose."""

# ruff: noqa: N802 -- aiosmtpd finds its hooks by these names

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass
class Post:
    """What arrived, over how many connections. `replies` go out instead of 250, by SMTP verb: `{"RCPT": "550 5.1.1 unknown"}`."""

    replies: dict[str, str] = field(default_factory=dict)
    mails: list[bytes] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    over_tls: list[bool] = field(default_factory=list)
    connections: int = 0

    async def handle_EHLO(self, server: SMTP, session: Session, envelope: Envelope, name: str, replies: list[str]) -> list[str]:
        self.connections += 1
        session.host_name = name
        return replies

    async def handle_NOOP(self, server: SMTP, session: Session, envelope: Envelope, arg: str) -> str:
        return self.replies.get("NOOP", "250 OK")

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        envelope.mail_from = address
        return self.replies.get("MAIL", "250 OK")

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        envelope.rcpt_tos.append(address)
        return self.replies.get("RCPT", "250 OK")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if "DATA" in self.replies:
            return self.replies["DATA"]
        assert isinstance(envelope.content, bytes)
        self.mails.append(envelope.content)
        self.recipients.append(list(envelope.rcpt_tos))
        self.over_tls.append(session.ssl is not None)
        return "250 OK"


@dataclass
class ChoosyPost(Post):
    """Refuses some addresses for good."""

    refused: set[str] = field(default_factory=set)

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        if address in self.refused:
            return "550 5.1.1 unknown"
        return await super().handle_RCPT(server, session, envelope, address, options)


@contextmanager
def smtp_server(
    post: Post,
    *,
    starttls: ssl.SSLContext | None = None,
    tls: ssl.SSLContext | None = None,
    port: int | None = None,
    **options: Any,
) -> Iterator[int]:
    """Serve `post` and yield the port, a free one unless it is given. `options` go to aiosmtpd's SMTP."""
    controller = Controller(
        post, hostname="127.0.0.1", port=port or free_port(), ssl_context=tls, tls_context=starttls, **options
    )
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def only(user: str, password: str) -> Any:
    """Return an authenticator that knows one login."""

    def authenticate(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (user.encode(), password.encode()), handled=False)

    return authenticate


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
