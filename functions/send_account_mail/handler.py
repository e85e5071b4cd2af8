"""Every minute: send the account mails that did not leave right after their commit."""

from datetime import datetime

from medbook.bootstrap import present, process
from medbook.http.schedule import scheduled_app, scheduled_handler


def send(at: datetime) -> dict[str, int]:
    """Send what is due."""
    return process().send_account_mails(at)


app = scheduled_app(send, present)
handler = scheduled_handler(send, present)
