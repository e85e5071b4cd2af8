"""The whole stack: builds the parts, starts them in order, stops them in the opposite one. Only this module knows every other.

A part that crashes is started again with its state kept; one that crashes for the fourth time within a minute ends the stack. A
broker that crashes has lost its records: the events that nobody was told of are published again. A function's process is
replaced by its pool.
"""

import asyncio
import fcntl
import json
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import IO, Any

from localstack import state as kept
from localstack.containers import ContainerInvoker
from localstack.demo import seed_if_empty
from localstack.eventsource.poller import Poller
from localstack.gateway.app import Gateway
from localstack.gateway.server import HttpServer
from localstack.gateway.web import beside_the_api
from localstack.inbox.pages import InboxPages
from localstack.inbox.sink import MailServer
from localstack.inbox.store import MailStore
from localstack.invocation import Invocation, Invoker, NotInvoked
from localstack.invoke_endpoint import invoke_api
from localstack.keys import write_secret
from localstack.logs import Logs
from localstack.options import Options
from localstack.parts.broker import Broker
from localstack.parts.postgres import Postgres
from localstack.remote import RemoteInvoker
from localstack.republish import RELAY, republish_lost
from localstack.runtime.pool import Pool
from localstack.scheduler.scheduler import Scheduler, schedules_of
from localstack.supervisor import Supervisor
from localstack.surroundings import values_for_functions
from localstack.template import load
from medbook.domain.events import TOPICS
from medbook.kafka.topics import create_topics

MIGRATE = "migrate-database"


class StackFailed(Exception):
    """The stack cannot start; the message is for the person at the terminal."""


class Stack:
    """Everything behind `make run`. Use it from one event loop.

    `database`, `kafka` and `mail` start and stop alone, on the same port; each is None where a URL replaces it. With
    LAMBDA_ENDPOINT_URL or FUNCTIONS_URL the functions run elsewhere, with their own database and mail server: only the front is
    started here.
    """

    def __init__(self, options: Options, logs: Logs | None = None) -> None:
        self.options = options
        self.logs = logs or Logs(options.state_dir / kept.LOGS / kept.FUNCTIONS_LOG)
        self.functions = load(options.template)
        self.supervisor = Supervisor(self.logs)
        self.init_errors: dict[str, Any] = {}
        self._undo: list[Callable[[], Awaitable[None]]] = []
        here = not options.is_front
        state = options.state_dir
        self.database = Postgres(state, options.cache_dir, durable=options.durable) if here and not options.database_url else None
        self.kafka = Broker(state, self.topics, self.groups) if here and not options.kafka_bootstrap_servers else None
        self._mails = MailStore(state / kept.MAILS) if here and not options.mail_url else None
        self.mail = MailServer(self._mails, self.logs) if self._mails else None
        inbox = InboxPages(self._mails).routes() if self._mails else []
        self.gateway = HttpServer(
            Gateway(self.functions.values(), self, beside_the_api(options.root, inbox)),
            options.host,
            options.port,
            trusted=options.environment.get("FORWARDED_ALLOW_IPS", ""),
        )
        self.invoke_endpoint = HttpServer(invoke_api(self))
        self.pool: Pool | None = None
        self.pollers: list[Poller] = []
        self._invoker: Invoker | None = None
        self._republishing: set[asyncio.Task[None]] = set()

    @property
    def topics(self) -> tuple[str, ...]:
        """Every topic that must be there."""
        sources = [source for function in self.functions.values() for source in function.kafka_sources]
        named = [topic for source in sources for topic in (*source.topics, source.dead_letter_topic) if topic]
        return tuple(dict.fromkeys((*TOPICS, *named)))

    @property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """Which topics each consumer group reads."""
        return {source.group: source.topics for function in self.functions.values() for source in function.kafka_sources}

    @property
    def url(self) -> str:
        """The address for a browser on this machine."""
        return f"http://localhost:{self.gateway.port}"

    @property
    def database_url(self) -> str | None:
        """Where the database is."""
        return self.database.address if self.database else self.options.database_url

    @property
    def kafka_bootstrap_servers(self) -> str | None:
        """Where the brokers are."""
        return self.kafka.address if self.kafka else self.options.kafka_bootstrap_servers

    @property
    def mail_url(self) -> str | None:
        """Where mail goes."""
        return self.mail.address if self.mail else self.options.mail_url

    @property
    def seeds(self) -> bool:
        """True when an empty database is filled with the demo clinic: never one that somebody else runs."""
        return self.options.seed and self.database is not None and MIGRATE in self.functions

    async def invoke(self, function: str, payload: Any) -> Invocation:
        """Run a function by its deployed name. Raises: NotInvoked."""
        if self._invoker is None:
            raise NotInvoked("The stack is not running.")
        return await self._invoker.invoke(function, payload)

    async def start(self) -> None:
        """Start everything; returns when the first request can be served. Raises: StackFailed, PortTaken, PartFailed."""
        try:
            await self._start()
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Stop everything, last started first."""
        while self._undo:
            undo = self._undo.pop()
            try:
                await undo()
            except Exception as fault:  # noqa: BLE001 (one part that does not stop must not keep the others running)
                self.logs.write("stack", f"could not stop a part: {fault!r}")

    async def _start(self) -> None:
        self._undo.append(self._close_files)
        self._claim_state()
        self.gateway.reserve()
        self._undo.append(self.gateway.stop)
        if (remote := self._remote()) is not None:
            self._invoker = remote
            self._undo.append(remote.close)
        else:
            await self._start_parts()
            await self._prepare_functions()
        await self._start_pollers()
        if self.options.schedules:
            await self._started(Scheduler(schedules_of(self.functions.values()), self, self.logs))
        await self._started(self.invoke_endpoint)
        await self._started(self.gateway)
        self._leave_card()

    def _remote(self) -> RemoteInvoker | ContainerInvoker | None:
        if self.options.functions_at is not None:
            return ContainerInvoker(self.functions, self.options.functions_at)
        return RemoteInvoker(self.options.lambda_endpoint_url) if self.options.lambda_endpoint_url else None

    async def _started(self, part: Any) -> None:
        self._undo.append(part.stop)
        await part.start()

    def _claim_state(self) -> None:
        """One stack per state folder: two would share a database and its files."""
        self.options.state_dir.mkdir(parents=True, exist_ok=True)
        lock = (self.options.state_dir / kept.LOCK).open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as taken:
            lock.close()
            raise StackFailed(f"Another stack is using {self.options.state_dir}: {_card_url(self.options.state_dir)}.") from taken
        self._undo.append(lambda: self._release_state(lock))

    async def _release_state(self, lock: IO[str]) -> None:
        (self.options.state_dir / kept.CARD).unlink(missing_ok=True)
        lock.close()

    async def _close_files(self) -> None:
        if self._mails is not None:
            self._mails.close()
        self.logs.close()

    async def _start_parts(self) -> None:
        values = values_for_functions(self.options, self.url, self.database_url, self.kafka_bootstrap_servers, self.mail_url)
        self.pool = Pool(self.functions, values, self.logs, self.options.limits)
        self._invoker = self.pool
        parts = [part for part in (self.database, self.kafka, self.mail, self.pool) if part is not None]
        # All at once: the database, the broker and the imports of the functions' parent need nothing of each other.
        outcomes = await asyncio.gather(*(self._started(part) for part in parts), return_exceptions=True)
        for failure in outcomes:
            if failure is not None:
                raise failure
        for crashing in (self.database, self.kafka):
            if crashing is not None:
                self.supervisor.watch(crashing)
        if self.kafka is not None:
            self.kafka.before_start(self._broker_forgets)
        self._undo.append(self.supervisor.stop)

    async def _prepare_functions(self) -> None:
        assert self.pool is not None
        prestart = asyncio.create_task(self.pool.prestart())
        try:
            await self._migrate()
        finally:
            self.init_errors = await prestart
        if self.seeds and self.database_url is not None:
            await asyncio.to_thread(seed_if_empty, self.database_url)

    async def _migrate(self) -> None:
        if MIGRATE not in self.functions:
            return
        invocation = await self.invoke(MIGRATE, {})
        if invocation.function_error is not None:
            raise StackFailed(f"{MIGRATE} failed: {invocation.payload.decode('utf-8', 'replace')[:1000]}")

    async def _start_pollers(self) -> None:
        servers = self.kafka_bootstrap_servers
        if servers is None:
            return
        brokers = self.options.brokers(servers)
        if self.kafka is None:
            await asyncio.to_thread(create_topics, brokers, topics=self.topics)
        for function in self.functions.values():
            for source in function.kafka_sources:
                show = self.logs.writer(function.name)
                poller = Poller(function.name, source, brokers, self, show, self.options.tuning)
                poller.start()
                self.pollers.append(poller)
        self._undo.append(self._stop_pollers)
        if self.kafka is not None:
            self.kafka.after_loss(self._republish_lost)
            if self.kafka.has_lost_records:
                self._republish_lost()
            self._undo.append(self._stop_republishing)

    async def _stop_pollers(self) -> None:
        await asyncio.gather(*(poller.stop() for poller in self.pollers))
        self.pollers = []

    async def _broker_forgets(self, records_come_back: bool) -> None:
        await asyncio.gather(*(poller.broker_forgets(records_come_back=records_come_back) for poller in self.pollers))

    def _republish_lost(self) -> None:
        if RELAY in self.functions and self.database_url is not None:
            task = asyncio.create_task(republish_lost(self.database_url, self, self.logs.writer("kafka")))
            self._republishing.add(task)
            task.add_done_callback(self._republishing.discard)

    async def _stop_republishing(self) -> None:
        for task in tuple(self._republishing):
            task.cancel()
        await asyncio.gather(*self._republishing, return_exceptions=True)

    def _leave_card(self) -> None:
        """Tell the command line where everything is."""
        card = {
            "pid": os.getpid(),
            "url": self.url,
            "invoke_url": self.invoke_endpoint.url,
            "database_url": self.database_url,
            "kafka_bootstrap_servers": self.kafka_bootstrap_servers,
            "mail_url": self.mail_url,
        }
        write_secret(self.options.state_dir / kept.CARD, json.dumps(card, indent=2))


def read_card(state_dir: Path) -> dict[str, Any] | None:
    """Where a running stack's parts are; None when none has left its card."""
    try:
        card: dict[str, Any] = json.loads((state_dir / kept.CARD).read_text())
    except (FileNotFoundError, ValueError):
        return None
    return card


def _card_url(state_dir: Path) -> str:
    return str((read_card(state_dir) or {}).get("url", "it is just starting"))
