"""The secrets of one machine: made once, kept in the state folder, readable by its owner alone."""

import base64
import hashlib
import json
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

CURVE_BYTES = 32


def write_secret(file: Path, text: str) -> None:
    """Write a file that only its owner can read; what was there is replaced in one step."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f"{file.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w", encoding="utf-8") as handle:
        handle.write(text)
    fresh.replace(file)


def signing_key(file: Path) -> str:
    """The ES256 key that signs access tokens, as PKCS #8 PEM; made if there is none."""
    if not file.exists():
        pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        write_secret(file, pem.decode())
    return file.read_text()


def random_secret(file: Path) -> str:
    """A secret of 256 random bits; made if there is none."""
    if not file.exists():
        write_secret(file, secrets.token_urlsafe(32))
    return file.read_text()


def secret_files(folder: Path, database_host: str) -> None:
    """Make what containers on one machine keep secret, one file a variable; what is there stays.

    DATABASE_PASSWORD is for the database server itself, DATABASE_URL for those who use it.
    """
    password = random_secret(folder / "DATABASE_PASSWORD")
    random_secret(folder / "IDEMPOTENCY_SECRET")
    write_secret(folder / "TOKEN_JWKS", key_set(signing_key(folder / "TOKEN_SIGNING_KEY")))
    write_secret(folder / "DATABASE_URL", f"postgresql://medbook:{password}@{database_host}:5432/medbook")


def key_set(pem: str) -> str:
    """The public half as a JSON Web Key Set (RFC 7517); `kid` is the thumbprint of RFC 7638."""
    key = serialization.load_pem_private_key(pem.encode(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    point = key.public_key().public_numbers()
    public = {"crv": "P-256", "kty": "EC", "x": _base64url(point.x), "y": _base64url(point.y)}
    digest = hashlib.sha256(json.dumps(public, separators=(",", ":"), sort_keys=True).encode()).digest()
    kid = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return json.dumps({"keys": [{**public, "kid": kid, "use": "sig", "alg": "ES256"}]})


def _base64url(number: int) -> str:
    return base64.urlsafe_b64encode(number.to_bytes(CURVE_BYTES, "big")).rstrip(b"=").decode()
