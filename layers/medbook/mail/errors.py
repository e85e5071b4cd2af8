"""What can go wrong while sending, told apart by what the caller should do next.

MailError
├── MailRefused          this mail will never be accepted: note it and go on
└── MailUnavailable      it may be accepted later: try again

Messages name the server and its reply code, never people, passwords or the server's own words, which often quote the address.
"""


class MailError(Exception):
    """Base of every failure to send. `code` is the server's reply, as in `550 5.1.1` or `MessageRejected`; "" if it gave none."""

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code


class MailRefused(MailError):
    """The recipient or the content was refused for good."""


class MailUnavailable(MailError):
    """The server was not reached, is busy, or does not accept us as we are set up now."""
