"""What can go wrong between an event and its handler.

MedBookError
├── Unprocessable              no retry will ever help: to the dead-letter topic
│   ├── MalformedEvent
│   └── UnknownEventVersion
└── BrokerUnavailable          it may pass: the outbox keeps the event
    └── RelayStopped
"""

from medbook.domain.errors import MedBookError


class Unprocessable(MedBookError):
    """The event can never be handled. The message names the field at fault, never its value: values may be personal."""


class MalformedEvent(Unprocessable):
    """It is not the CloudEvent it should be."""


class UnknownEventVersion(Unprocessable):
    """A type, or a version of a type, that this code does not know."""


class BrokerUnavailable(MedBookError):
    """No broker acknowledged anything in the time allowed, or none did a moment ago."""


class RelayStopped(BrokerUnavailable):
    """A relay of the outbox came to its end before the outbox did; `published` were taken until then."""

    def __init__(self, reason: str, *, published: int) -> None:
        super().__init__(reason)
        self.published = published
