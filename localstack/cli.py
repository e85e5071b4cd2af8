"""The command line: `medbook run`, `invoke`, `topics tail`, `dead-letters list` and `replay`. Prints; everything else is elsewhere."""

import asyncio
import json
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from localstack.console import banner, table
from localstack.gateway.server import PortTaken
from localstack.invocation import Invocation, NotInvoked
from localstack.logs import to_screen
from localstack.options import Options, from_environment
from localstack.parts.program import PartFailed
from localstack.remote import RemoteInvoker
from localstack.runtime.pool import Pool
from localstack.stack import Stack, StackFailed, read_card
from localstack.tail import tail
from localstack.template import load

app = typer.Typer(no_args_is_help=True, add_completion=False, help="MedBook on one machine.", rich_markup_mode=None)
topics_app = typer.Typer(no_args_is_help=True, help="Look into Kafka.")
dead_letters_app = typer.Typer(no_args_is_help=True, help="Records that no function could handle.")
app.add_typer(topics_app, name="topics")
app.add_typer(dead_letters_app, name="dead-letters")


def main() -> None:
    """Run the command line."""
    app()


@app.command()
def run() -> None:
    """Start everything on this machine and stay until Ctrl-C.

    PostgreSQL, a Kafka broker, a mail inbox, every function of template.yaml and the gateway in front of them. State is kept
    in .local/; `make reset` forgets it. MEDBOOK_PORT (8080) and MEDBOOK_HOST (127.0.0.1) say where to listen. DATABASE_URL,
    KAFKA_BOOTSTRAP_SERVERS and MAIL_URL replace a part by the real thing; LAMBDA_ENDPOINT_URL sends invocations to LocalStack,
    MiniStack or AWS instead of processes of this machine. Other variables reach a function if template.yaml names them.
    """
    try:
        options = from_environment()
    except ValueError as wrong:
        _fail(str(wrong))
    sys.exit(asyncio.run(_run(options)))


async def _run(options: Options) -> int:
    began = asyncio.get_running_loop().time()
    stop = asyncio.Event()
    for which in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(which, stop.set)
    stack = Stack(options, to_screen(options.state_dir / "logs" / "functions.log"))
    try:
        await _unless(stop, stack.start())
    except (StackFailed, PortTaken, PartFailed) as failure:
        print(f"medbook: {failure}", file=sys.stderr)
        return 1
    if stop.is_set():
        await stack.stop()
        return 0
    print(banner(stack, asyncio.get_running_loop().time() - began), flush=True)
    await _first(stop.wait(), stack.supervisor.gave_up.wait())
    await stack.stop()
    if stack.supervisor.gave_up.is_set():
        print(f"medbook: {stack.supervisor.reason}", file=sys.stderr)
        return 1
    return 0


async def _unless(stop: asyncio.Event, starting: Any) -> None:
    """Start, and let a Ctrl-C break it off."""
    task = asyncio.ensure_future(starting)
    stopping = asyncio.ensure_future(stop.wait())
    await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not task.done():
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return
    task.result()


async def _first(*events: Any) -> None:
    tasks = [asyncio.ensure_future(event) for event in events]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()


@app.command()
def invoke(
    function: Annotated[str, typer.Argument(help="Deployed name, such as book-appointment.")],
    event: Annotated[Path | None, typer.Option("--event", "-e", help="JSON file with the event; - reads standard input.")] = None,
) -> None:
    """Run one function with an event and print what it returns.

    In the running stack if there is one, else in a process started for it, which sees DATABASE_URL and the like from this shell.
    Ends with 1 when the function failed. Samples of events are in events/samples/.
    """
    payload = _read_event(event)
    try:
        invocation = asyncio.run(_invoke(function, payload))
    except NotInvoked as refused:
        _fail(str(refused))
    print(json.dumps(invocation.result(), indent=2, ensure_ascii=False))
    sys.exit(1 if invocation.function_error else 0)


def _read_event(file: Path | None) -> Any:
    if file is None:
        return {}
    try:
        return json.loads(sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as wrong:
        _fail(f"{file} is no JSON event: {wrong}")


async def _invoke(function: str, payload: Any) -> Invocation:
    options = from_environment()
    card = read_card(options.state_dir)
    if card is not None:
        remote = RemoteInvoker(card["invoke_url"])
        try:
            return await remote.invoke(function, payload)
        finally:
            await remote.close()
    pool = Pool(load(options.template), Stack.values_without_parts(options), to_stderr())
    try:
        await pool.start()
        return await pool.invoke(function, payload)
    finally:
        await pool.stop()
