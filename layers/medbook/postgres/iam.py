"""IAM database authentication of RDS and Aurora: a signed URL, good for 15 minutes, in the place of a password.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html
"""

from functools import cached_property
from typing import Any

from sqlalchemy import URL

from medbook.postgres.tls import ENCRYPTED, parameter

_SECONDS = 900
_PORT = 5432


class IamTokens:
    """Makes a token for each new connection; an open one outlives its token. botocore is imported with the first."""

    def __init__(self, url: URL) -> None:
        """Take the address to sign for.

        Raises:
            ValueError: it names no user, or would send the token where others can read it.
        """
        if url.username is None or url.host is None:
            raise ValueError("DATABASE_AUTHENTICATION=aws-iam needs a user and a host in DATABASE_URL")
        if parameter(url, "sslmode") not in ENCRYPTED:
            raise ValueError(f"DATABASE_AUTHENTICATION=aws-iam needs sslmode={' or '.join(ENCRYPTED)} in DATABASE_URL")
        self._user = url.username
        self._address = f"{url.host}:{url.port or _PORT}"

    def make(self) -> str:
        """Sign with the credentials of the moment, found as boto3 finds them: botocore renews those that run out.

        Raises: ConnectionError when there are none.
        """
        from botocore.auth import SigV4QueryAuth
        from botocore.awsrequest import AWSRequest
        from botocore.exceptions import BotoCoreError

        try:
            region, credentials = self._session.get_config_variable("region"), self._session.get_credentials()
            frozen = credentials.get_frozen_credentials() if credentials else None
        except BotoCoreError as fault:
            raise ConnectionError("DATABASE_AUTHENTICATION=aws-iam could not ask for credentials") from fault
        if region is None or frozen is None:
            raise ConnectionError("DATABASE_AUTHENTICATION=aws-iam finds no AWS region, or no credentials")
        # Signed as https, and sent without a scheme: boto3's `generate_db_auth_token` does the same, and takes 0.3 s longer to import.
        asked = AWSRequest("GET", f"https://{self._address}/", params={"Action": "connect", "DBUser": self._user})
        SigV4QueryAuth(frozen, "rds-db", region, expires=_SECONDS).add_auth(asked)
        return str(asked.url).removeprefix("https://")

    def sign_in(self, _dialect: Any, _record: Any, _args: list[Any], kwargs: dict[str, Any]) -> None:
        """SQLAlchemy's `do_connect`: give the driver a fresh token, and leave the connecting to it."""
        kwargs["password"] = self.make()

    @cached_property
    def _session(self) -> Any:
        from botocore.session import Session

        # Lambda and the SDKs for other languages say AWS_REGION; botocore alone reads the other only.
        return Session(session_vars={"region": ("region", ["AWS_REGION", "AWS_DEFAULT_REGION"], None, None)})
