"""How guessing is slowed down. The counts are kept in the database, where every process sees them."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address


@dataclass(frozen=True, slots=True)
class Limit:
    """So many attempts in a window; the last of them, and each one after it, is followed by a pause that doubles."""

    attempts: int
    window: timedelta
    first_pause: timedelta
    longest_pause: timedelta


# Five guesses, then one after 30 s, 1 min, 2 min, … and at last one in 15 minutes.
OF_AN_ACCOUNT = Limit(5, timedelta(hours=24), timedelta(seconds=30), timedelta(minutes=15))
# A clinic behind one address may mistype; a list of leaked passwords may not be tried from it.
OF_A_SOURCE = Limit(50, timedelta(minutes=15), timedelta(minutes=15), timedelta(minutes=15))
# Registrations and forgotten passwords: each is a mail to somebody. A school or a hospital shares one address.
OF_MAILS = Limit(500, timedelta(hours=1), timedelta(minutes=15), timedelta(minutes=15))


@dataclass(frozen=True, slots=True)
class Bucket:
    """What attempts are counted for."""

    name: str
    limit: Limit


def account_bucket(email: str) -> Bucket:
    """Count guesses at one account; an address that nobody has is counted too, or the difference would tell."""
    return Bucket(f"sign-in:account:{sha256(email.encode()).hexdigest()}", OF_AN_ACCOUNT)


def source_bucket(address: str) -> Bucket:
    """Count guesses from one source."""
    return Bucket(f"sign-in:source:{source_of(address)}", OF_A_SOURCE)


def mail_bucket(address: str) -> Bucket:
    """Count the mails that one source makes us send."""
    return Bucket(f"mail:source:{source_of(address)}", OF_MAILS)


def source_of(address: str) -> str:
    """Return who is behind a network address: a provider gives each customer a whole IPv6 /64."""
    try:
        known = ip_address(address)
    except ValueError:
        return address[:100]
    if not isinstance(known, IPv6Address):
        return str(known)
    return str(known.ipv4_mapped) if known.ipv4_mapped else f"{IPv6Address(int(known) >> 64 << 64)}/64"
