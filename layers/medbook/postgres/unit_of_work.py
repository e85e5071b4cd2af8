"""One transaction, with the repositories that share it. The use case commits once, last; leaving without a commit rolls back."""

from collections.abc import Callable
from functools import cached_property
from types import TracebackType
from typing import Self

from sqlalchemy import Engine

from medbook.postgres.account_mails import AccountMails
from medbook.postgres.accounts import Accounts
from medbook.postgres.appointment_views import AppointmentViews
from medbook.postgres.appointments import Appointments
from medbook.postgres.availabilities import Availabilities
from medbook.postgres.diaries import Diaries
from medbook.postgres.doctor_views import DoctorViews
from medbook.postgres.doctors import Doctors
from medbook.postgres.idempotency import IdempotencyKeys
from medbook.postgres.ledger import Ledger
from medbook.postgres.ledger_views import LedgerViews
from medbook.postgres.one_time_tokens import OneTimeTokens
from medbook.postgres.openings import Openings
from medbook.postgres.outbox import Outbox
from medbook.postgres.purge import Purge
from medbook.postgres.readiness import Readiness
from medbook.postgres.reminders import Reminders
from medbook.postgres.sessions import Sessions
from medbook.postgres.slot_views import SlotViews
from medbook.postgres.staging import Staged
from medbook.postgres.statistics import Statistics
from medbook.postgres.throttle import Throttle
from medbook.postgres.time_off import TimesOff
from medbook.postgres.transaction import Transaction
from medbook.postgres.users import Users
from medbook.postgres.visit_facts import VisitFacts


class UnitOfWork:
    """A transaction that connects when first used.

    `on_commit` gets what was staged for others after a COMMIT; what it cannot deliver stays in the database for the relay.
    """

    def __init__(
        self, engine: Engine, *, on_commit: Callable[[Staged], None] = lambda _: None, traceparent: str | None = None
    ) -> None:
        self.transaction = Transaction(engine)
        self.staged = Staged()
        self._on_commit = on_commit
        self._traceparent = traceparent
        self._held = False
        self._wished = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def commit(self) -> None:
        """Make the work last, then hand on what was staged; while commits are held, only note the wish.

        Raises: TryAgain.
        """
        if self._held:
            self._wished = True
            return
        self.transaction.commit()
        staged = self.staged.take()
        # The connection goes back before anyone is told: handing on may need it, and may take a while.
        self.transaction.close()
        if staged:
            self._on_commit(staged)

    def hold_commit(self) -> None:
        """Let the use case's commit wait for `release`, so that its answer can be stored in the same transaction."""
        self._held = True

    def release(self) -> None:
        """Carry out the commit that was wished for, if any.

        Raises: TryAgain.
        """
        self._held = False
        if self._wished:
            self._wished = False
            self.commit()

    def close(self) -> None:
        """Undo what was not committed."""
        self.transaction.close()

    @cached_property
    def appointments(self) -> Appointments:
        """Visits, with the claims on people's time."""
        return Appointments(self.transaction, self.staged, self._traceparent)

    @cached_property
    def appointment_views(self) -> AppointmentViews:
        """Visits as they are shown."""
        return AppointmentViews(self.transaction)

    @cached_property
    def diaries(self) -> Diaries:
        """What doctors publish and what of it is taken."""
        return Diaries(self.transaction)

    @cached_property
    def accounts(self) -> Accounts:
        """Who somebody is, and what they sign in with."""
        return Accounts(self.transaction)

    @cached_property
    def one_time_tokens(self) -> OneTimeTokens:
        """Tokens that come by mail and work once."""
        return OneTimeTokens(self.transaction)

    @cached_property
    def throttle(self) -> Throttle:
        """Counts of attempts."""
        return Throttle(self.transaction)

    @cached_property
    def account_mails(self) -> AccountMails:
        """Mails about accounts that wait to be sent."""
        return AccountMails(self.transaction, self.staged)

    @cached_property
    def sessions(self) -> Sessions:
        """Who is signed in."""
        return Sessions(self.transaction)

    @cached_property
    def outbox(self) -> Outbox:
        """Events on their way to the broker."""
        return Outbox(self.transaction, self.staged)

    @cached_property
    def idempotency_keys(self) -> IdempotencyKeys:
        """Answers to requests that may come twice."""
        return IdempotencyKeys(self.transaction)

    @cached_property
    def ledger(self) -> Ledger:
        """Who was told of which event."""
        return Ledger(self.transaction)

    @cached_property
    def visits(self) -> VisitFacts:
        """What letters need to know."""
        return VisitFacts(self.transaction)

    @cached_property
    def reminders(self) -> Reminders:
        """Reminders that are due."""
        return Reminders(self.transaction, self._traceparent)

    @cached_property
    def readiness(self) -> Readiness:
        """Whether the database can serve."""
        return Readiness(self.transaction)

    @cached_property
    def purge(self) -> Purge:
        """Rows that have outlived their use."""
        return Purge(self.transaction)

    @cached_property
    def users(self) -> Users:
        """Accounts as an admin sees them."""
        return Users(self.transaction)

    @cached_property
    def ledger_views(self) -> LedgerViews:
        """The ledger as an admin sees it."""
        return LedgerViews(self.transaction)

    @cached_property
    def statistics(self) -> Statistics:
        """The clinic in figures."""
        return Statistics(self.transaction)

    @cached_property
    def doctors(self) -> Doctors:
        """Doctors' accounts and profiles."""
        return Doctors(self.transaction)

    @cached_property
    def doctor_views(self) -> DoctorViews:
        """Doctors as everyone sees them."""
        return DoctorViews(self.transaction)

    @cached_property
    def availabilities(self) -> Availabilities:
        """What doctors publish, to be read and replaced whole."""
        return Availabilities(self.transaction)

    @cached_property
    def openings(self) -> Openings:
        """What doctors publish, laid out in UTC."""
        return Openings(self.transaction)

    @cached_property
    def times_off(self) -> TimesOff:
        """When doctors are away."""
        return TimesOff(self.transaction)

    @cached_property
    def slot_views(self) -> SlotViews:
        """Free slots over many doctors."""
        return SlotViews(self.transaction)
