"""The entry point of the image: FUNCTION=book_appointment serves that folder's `app` over HTTP; `once` runs its `handler` once,
with the event that EVENT holds.

Knows the folder, uvicorn, and nothing of what the function does.
"""

import importlib
import json
import logging.config
import os
import signal
import sys
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any, NoReturn

from starlette.types import ASGIApp

from infra.docker.front import Front
from medbook.http.guard import MAX_BODY_BYTES
from medbook.http.operation import NotDone
from medbook.kafka.producer import MAX_REQUEST_BYTES
from medbook.secret_files import SUFFIX, read_secret_files

FUNCTIONS = Path(__file__).parents[2] / "functions"
USAGE = 64  # EX_USAGE of sysexits.h
# Longer than any proxy keeps an idle connection, or it would send a request into one that is just being closed.
KEEP_ALIVE_SECONDS = 75
# Longer than the database may keep a request waiting, so that SIGTERM breaks off none.
GRACE_SECONDS = 28
# The same for events and schedules: longer than template.yaml lets them run. What is killed all the same is only done again: the outbox
# is marked and the ledger committed last, so its events are published, or its mails sent under the same Message-ID, a second time.
LONG_GRACE_SECONDS = 62


# Beside the functions' own logger, not below it: a line that two handlers take is written twice.
LOG = "container"


class Misused(Exception):
    """The container cannot do what it is asked to; the message says what it can."""


def serve(app: ASGIApp, environment: MutableMapping[str, str]) -> None:
    """Serve until SIGTERM or SIGINT; then finish what is under way. Raises: Misused."""
    import uvicorn

    from infra.docker.connection import MOST_HEADER_BYTES, Connection

    # uvicorn raises the signal again once it has finished: then, and before it has begun, this ends the process in good order.
    for which in (signal.SIGTERM, signal.SIGINT):
        signal.signal(which, lambda *_: sys.exit(0))
    uvicorn.run(
        Front(app, most_body=most_body_of(app)),
        host="0.0.0.0",  # noqa: S104 - a container's only address
        port=port_of(environment),
        proxy_headers=True,
        forwarded_allow_ips=environment.get("FORWARDED_ALLOW_IPS", "127.0.0.1"),
        # Requests are logged by the app, by ids; uvicorn's line would name addresses and query strings.
        access_log=False,
        log_config=None,
        lifespan="off",
        ws="none",
        http=Connection,
        server_header=False,
        h11_max_incomplete_event_size=MOST_HEADER_BYTES,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=grace_of(app),
    )


def make_ready(app: ASGIApp) -> None:
    """Let a function that cannot do without a setting say so now: a container that ends takes no traffic. Raises: what it raises."""
    needed = getattr(getattr(app, "state", None), "make_ready", None)
    if needed is not None:
        needed()


def grace_of(app: ASGIApp) -> int:
    """Say how many seconds an app is given to finish what is under way."""
    from fastapi import FastAPI

    return GRACE_SECONDS if isinstance(app, FastAPI) else LONG_GRACE_SECONDS


def most_body_of(app: ASGIApp) -> int:
    """Say how large a body an app takes: a request of ours, or a record."""
    from fastapi import FastAPI

    return MAX_BODY_BYTES if isinstance(app, FastAPI) else MAX_REQUEST_BYTES


def run_once(function: str, event: Any) -> None:
    """Run a function as its host or an operator would at this moment, and print its answer. Raises: Misused, and what it raises."""
    from fastapi import FastAPI

    module = importlib.import_module(f"{function}.handler")
    if isinstance(module.app, FastAPI):
        raise Misused(f"{function} answers HTTP requests; there is nothing to run once.")
    sys.stdout.write(json.dumps(module.handler(event, None)) + "\n")


def event_of(environment: MutableMapping[str, str]) -> Any:
    """Read the event of a function that runs once. Raises: Misused."""
    try:
        return json.loads(environment.get("EVENT") or "{}")
    except ValueError as wrong:
        # Where, and not what: an event may name people.
        raise Misused(f"EVENT is no JSON: {wrong}.") from None


def function_of(environment: MutableMapping[str, str]) -> str:
    """Say which folder this container is; FUNCTION may give it as it is deployed too, book-appointment. Raises: Misused."""
    known = sorted(handler.parent.name for handler in FUNCTIONS.glob("*/handler.py"))
    asked = environment.get("FUNCTION", "")
    folder = asked.replace("-", "_")
    if folder not in known:
        raise Misused(f"FUNCTION is {asked!r}; there are: {', '.join(known)}.")
    return folder


def read_secrets(environment: MutableMapping[str, str]) -> None:
    """Take the settings that lie in files. Raises: Misused, naming variable and file, and never what is in it."""
    try:
        read_secret_files(environment)
    except OSError as fault:
        named = [name for name, value in environment.items() if name.endswith(SUFFIX) and value == fault.filename]
        raise Misused(f"{' and '.join(named)} names {fault.filename}, which cannot be read: {fault.strerror}.") from None


def port_of(environment: MutableMapping[str, str]) -> int:
    """Say where to listen. Raises: Misused."""
    port = environment.get("PORT", "8080")
    if not (port.isascii() and port.isdecimal() and 0 < int(port) < 65_536):
        raise Misused(f"PORT is {port!r}, which is no port.")
    return int(port)


def main(arguments: list[str], environment: MutableMapping[str, str]) -> int:
    """Do what the container is asked to. Returns the exit status."""
    _log_as_json()
    try:
        function = function_of(environment)
        read_secrets(environment)
        if arguments == ["once"]:
            run_once(function, event_of(environment))
        elif arguments:
            raise Misused(f"The arguments are {arguments}; there is one, `once`.")
        else:
            port_of(environment)
            app = importlib.import_module(f"{function}.handler").app
            make_ready(app)
            serve(app, environment)
    except Misused as misused:
        logging.getLogger(LOG).error("%s", misused)
        return USAGE
    except NotDone as refused:
        logging.getLogger(LOG).error("%s", refused)
        return 1
    except Exception as failure:
        logging.getLogger(LOG).exception("%s", told(failure))
        return 1
    return 0


def told(failure: Exception) -> str:
    """Say in one line what failed: its first line alone, for SQLAlchemy writes statement and parameters below it."""
    first = next(iter(str(failure).splitlines()), "")
    return f"the function failed: {type(failure).__name__}" + (f": {first}" if first else "")


def _log_as_json() -> None:
    """Write what libraries say as the functions write what they say: one JSON document a line."""
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"json": {"()": "aws_lambda_powertools.logging.formatter.LambdaPowertoolsFormatter"}},
            "handlers": {"out": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "json"}},
            "root": {"handlers": ["out"], "level": "WARNING"},
            # Functions' own loggers write for themselves; uvicorn tells when it starts and stops.
            "loggers": {"uvicorn.error": {"level": "INFO"}},
        }
    )


def _script() -> NoReturn:
    sys.exit(main(sys.argv[1:], os.environ))


if __name__ == "__main__":
    _script()
