"""Where a request comes from, as the host tells it: the gateway's `sourceIp` on Lambda, the peer of the connection elsewhere.

`X-Forwarded-For` is not read here: a client can write anything into it. Behind a proxy, uvicorn reads it from proxies it is told to trust
(`--forwarded-allow-ips`).
"""

from typing import Annotated

from fastapi import Depends, Request


async def _source(request: Request) -> str:
    return request.client.host if request.client else "unknown"


SourceAddress = Annotated[str, Depends(_source)]
