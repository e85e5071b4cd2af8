"""The only place that wires: what lives as long as the process, and what lives as long as a request. Nothing connects at import."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from typing import TYPE_CHECKING, Annotated

from aws_lambda_powertools import Logger
from fastapi import APIRouter, Depends, FastAPI, Request
from sqlalchemy import Engine
from uuid_utils.compat import uuid7

from medbook import settings
from medbook.domain.appointments import Stamp
from medbook.http import app as http_app
from medbook.http.authentication import SignedIn
from medbook.http.ports import process_of
from medbook.http.signing import Signer
from medbook.http.snapshot import prepare_for_snapshots
from medbook.http.source import Proxies
from medbook.http.tokens import AccessTokens
from medbook.kafka.connection import Brokers
from medbook.kafka.errors import BrokerUnavailable
from medbook.kafka.producer import EventProducer
from medbook.kafka.relay import publish_committed, relay
from medbook.mail.transport import MailTransport, open_transport
from medbook.postgres import unit_of_work as postgres
from medbook.postgres.engine import open_engine
from medbook.postgres.outbox import Backlog
from medbook.postgres.staging import Staged

if TYPE_CHECKING:
    from medbook.mail.account_mails import PostOffice
    from medbook.mail.letters import Clinic

# W3C Trace Context, version 00.
_TRACEPARENT = re.compile(r"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")


logger = Logger(service="medbook")


def now() -> datetime:
    """Return the present instant in UTC."""
    return datetime.now(UTC)


class Process:
    """What lives as long as the process. Each part is made when first used, so a function needs no setting of parts it leaves alone."""

    def __init__(self, clock: Callable[[], datetime] = now) -> None:
        self.clock = clock
        if self._kafka.kafka_bootstrap_servers:
            # In the background, so that the first booking need not wait for the import and the handshake.
            self.producer.connect()

    def unit_of_work(self, traceparent: str | None = None) -> postgres.UnitOfWork:
        """Begin a unit of work that belongs to a trace; a new one when the caller names none."""
        trace = traceparent if traceparent and _TRACEPARENT.fullmatch(traceparent) else _new_trace()
        return postgres.UnitOfWork(self.engine, on_commit=lambda staged: self._hand_on(staged, trace), traceparent=trace)

    @cached_property
    def engine(self) -> Engine:
        """The way to the database."""
        configured = settings.DatabaseSettings()
        return open_engine(configured.database_url, authentication=configured.database_authentication)

    @cached_property
    def tokens(self) -> AccessTokens:
        """What tells good access tokens from others."""
        configured = settings.TokenSettings()
        return AccessTokens(configured.token_jwks, configured.token_issuer)

    @cached_property
    def key_set(self) -> str:
        """The public keys as they are configured."""
        return settings.TokenSettings().token_jwks

    @cached_property
    def signer(self) -> Signer:
        """What makes access tokens."""
        configured = settings.SigningSettings()
        return Signer.of(
            configured.token_signing_key.get_secret_value(),
            issuer=settings.TokenSettings().token_issuer,
            access_life=timedelta(minutes=configured.access_token_minutes),
            refresh_life=timedelta(days=configured.refresh_token_days),
        )

    @cached_property
    def producer(self) -> EventProducer:
        """The way to the brokers. A second is what a patient will wait for a broker; then the outbox keeps the event."""
        return EventProducer(self.brokers, timeout=1.0)

    @cached_property
    def background_producer(self) -> EventProducer:
        """The way to the brokers for work that nobody waits for: the outbox by schedule, and dead letters."""
        return EventProducer(self.brokers, timeout=5.0)

    @cached_property
    def mail(self) -> MailTransport:
        """The way mail leaves."""
        return open_transport(settings.MailSettings().mail_url.get_secret_value())

    @cached_property
    def quick_mail(self) -> MailTransport:
        """The way mail leaves while somebody waits for an answer: a second for each step, then the queue keeps the mail."""
        return open_transport(settings.MailSettings().mail_url.get_secret_value(), timeout=1.0)

    @cached_property
    def clinic(self) -> "Clinic":
        """Who signs letters. Imported here: letters bring Babel and Jinja, which a booking has no use for."""
        from medbook.mail.letters import Clinic

        configured = settings.ClinicSettings()
        return Clinic(name=configured.clinic_name, sender=settings.MailSettings().mail_from, web_url=configured.web_url)

    @cached_property
    def brokers(self) -> Brokers:
        """Where the brokers are."""
        return brokers(self._kafka)

    def fingerprint(self, told: bytes) -> bytes:
        """Return what a request is recognised by: keyed, since a stored request may hold a password."""
        return hmac.digest(self._fingerprint_key, told, hashlib.sha256)

    def relay_outbox(self) -> int:
        """Publish the events that wait; return how many the broker took.

        Raises: RelayStopped.
        """
        return relay(publisher=self.background_producer, open_uow=self.unit_of_work)

    def backlog(self, at: datetime) -> Backlog:
        """Tell how many events wait, and for how long."""
        with self.unit_of_work() as uow:
            return uow.outbox.backlog(at)

    def relay_soon(self) -> None:
        """Publish the events that wait, if there is a broker and it answers; `relay_outbox` does, and tells, what is left."""
        if self._kafka.kafka_bootstrap_servers:
            try:
                self.relay_outbox()
            except BrokerUnavailable as fault:
                logger.warning("events wait in the outbox", extra={"reason": str(fault)})

    def send_account_mails(self, at: datetime) -> dict[str, int]:
        """Send the account mails that are due; return how many were sent, and how many were not."""
        from medbook.mail.account_mails import send_due

        return send_due(at, self._post_office(self.mail))

    def _hand_on(self, staged: Staged, trace: str) -> None:
        if staged.account_mails:
            from medbook.mail.account_mails import send_committed

            send_committed(staged.account_mails, self.clock(), lambda: self._post_office(self.quick_mail))
        if staged.events and self._kafka.kafka_bootstrap_servers:
            publish_committed(staged.events, trace, publisher=self.producer, open_uow=self.unit_of_work)

    def _post_office(self, transport: MailTransport) -> "PostOffice":
        from medbook.mail.account_mails import PostOffice

        return PostOffice(transport=transport, clinic=self.clinic, open_uow=self.unit_of_work)

    @cached_property
    def _kafka(self) -> settings.KafkaSettings:
        return settings.KafkaSettings()

    @cached_property
    def _fingerprint_key(self) -> bytes:
        return settings.IdempotencySettings().idempotency_secret.get_secret_value().encode()


def brokers(configured: settings.KafkaSettings) -> Brokers:
    """Return the way to the brokers that is configured."""
    if configured.kafka_bootstrap_servers is None:
        raise RuntimeError("KAFKA_BOOTSTRAP_SERVERS is not set")
    password = configured.kafka_password
    return Brokers(
        servers=configured.kafka_bootstrap_servers,
        security_protocol=configured.kafka_security_protocol,
        sasl_mechanism=configured.kafka_sasl_mechanism,
        username=configured.kafka_username,
        password=password.get_secret_value() if password else None,
    )


@cache
def process() -> Process:
    """Return this process's parts."""
    return Process()


def present() -> datetime:
    """Return now, by this process's clock."""
    return process().clock()


def create_app(router: APIRouter, make_ready: Callable[[Process], object] | None = None) -> FastAPI:
    """Make the app of one use case, wired. A container calls `make_ready` before it serves; where that fails it does not start."""
    prepare_for_snapshots()
    app = http_app.create_app(router, process)
    if make_ready is not None:
        app.state.make_ready = lambda: make_ready(process())
    return app


@cache
def _proxies() -> Proxies:
    return Proxies(settings.ProxySettings().forwarded_allow_ips)


def lambda_handler(app: FastAPI) -> http_app.LambdaHandler:
    """Make the app answer HTTP API events, wired."""
    return http_app.lambda_handler(app, _proxies)


async def _unit_of_work(request: Request) -> postgres.UnitOfWork:
    opened: postgres.UnitOfWork = request.state.uow
    return opened


async def _moment(request: Request) -> datetime:
    return process_of(request).clock()


@cache
def _clinic_settings() -> settings.ClinicSettings:
    return settings.ClinicSettings()


async def _currency() -> str:
    return _clinic_settings().currency


async def _stamp(person: SignedIn, moment: Annotated[datetime, Depends(_moment)]) -> Stamp:
    return Stamp(actor_id=person.id, now=moment, event_id=uuid7())


UnitOfWork = Annotated[postgres.UnitOfWork, Depends(_unit_of_work)]
Now = Annotated[datetime, Depends(_moment)]
Currency = Annotated[str, Depends(_currency)]
SignedStamp = Annotated[Stamp, Depends(_stamp)]


def _new_trace() -> str:
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"
