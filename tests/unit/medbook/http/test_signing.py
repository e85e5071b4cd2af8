"""Access tokens, made and checked."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from localstack.keys import key_set, signing_key
from medbook.domain.errors import NotSignedIn
from medbook.domain.people import Role
from medbook.http.signing import Signer, public_keys
from medbook.http.tokens import AccessTokens

ACCOUNT, SESSION = UUID(int=1), UUID(int=2)
LIFE = timedelta(minutes=10)


@pytest.fixture
def pem(tmp_path: Path) -> str:
    return signing_key(tmp_path / "key.pem")


@pytest.fixture
def signer(pem: str) -> Signer:
    return Signer.of(pem, issuer="medbook", access_life=LIFE, refresh_life=timedelta(days=30))


@pytest.fixture
def tokens(pem: str) -> AccessTokens:
    return AccessTokens(key_set(pem), "medbook")


def test_what_is_signed_is_believed(signer: Signer, tokens: AccessTokens) -> None:
    token = signer.sign(ACCOUNT, SESSION, Role.PATIENT, datetime.now(UTC))
    assert (ACCOUNT, SESSION) == tokens.verify(token)


def test_a_token_names_its_key_by_thumbprint(signer: Signer, pem: str) -> None:
    token = signer.sign(ACCOUNT, SESSION, Role.PATIENT, datetime.now(UTC))
    assert json.loads(key_set(pem))["keys"][0]["kid"] == jwt.get_unverified_header(token)["kid"]


def test_a_token_says_what_the_contract_promises(signer: Signer) -> None:
    now = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
    claims = jwt.decode(signer.sign(ACCOUNT, SESSION, Role.DOCTOR, now), options={"verify_signature": False})
    del claims["jti"]
    assert {
        "iss": "medbook",
        "aud": "medbook",
        "sub": str(ACCOUNT),
        "sid": str(SESSION),
        "role": "doctor",
        "iat": int(now.timestamp()),
        "exp": int((now + LIFE).timestamp()),
    } == claims


def test_a_token_from_a_clock_slightly_ahead_is_good(signer: Signer, tokens: AccessTokens) -> None:
    token = signer.sign(ACCOUNT, SESSION, Role.PATIENT, datetime.now(UTC) + timedelta(seconds=3))
    assert (ACCOUNT, SESSION) == tokens.verify(token)


def test_a_token_out_of_date_is_refused(signer: Signer, tokens: AccessTokens) -> None:
    with pytest.raises(NotSignedIn):
        tokens.verify(signer.sign(ACCOUNT, SESSION, Role.PATIENT, datetime.now(UTC) - 2 * LIFE))


def test_a_token_of_another_key_is_refused(tokens: AccessTokens, tmp_path: Path) -> None:
    other = Signer.of(signing_key(tmp_path / "other.pem"), issuer="medbook", access_life=LIFE, refresh_life=LIFE)
    with pytest.raises(NotSignedIn):
        tokens.verify(other.sign(ACCOUNT, SESSION, Role.PATIENT, datetime.now(UTC)))


def test_an_unsigned_token_is_refused(tokens: AccessTokens, pem: str) -> None:
    kid = json.loads(key_set(pem))["keys"][0]["kid"]
    with pytest.raises(NotSignedIn):
        tokens.verify(jwt.encode({"sub": str(ACCOUNT), "sid": str(SESSION)}, "", algorithm="none", headers={"kid": kid}))


def test_a_private_key_that_strayed_into_the_key_set_is_not_published(pem: str) -> None:
    configured = json.loads(key_set(pem))
    leaky = {"keys": [{**configured["keys"][0], "d": "secret"}]}
    assert configured == public_keys(json.dumps(leaky))


def test_a_key_of_another_curve_is_refused() -> None:
    pem = ec.generate_private_key(ec.SECP384R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with pytest.raises(ValueError, match="P-256"):
        Signer.of(pem.decode(), issuer="medbook", access_life=LIFE, refresh_life=LIFE)
