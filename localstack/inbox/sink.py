"""An SMTP server that keeps what it is given. Takes no password and no TLS: it listens on the loopback device alone.

Whoever is called `bounce@` or `bounce+anything@` somewhere is refused for good, as by the mailbox simulators of mail services: so one
can see what becomes of a mail that nobody gets.
"""

import asyncio
import re

from aiosmtpd.smtp import SMTP, Envelope, Session

from localstack.inbox.store import MailStore
from localstack.logs import Logs
from localstack.parts.ports import free_port

SIZE_LIMIT = 25 * 1024 * 1024
_BOUNCES = re.compile(r"bounce(\+[^@]*)?@", re.IGNORECASE)


class MailServer:
    """The SMTP part. Stops and starts again on the same port; the mails stay."""

    name = "mail"

    def __init__(self, store: MailStore, logs: Logs, port: int | None = None) -> None:
        self.store = store
        self._logs = logs
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.BaseTransport] = set()
        self.port = port or free_port()

    @property
    def address(self) -> str:
        """What MAIL_URL says."""
        return f"smtp://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Listen."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._session, "127.0.0.1", self.port)

    async def stop(self) -> None:
        """Stop listening and hang up."""
        if self._server is None:
            return
        self._server.close()
        self._server.close_clients()
        await self._server.wait_closed()
        self._server = None

    async def healthy(self) -> bool:
        """True while it listens."""
        return self._server is not None and self._server.is_serving()

    def _session(self) -> SMTP:
        return SMTP(
            self,
            hostname="localhost",
            ident="MedBook inbox",
            data_size_limit=SIZE_LIMIT,
            enable_SMTPUTF8=True,
            loop=asyncio.get_running_loop(),
        )

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient or refuse one; called by aiosmtpd."""
        if _BOUNCES.match(address):
            return "550 5.1.1 There is no such mailbox"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 (aiosmtpd's name)
        """Keep one mail; called by aiosmtpd."""
        content = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content or "").encode()
        mail = self.store.add(content, envelope.rcpt_tos)
        self._logs.write(self.name, f"{mail.to}: {mail.subject}")
        return f"250 OK {mail.id}"
