"""Makes and rotates the application secret on AWS: the key that signs access tokens, and what guards stored requests.

Nothing of it is ever in Terraform's state, in a plan, in a file or on a command line. Each change is a new version of the secret, and the
version's id goes to the SSM parameter that the next deploy resolves; a deploy of the former id is a rollback.

    python -m infra.aws.bin.application_secret prod create      once, after the first `terraform apply`
    python -m infra.aws.bin.application_secret prod announce    then deploy: every function knows the next key
    python -m infra.aws.bin.application_secret prod switch      then deploy: tokens are signed with it
    python -m infra.aws.bin.application_secret prod retire      then deploy, an hour later: the former key is forgotten
    python -m infra.aws.bin.application_secret prod set DATABASE_URL    reads the value from standard input

Functions are not all replaced in the same moment. A key is published a deploy before it signs and a deploy after, so no token is
refused on the way.
"""

import argparse
import base64
import hashlib
import json
import secrets
import sys
from collections.abc import Callable
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

Secret = dict[str, str]

# Private until `switch`: no function is given it.
NEXT_KEY = "NEXT_TOKEN_SIGNING_KEY"
# What a function may need besides: where the database or the mail server is not one of AWS.
OPTIONAL = ("DATABASE_URL", "MAIL_URL")
_COORDINATE_BYTES = 32


class OutOfOrder(Exception):
    """A step of the rotation was asked for that does not follow from the secret as it is."""


def created(current: Secret | None) -> Secret:
    """Return the first secret. Raises: OutOfOrder when there is one, for it would sign everybody out."""
    if current is not None:
        raise OutOfOrder("There is a secret already; announce, switch and retire rotate it")
    key = _new_key()
    return {"TOKEN_SIGNING_KEY": key, "TOKEN_JWKS": _key_set(key), "IDEMPOTENCY_SECRET": secrets.token_urlsafe(32)}


def announced(current: Secret) -> Secret:
    """Make the next key and publish its public half; the present one goes on signing. Raises: OutOfOrder."""
    if NEXT_KEY in current:
        raise OutOfOrder("The next key is announced already; deploy, then switch")
    following = _new_key()
    return current | {NEXT_KEY: following, "TOKEN_JWKS": _key_set(current["TOKEN_SIGNING_KEY"], following)}


def switched(current: Secret) -> Secret:
    """Sign with the next key; the former one's tokens are still good. Raises: OutOfOrder."""
    if NEXT_KEY not in current:
        raise OutOfOrder("Announce the next key and deploy first")
    following = current[NEXT_KEY]
    kept = {name: value for name, value in current.items() if name != NEXT_KEY}
    return kept | {"TOKEN_SIGNING_KEY": following, "TOKEN_JWKS": _key_set(current["TOKEN_SIGNING_KEY"], following)}


def retired(current: Secret) -> Secret:
    """Forget every key but the one that signs. Raises: OutOfOrder between announce and switch."""
    if NEXT_KEY in current:
        raise OutOfOrder("The next key is announced; deploy and switch before the present one is retired")
    return current | {"TOKEN_JWKS": _key_set(current["TOKEN_SIGNING_KEY"])}


STEPS: dict[str, Callable[[Secret], Secret]] = {"announce": announced, "switch": switched, "retire": retired}


def main(arguments: list[str] | None = None) -> None:
    """Do one step and tell the version that the next deploy takes."""
    asked = _parser().parse_args(arguments)
    try:
        _do(asked)
    except (BotoCoreError, OutOfOrder) as refusal:
        raise SystemExit(str(refusal)) from None
    except ClientError as refusal:
        # Told without the stack: who runs this can do something about a right or an account, and nothing about our lines.
        raise SystemExit(
            f"AWS refused: {refusal}. Is the first `terraform apply` done, with these credentials and this region?"
        ) from None


def _do(asked: argparse.Namespace) -> None:
    prefix = f"/medbook/{asked.environment}/secrets"
    manager, parameters = boto3.client("secretsmanager"), boto3.client("ssm")
    arn = parameters.get_parameter(Name=f"{prefix}/application-arn")["Parameter"]["Value"]
    changed = _changed(asked, _read(manager, arn))
    version = manager.put_secret_value(SecretId=arn, SecretString=json.dumps(changed))["VersionId"]
    parameters.put_parameter(Name=f"{prefix}/application-version", Value=version, Type="String", Overwrite=True)
    sys.stdout.write(f"The next deploy takes version {version}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="application_secret", description="Makes and rotates the application secret on AWS.")
    parser.add_argument("environment", choices=["dev", "prod"])
    parser.add_argument("step", choices=["create", *STEPS, "set"])
    parser.add_argument("name", choices=OPTIONAL, nargs="?", help="with set: what is read from standard input")
    return parser


def _changed(asked: argparse.Namespace, current: Secret | None) -> Secret:
    if asked.step == "create":
        return created(current)
    if current is None:
        raise OutOfOrder("There is no secret yet; create it")
    if asked.step != "set":
        return STEPS[asked.step](current)
    if asked.name is None:
        raise OutOfOrder(f"Name what is set: {' or '.join(OPTIONAL)}")
    return current | {asked.name: sys.stdin.read().strip()}


def _read(manager: Any, arn: str) -> Secret | None:
    try:
        text = manager.get_secret_value(SecretId=arn)["SecretString"]
    except manager.exceptions.ResourceNotFoundException:
        # Terraform makes the secret without a value.
        return None
    value: Secret = json.loads(text)
    return value


def _new_key() -> str:
    """A P-256 key as PKCS #8 PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    pkcs8, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, pkcs8, plain).decode()


def _key_set(*pems: str) -> str:
    """The public halves as a JSON Web Key Set (RFC 7517)."""
    return json.dumps({"keys": [_public(pem) for pem in pems]})


def _public(pem: str) -> dict[str, str]:
    """One public key; its `kid` is the thumbprint of RFC 7638, as the functions compute it."""
    key = serialization.load_pem_private_key(pem.encode(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    point = key.public_key().public_numbers()
    members = {"crv": "P-256", "kty": "EC", "x": _coordinate(point.x), "y": _coordinate(point.y)}
    digest = hashlib.sha256(json.dumps(members, separators=(",", ":"), sort_keys=True).encode()).digest()
    return {**members, "kid": _base64url(digest), "use": "sig", "alg": "ES256"}


def _coordinate(number: int) -> str:
    return _base64url(number.to_bytes(_COORDINATE_BYTES, "big"))


def _base64url(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


if __name__ == "__main__":
    main()
