"""How hard passwords are to guess, as zxcvbn weighs them (Wheeler, USENIX Security 2016)."""

from collections.abc import Sequence
from threading import Lock

from zxcvbn import zxcvbn

from medbook.domain.passwords import require_strong, words_about

# zxcvbn keeps the words about a user in a module-wide dictionary: one at a time.
_weighing = Lock()
_LONGEST_WEIGHED = 72


def check_strength(password: str, *, email: str, full_name: str, pointer: str) -> None:
    """Raise PasswordTooWeak, with a fault at `pointer`, for a password that is guessed quickly, above all by whoever knows them."""
    require_strong(password, score(password, words_about(email, full_name)), pointer)


def score(password: str, about: Sequence[str] = ()) -> int:
    """Return how hard a password is to guess, 0 to 4, for somebody who knows the words `about` its owner."""
    # zxcvbn refuses more; what begins with a strong password is one.
    with _weighing:
        verdict: int = zxcvbn(password[:_LONGEST_WEIGHED], user_inputs=list(about))["score"]
    return verdict
