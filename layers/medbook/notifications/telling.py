"""Tell both people of a visit what an event says: each of them once, whatever dies or comes twice in between.

The ledger row is claimed in a transaction that is committed after the mail server took the mail. A second delivery waits on the
row and then sends nothing; a process that dies rolls back, and the redelivery sends. What remains is the moment between the
server's 250 and the COMMIT: the mail then goes out again under the same Message-ID, by which servers drop the second copy.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from aws_lambda_powertools import Logger

from medbook.domain.events import AppointmentEvent
from medbook.domain.visits import Party, Undeliverable, Visit
from medbook.mail.letters import Clinic, Role, VisitKind, write_visit_mail
from medbook.mail.message import compose
from medbook.mail.transport import MailError, MailRefused, MailTransport, MailUnavailable
from medbook.notifications.letters import letter_for
from medbook.notifications.ports import OpenUnitOfWork

logger = Logger(service="medbook")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notifier:
    """What it takes to tell somebody; `transport` may keep its connection for a batch."""

    clinic: Clinic
    transport: MailTransport
    open_uow: OpenUnitOfWork
    clock: Callable[[], datetime]

    def tell_both(self, event: AppointmentEvent, kind: VisitKind) -> None:
        """Tell patient and doctor, unless the event no longer holds. One failure does not keep the other from being told.

        Raises: MailUnavailable when somebody could not be told now, else Undeliverable when somebody never can be.
        """
        with self.open_uow() as uow:
            visit = uow.visits.of(event)
        if visit is None:
            # Events leave after their commit, so waiting would not bring it.
            raise Undeliverable("these two people have no such visit")
        if visit.contradicts(event):
            raise Undeliverable("the visit is not, and was not, as the event says")
        reason = visit.why_not_tell(event, now=self.clock())
        if reason is not None:
            self._skip(event, kind, visit, reason)
            return
        failures = [self._tell(event, kind, visit, role) for role in Role]
        _raise_worst([failure for failure in failures if failure is not None])

    def _skip(self, event: AppointmentEvent, kind: VisitKind, visit: Visit, reason: str) -> None:
        with self.open_uow() as uow:
            for party in (visit.patient, visit.doctor):
                uow.ledger.skip(event, party.id, kind, reason)
            uow.commit()
        logger.info("nobody told", event_id=str(event.event_id), kind=kind, reason=reason)

    def _tell(self, event: AppointmentEvent, kind: VisitKind, visit: Visit, role: Role) -> MailError | None:
        """Tell one of the two; give back why that failed, after the ledger has it."""
        recipient = visit.patient if role is Role.PATIENT else visit.doctor
        try:
            self._tell_once(event, kind, visit, role, recipient)
        except MailError as failure:
            with self.open_uow() as uow:
                uow.ledger.fail(event, recipient.id, kind, str(failure))
                uow.commit()
            logger.warning("not told", extra=_about(event, kind, recipient) | {"reason": str(failure)})
            return failure
        return None

    def _tell_once(self, event: AppointmentEvent, kind: VisitKind, visit: Visit, role: Role, recipient: Party) -> None:
        with self.open_uow() as uow:
            if not uow.ledger.claim(event, recipient.id, kind):
                return
            try:
                mail = write_visit_mail(letter_for(event, kind, visit, role), self.clinic)
                message = compose(mail, self.clock())
            except (ValueError, LookupError) as fault:
                # An address or a zone that cannot be used; the fault's own words may quote it.
                raise MailRefused(f"the letter cannot be written ({type(fault).__name__})") from None
            self.transport.send(message)
            uow.commit()
        logger.info("told", extra=_about(event, kind, recipient))


def _raise_worst(failures: list[MailError]) -> None:
    for failure in failures:
        if isinstance(failure, MailUnavailable):
            raise failure
    if failures:
        raise Undeliverable(str(failures[0]))


def _about(event: AppointmentEvent, kind: VisitKind, recipient: Party) -> dict[str, str]:
    return {"event_id": str(event.event_id), "kind": kind, "recipient": str(recipient.id)}
