"""Records that no consumer could handle: how they are kept. Headers and topic names are a contract with `localstack` too."""

from medbook.domain.events import DEAD_LETTER_TOPIC

PREFIX = "dead_letter_"
REASON = "dead_letter_reason"
ERROR = "dead_letter_error"
ORIGIN_TOPIC = "dead_letter_topic"
ORIGIN_PARTITION = "dead_letter_partition"
ORIGIN_OFFSET = "dead_letter_offset"
TIME = "dead_letter_time"
CONSUMER = "dead_letter_consumer"

# Values of dead_letter_reason.
MALFORMED = "malformed"
UNKNOWN_VERSION = "unknown-version"
RETRIES_EXHAUSTED = "retries-exhausted"

__all__ = [
    "CONSUMER",
    "DEAD_LETTER_TOPIC",
    "ERROR",
    "MALFORMED",
    "ORIGIN_OFFSET",
    "ORIGIN_PARTITION",
    "ORIGIN_TOPIC",
    "PREFIX",
    "REASON",
    "RETRIES_EXHAUSTED",
    "TIME",
    "UNKNOWN_VERSION",
]
