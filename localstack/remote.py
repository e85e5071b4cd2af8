"""The invoker for functions that run elsewhere: a Lambda Invoke endpoint of ours, of LocalStack, MiniStack or AWS."""

from typing import Any
from urllib.parse import quote

import httpx
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.session import get_session

from localstack.invocation import HostUnreachable, Invocation, NotInvoked, encode
from localstack.invoke_endpoint import REFUSALS


class RemoteInvoker:
    """Invokes functions behind the Lambda Invoke API at `endpoint_url`. `timeout` is Lambda's longest, in seconds."""

    def __init__(self, endpoint_url: str, region: str = "eu-central-1", timeout: float = 900) -> None:
        self._endpoint = endpoint_url.rstrip("/")
        session = get_session()
        # LocalStack and its like want a signature but check none.
        credentials = session.get_credentials() or Credentials("test", "test")
        self._signer = SigV4Auth(credentials, "lambda", session.get_config_variable("region") or region)
        self._client = httpx.AsyncClient(timeout=httpx.Timeout(timeout, connect=5))

    async def invoke(self, function: str, payload: Any) -> Invocation:
        """Invoke by name. Raises: NotInvoked."""
        url = f"{self._endpoint}/2015-03-31/functions/{quote(function, safe='')}/invocations"
        body = encode(payload)
        try:
            response = await self._client.post(url, content=body, headers=self._signed(url, body))
        except httpx.HTTPError as fault:
            raise HostUnreachable(f"{self._endpoint} does not answer: {type(fault).__name__}") from fault
        if response.status_code != 200:
            raise _refused(response)
        headers = response.headers
        return Invocation(headers.get("x-amzn-requestid", ""), response.content, headers.get("x-amz-function-error"))

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    def _signed(self, url: str, body: bytes) -> dict[str, str]:
        request = AWSRequest("POST", url, {"content-type": "application/json"}, body)
        self._signer.add_auth(request)
        return dict(request.headers.items())


def _refused(response: httpx.Response) -> NotInvoked:
    kinds = {status: kind for kind, (status, _) in REFUSALS.items()}
    kind = kinds.get(response.status_code, HostUnreachable)
    return kind(f"{response.status_code} {response.text[:300]}")
