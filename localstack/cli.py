"""The command line, `medbook`: the stack, single functions, documents, Kafka and the first admin. Reads arguments and prints."""

import asyncio
import contextlib
import json
import os
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from kafka.errors import KafkaError

from localstack.console import table
from localstack.invocation import Invocation, NotInvoked
from localstack.logs import Logs
from localstack.options import Options, from_environment
from localstack.remote import RemoteInvoker
from localstack.running import run_until_told
from localstack.runtime.pool import Pool
from localstack.stack import read_card
from localstack.surroundings import values_for_functions
from localstack.tail import NoSuchTopic, tail
from localstack.template import load
from localstack.web_alone import serve_web_until_told
from medbook.domain.events import TOPICS
from medbook.kafka import replay as letters
from medbook.kafka.connection import Brokers
from medbook.kafka.errors import BrokerUnavailable
from medbook.kafka.producer import EventProducer
from medbook.secret_files import read_secret_files

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="MedBook on one machine.",
)
topics_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Look into Kafka.")
dead_letters_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Records that no function could handle.")
app.add_typer(topics_app, name="topics")
app.add_typer(dead_letters_app, name="dead-letters")


def main() -> None:
    """Run the command line. A setting may lie in a file that NAME_FILE names, as in a container."""
    try:
        read_secret_files(os.environ)
    except OSError as missing:
        _fail(str(missing))
    app()


@app.command()
def run() -> None:
    """Start everything on this machine and stay until Ctrl-C.

    PostgreSQL, a Kafka broker, a mail inbox, every function of template.yaml and the gateway in front of them. State is kept
    in .local/.

    MEDBOOK_PORT (8080) and MEDBOOK_HOST (127.0.0.1) say where to listen, MEDBOOK_STATE_DIR (.local) where state is kept.
    DATABASE_URL, KAFKA_BOOTSTRAP_SERVERS and MAIL_URL replace a part by the real thing. LAMBDA_ENDPOINT_URL sends
    invocations to LocalStack, MiniStack or AWS instead of processes of this machine, FUNCTIONS_URL to containers, such as
    http://{function}:8080. Any other variable reaches a function if template.yaml names it.
    """
    sys.exit(asyncio.run(run_until_told(_options())))


@app.command()
def web() -> None:
    """Serve the built web app and openapi.json alone, where another gateway routes the API. Stays until Ctrl-C.

    MEDBOOK_PORT (8080) and MEDBOOK_HOST (127.0.0.1) say where to listen.
    """
    sys.exit(asyncio.run(serve_web_until_told(_options())))


@app.command()
def invoke(
    function: Annotated[str, typer.Argument(help="Deployed name, such as book-appointment.")],
    event: Annotated[Path | None, typer.Option("--event", "-e", help="JSON file with the event; - is standard input.")] = None,
) -> None:
    """Run one function with an event and print what it returns.

    In the running stack if there is one. Else in a process started for it alone, which finds the database and the rest where
    DATABASE_URL, KAFKA_BOOTSTRAP_SERVERS and MAIL_URL say. Ends with 1 when the function failed.
    """
    try:
        options = _options()
        invocation = asyncio.run(_invoke(options, _known(options, function), _read_event(event)))
    except NotInvoked as refused:
        _fail(str(refused))
    print(json.dumps(invocation.result(), indent=2, ensure_ascii=False))
    sys.exit(1 if invocation.function_error else 0)


@app.command()
def openapi(
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; end with 1 when the file is not what it would be.")
    ] = False,
) -> None:
    """Write openapi.json, the merged document of every function that has a route."""
    # Imports every function; no other command should wait for that.
    from localstack.openapi import document, text_of

    options = _options()
    file, text = options.root / "openapi.json", text_of(document(options.template))
    if not check:
        file.write_text(text, encoding="utf-8")
    elif not file.exists() or file.read_text(encoding="utf-8") != text:
        _fail("openapi.json is out of date; run `medbook openapi`.")


@app.command("create-admin")
def create_admin(
    email: Annotated[str, typer.Argument(help="Mail address to sign in with.")],
    name: Annotated[str, typer.Option(help="Full name.")],
    time_zone: Annotated[str, typer.Option(help="IANA time zone.")] = "UTC",
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input instead of sending an invitation.")
    ] = False,
) -> None:
    """Add an admin to the database DATABASE_URL names, or to the running stack's.

    Without a password they are sent a mail with a link to choose one.
    """
    from localstack.first_admin import add
    from medbook.http.operation import NotDone
    from medbook.settings import DatabaseSettings

    password = sys.stdin.readline().rstrip("\n") if password_stdin else None
    options = _options()
    address = options.database_url or (read_card(options.state_dir) or {}).get("database_url")
    if not address:
        _fail("No stack is running; start one with `medbook run` or set DATABASE_URL.")
    try:
        # A running stack's own database takes a password, whatever the shell was told of another.
        authentication = DatabaseSettings().database_authentication if options.database_url else "password"
        typed = {"email": email, "full_name": name, "time_zone": time_zone, "password": password}
        print(add(address, authentication=authentication, **typed))
        if password is None:
            print("The invitation leaves with the next run of send-account-mail, within a minute.", file=sys.stderr)
    except NotDone as refused:
        _fail(str(refused))


@app.command()
def seed() -> None:
    """Fill the database DATABASE_URL names with the demo clinic, if it is migrated and empty.

    Anybody may sign in with the demo accounts: never do it where others can reach it.
    """
    from localstack.demo import seed_if_empty

    options = _options()
    if not options.database_url:
        _fail("DATABASE_URL says which database to fill.")
    print("The demo clinic is open." if seed_if_empty(options.database_url) else "The database is not empty; it stays as it is.")


@app.command()
def secrets(
    folder: Annotated[Path, typer.Argument(help="Where to write one file a variable.")],
    database_host: Annotated[str, typer.Option(help="Where the database listens, for DATABASE_URL.")] = "postgres",
) -> None:
    """Make the secrets of containers on one machine: a signing key, a database password. What is there stays as it is."""
    from localstack.keys import secret_files

    secret_files(folder, database_host)


@topics_app.command("tail")
def topics_tail(
    topic: Annotated[str | None, typer.Argument(help="One topic; all of them when left out.")] = None,
    from_start: Annotated[bool, typer.Option("--from-start", help="Show what is there already.")] = False,
) -> None:
    """Print records as they arrive, one JSON document a line, until Ctrl-C."""
    with contextlib.suppress(KeyboardInterrupt), _telling_of_kafka():
        for record in tail(_brokers(), [topic] if topic else TOPICS, from_start=from_start):
            print(json.dumps(record, ensure_ascii=False), flush=True)


@dead_letters_app.command("list")
def dead_letters_list() -> None:
    """List every dead letter still kept: where it lies, why it is there, and whence it came."""
    with _telling_of_kafka():
        found = letters.list_dead_letters(_brokers())
    for letter in found:
        print(f"{letter.position}{'  (replayed)' if letter.replayed else ''}")
        about = {
            "time": letter.time,
            "reason": letter.reason,
            "error": letter.error,
            "from": letter.origin,
            "by": letter.consumer,
        }
        print("\n".join(table(about.items())))
    if not found:
        print("There are no dead letters.")


@dead_letters_app.command("replay")
def dead_letters_replay(
    position: Annotated[
        list[str] | None, typer.Argument(help="partition:offset as `list` shows them; all when left out.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Also those that were replayed before.")] = False,
) -> None:
    """Send dead letters back to the topics they came from. Do it after the cause is mended: a letter that fails again returns."""
    brokers = _brokers()
    producer = EventProducer(brokers, timeout=10)
    try:
        with _telling_of_kafka():
            outcome = letters.replay(brokers, producer, position, again=again)
    finally:
        producer.close()
    print(f"Replayed {len(outcome.sent)}.")
    for letter, reason in outcome.refused:
        print(f"{letter.position} was not replayed: {reason}", file=sys.stderr)
    for name in outcome.missing:
        print(f"{name} is no dead letter that waits: see `medbook dead-letters list`, and --again.", file=sys.stderr)
    sys.exit(1 if outcome.refused or outcome.missing else 0)


def _fail(message: str) -> NoReturn:
    print(f"medbook: {message}", file=sys.stderr)
    sys.exit(1)


def _options() -> Options:
    try:
        return from_environment(os.environ)
    except ValueError as wrong:
        _fail(str(wrong))


def _brokers() -> Brokers:
    """Those of the running stack, or those KAFKA_BOOTSTRAP_SERVERS names."""
    options = _options()
    servers = options.kafka_bootstrap_servers or (read_card(options.state_dir) or {}).get("kafka_bootstrap_servers")
    if not servers:
        _fail("No stack is running; start one with `medbook run` or set KAFKA_BOOTSTRAP_SERVERS.")
    return options.brokers(servers)


@contextlib.contextmanager
def _telling_of_kafka() -> Any:
    try:
        yield
    except NoSuchTopic as wrong:
        _fail(str(wrong))
    except (KafkaError, BrokerUnavailable) as fault:
        _fail(f"Kafka does not answer: {fault}")


def _known(options: Options, function: str) -> str:
    """The deployed name; a folder's name is understood too."""
    name = function.replace("_", "-")
    names = sorted(load(options.template))
    if name not in names:
        _fail(f"There is no function {function}. There are: {', '.join(names)}.")
    return name


def _read_event(file: Path | None) -> Any:
    if file is None:
        return {}
    try:
        return json.loads(sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as wrong:
        _fail(f"{file} holds no JSON event: {wrong}")


async def _invoke(options: Options, function: str, payload: Any) -> Invocation:
    card = read_card(options.state_dir)
    if card is not None:
        remote = RemoteInvoker(card["invoke_url"])
        try:
            return await remote.invoke(function, payload)
        finally:
            await remote.close()
    return await _invoke_once(options, function, payload)


async def _invoke_once(options: Options, function: str, payload: Any) -> Invocation:
    values = values_for_functions(options, f"http://localhost:{options.port}")
    pool = Pool(load(options.template), values, Logs(screen=sys.stderr))
    try:
        await pool.start()
        return await pool.invoke(function, payload)
    finally:
        await pool.stop()


if __name__ == "__main__":
    main()
