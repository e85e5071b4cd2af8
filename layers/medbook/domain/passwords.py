"""What a password must be (NIST SP 800-63B): long enough and hard to guess; no rules about which characters it has."""

from collections.abc import Iterable

from medbook.domain.errors import Fault, PasswordTooWeak

LEAST_LENGTH = 8
# zxcvbn's scale: 3 withstands 10^8 guesses, 4 withstands 10^10.
LEAST_SCORE = 3


def require_strong(password: str, score: int, pointer: str) -> None:
    """Raise PasswordTooWeak, with a fault at `pointer`, unless the password is good enough. `score` is 0 to 4."""
    if len(password) < LEAST_LENGTH:
        detail = f"must have at least {LEAST_LENGTH} characters"
    elif score < LEAST_SCORE:
        detail = "is easily guessed; several uncommon words make a good one"
    else:
        return
    raise PasswordTooWeak("The password is too weak.", [Fault(pointer, detail)])


def words_about(email: str, full_name: str) -> list[str]:
    """List what an attacker who knows a person would try first."""
    local, _, domain = email.partition("@")
    return list(_unique(["medbook", email, local, *local.split("."), domain, full_name, *full_name.split()]))


def _unique(words: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(word.lower() for word in words if word)
