"""Amazon SES, API version 2. boto3 takes 300 ms to import, so it is imported with the first mail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from functools import cached_property
from typing import TYPE_CHECKING

from medbook.mail.errors import MailRefused, MailUnavailable

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

# Everything else (throttling, paused sending, missing permission, unverified MAIL FROM domain) passes or is mended by people.
_PERMANENT = frozenset({"MessageRejected", "BadRequestException", "InvalidParameterValue"})


class SesTransport:
    """Hands MIME messages to SES as they are. SES puts in its own Message-ID."""

    def __init__(self, region: str, *, timeout: float) -> None:
        self._region = region
        self._timeout = timeout

    def send(self, mail: EmailMessage) -> None:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            self._client.send_email(
                FromEmailAddress=str(mail["From"]),
                Destination={"ToAddresses": [address.addr_spec for address in mail["To"].addresses]},
                Content={"Raw": {"Data": mail.as_bytes()}},
            )
        except ClientError as failure:
            # The cause is cut off on purpose: SES quotes addresses.
            code = failure.response["Error"]["Code"]
            kind = MailRefused if code in _PERMANENT else MailUnavailable
            raise kind(f"SES in {self._region} did not take the mail ({code})", code) from None
        except BotoCoreError as failure:
            raise MailUnavailable(f"SES in {self._region} was not reached ({type(failure).__name__})") from None

    @contextmanager
    def batch(self) -> Iterator[SesTransport]:
        """Return itself: botocore pools its connections."""
        yield self

    @cached_property
    def _client(self) -> SESV2Client:
        import boto3
        from botocore.config import Config

        config = Config(
            connect_timeout=self._timeout, read_timeout=self._timeout, retries={"mode": "standard", "total_max_attempts": 2}
        )
        return boto3.client("sesv2", region_name=self._region, config=config)
