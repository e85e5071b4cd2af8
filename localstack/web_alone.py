"""`medbook web`: the web app and openapi.json without anything else, for hosts whose own gateway routes the API."""

import asyncio
import sys

from localstack.gateway.server import HttpServer, PortTaken
from localstack.gateway.web import without_the_api
from localstack.options import Options
from localstack.running import SIGNALS


async def serve_web_until_told(options: Options) -> int:
    """Serve until a signal comes. Returns the exit status."""
    if not (options.root / "web/dist/index.html").is_file():
        print("medbook: The web app is not built; `make web` builds it.", file=sys.stderr)
        return 1
    told = asyncio.Event()
    for which in SIGNALS:
        asyncio.get_running_loop().add_signal_handler(which, told.set)
    server = HttpServer(without_the_api(options.root), options.host, options.port)
    try:
        await server.start()
    except PortTaken as taken:
        print(f"medbook: {taken}", file=sys.stderr)
        return 1
    print(f"The web app is served at {server.url}.", flush=True)
    await told.wait()
    await server.stop()
    return 0
