"""Access tokens: JWTs (RFC 7519) signed with ES256, checked against the public keys of a JSON Web Key Set."""

from uuid import UUID

import jwt
from jwt import PyJWKSet

from medbook.domain.errors import NotSignedIn

_ALGORITHM = "ES256"
# The machine that signed may be a little ahead of the one that checks.
_LEEWAY_SECONDS = 5


class AccessTokens:
    """Checks access tokens; holds no private key."""

    def __init__(self, jwks: str, issuer: str) -> None:
        self._keys = {key.key_id: key for key in PyJWKSet.from_json(jwks).keys}
        self._issuer = issuer

    def verify(self, token: str) -> tuple[UUID, UUID]:
        """Return the account's and the session's id.

        Raises: NotSignedIn, which never says more than that the token is not good.
        """
        try:
            key = self._keys[jwt.get_unverified_header(token)["kid"]]
            claims = jwt.decode(
                token,
                key,
                algorithms=[_ALGORITHM],
                issuer=self._issuer,
                audience=self._issuer,
                leeway=_LEEWAY_SECONDS,
                options={"require": ["exp", "iat", "sub", "sid"]},
            )
            return UUID(claims["sub"]), UUID(claims["sid"])
        except (jwt.InvalidTokenError, LookupError, TypeError, ValueError, AttributeError) as error:
            raise NotSignedIn("The access token is not valid, or no longer.") from error
