"""`sslmode` and `sslrootcert` of a PostgreSQL URL, as libpq reads them, for pg8000, which takes an SSLContext instead.

https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION
"""

import ssl
from typing import Any

from sqlalchemy import URL

# From this mode on nobody listens in who only listens.
ENCRYPTED = ("require", "verify-ca", "verify-full")
# pg8000 knows these two: never, and if the server can.
_OPTIONAL: dict[str, bool | None] = {"disable": False, "allow": None, "prefer": None}


def split_tls(url: URL) -> tuple[URL, dict[str, Any]]:
    """Take the TLS parameters out of a URL; return the rest, and the argument that says the same to pg8000.

    Without `sslrootcert`, or with `system`, certificates are checked against the authorities the system trusts: RDS Proxy's is signed by
    one of them. Aurora's own is not, and needs Amazon's bundle.

    Raises:
        ValueError: the mode is none, or its certificates cannot be read.
    """
    mode, authorities = parameter(url, "sslmode"), parameter(url, "sslrootcert")
    plain = url.difference_update_query(["sslmode", "sslrootcert"])
    if mode is None:
        if authorities is not None:
            raise ValueError("DATABASE_URL has sslrootcert and no sslmode; verify-full is meant, most likely")
        return plain, {}
    if mode in _OPTIONAL:
        return plain, {"ssl_context": _OPTIONAL[mode]}
    if mode not in ENCRYPTED:
        raise ValueError(f"sslmode in DATABASE_URL must be one of {', '.join((*_OPTIONAL, *ENCRYPTED))}, not {mode!r}")
    return plain, {"ssl_context": _context(mode, authorities)}


def parameter(url: URL, name: str) -> str | None:
    """Return a parameter of the URL's query, the last one if it stands there twice."""
    value = url.query.get(name)
    return value if value is None or isinstance(value, str) else value[-1]


def _context(mode: str, authorities: str | None) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=None if authorities == "system" else authorities)
    except OSError as fault:
        raise ValueError(f"sslrootcert in DATABASE_URL cannot be used: {authorities}") from fault
    context.check_hostname = mode == "verify-full"
    # As in libpq, `require` with authorities to check against is `verify-ca`.
    if mode == "require" and authorities is None:
        context.verify_mode = ssl.CERT_NONE
    return context
