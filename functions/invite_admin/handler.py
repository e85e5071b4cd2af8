"""By an operator's hand: invite the first admin, whom nobody could invite yet. No route leads here."""

from medbook.administration import Invited, NewAdmin, create_admin
from medbook.bootstrap import process
from medbook.http.operation import Done, operated_app, operated_handler
from medbook.postgres.unit_of_work import UnitOfWork


def invite_admin(invited: Invited) -> Done:
    """Add an admin and queue the mail with a link to choose a password; it leaves with the next run of `send_account_mail`."""
    parts = process()
    # A unit of work that hands nothing on after its commit: this function may reach the database and nothing else.
    with UnitOfWork(parts.engine) as uow:
        told = {"admin_id": str(create_admin(NewAdmin(**invited.model_dump()), uow=uow, now=parts.clock()))}
    return Done(answer=told, noted=told)


app = operated_app()
handler = operated_handler(Invited, invite_admin)
