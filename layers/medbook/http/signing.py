"""Makes access tokens: JWTs (RFC 7519) signed with ES256. `sign_in` alone holds the private key."""

import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Annotated, Any
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from fastapi import Depends, Request
from uuid_utils.compat import uuid7

from medbook.domain.people import Role
from medbook.http import ports

_COORDINATE_BYTES = 32
# What a public key may show of itself (RFC 7518); a key set that was configured with a private key in it must not leak it.
_PUBLIC_MEMBERS = ("kty", "kid", "use", "alg", "crv", "x", "y", "n", "e")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """How sessions are handed out; `issuer` is `aud` as well, for tokens are checked by the functions that issue them."""

    key: EllipticCurvePrivateKey
    issuer: str
    access_life: timedelta
    refresh_life: timedelta

    @classmethod
    def of(cls, pem: str, *, issuer: str, access_life: timedelta, refresh_life: timedelta) -> "Signer":
        """Read a P-256 key. Raises: ValueError for any other."""
        key = load_pem_private_key(pem.encode(), None)
        if not isinstance(key, EllipticCurvePrivateKey) or not isinstance(key.curve, SECP256R1):
            raise ValueError("TOKEN_SIGNING_KEY is a P-256 key in PEM")
        return cls(key=key, issuer=issuer, access_life=access_life, refresh_life=refresh_life)

    def sign(self, account_id: UUID, session_id: UUID, role: Role, now: datetime) -> str:
        """Return an access token for a session."""
        claims = {
            "iss": self.issuer,
            "aud": self.issuer,
            "sub": str(account_id),
            "sid": str(session_id),
            "role": role.value,
            "iat": now,
            "exp": now + self.access_life,
            "jti": str(uuid7()),
        }
        return jwt.encode(claims, self.key, algorithm="ES256", headers={"kid": thumbprint(self.key)})


def thumbprint(key: EllipticCurvePrivateKey) -> str:
    """Return the `kid` of a key: the SHA-256 of its public members in order (RFC 7638)."""
    point = key.public_key().public_numbers()
    members = {"crv": "P-256", "kty": "EC", "x": _coordinate(point.x), "y": _coordinate(point.y)}
    return _base64url(sha256(json.dumps(members, separators=(",", ":"), sort_keys=True).encode()).digest())


def public_keys(key_set: str) -> dict[str, list[dict[str, Any]]]:
    """Return a JSON Web Key Set (RFC 7517) as it may be published."""
    keys = json.loads(key_set)["keys"]
    return {"keys": [{name: key[name] for name in _PUBLIC_MEMBERS if name in key} for key in keys]}


def _coordinate(number: int) -> str:
    return _base64url(number.to_bytes(_COORDINATE_BYTES, "big"))


def _base64url(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


async def _signer(request: Request) -> ports.Signer:
    return ports.process_of(request).signer


SessionSigner = Annotated[ports.Signer, Depends(_signer)]
