"""What one mapping has read and not finished: who is due, who waits for whom, how far may be committed. No I/O, no clock."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from localstack.eventsource.event import SourceRecord

type Place = tuple[int, str, int]

# Lambda's batches are at most 6 MB; the rest is for the frame of the event.
BATCH_BYTES = 5 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Backoff:
    """Pauses between attempts, in seconds: `first`, then twice as long each time, up to `longest`."""

    first: float = 0.5
    longest: float = 60

    def pause(self, attempts: int) -> float:
        """How long to wait after so many failed attempts."""
        return float(min(self.first * 2 ** (attempts - 1), self.longest))


@dataclass(slots=True, eq=False)
class Pending:
    """A record that is not done. `alone` keeps company away from it after a batch failed as a whole."""

    record: SourceRecord
    due: float
    attempts: int = 0
    alone: bool = False

    @property
    def key(self) -> tuple[str, bytes] | None:
        """Records of one key are handled in order; without a key there is no order."""
        return None if self.record.key is None else (self.record.topic, self.record.key)


class Progress:
    """The records of one mapping between poll and commit."""

    def __init__(self, backoff: Backoff) -> None:
        self._backoff = backoff
        self._pending: list[Pending] = []
        self._ends: dict[Place, int] = {}

    def __len__(self) -> int:
        return len(self._pending)

    def add(self, records: Iterable[SourceRecord], now: float) -> None:
        """Take in what was polled."""
        for record in records:
            self._pending.append(Pending(record, now))
            self._ends[_place(record)] = record.offset + 1

    def batch(self, now: float, size: int) -> list[Pending]:
        """Choose what to hand to the function next: what is due and follows no unfinished record of its key."""
        chosen: list[Pending] = []
        taken_bytes = 0
        for candidate in self._ready(now):
            fits = not chosen or (
                len(chosen) < size
                and taken_bytes + candidate.record.size <= BATCH_BYTES
                and not candidate.alone
                and candidate.record.generation == chosen[0].record.generation
            )
            if not fits:
                break
            chosen.append(candidate)
            taken_bytes += candidate.record.size
            if candidate.alone:
                break
        return chosen

    def _ready(self, now: float) -> Iterator[Pending]:
        held_back: set[tuple[str, bytes]] = set()
        for pending in self._pending:
            may_go = pending.due <= now and pending.key not in held_back and not pending.record.unreadable
            if may_go:
                yield pending
            if pending.key is not None and (pending.attempts or not may_go):
                held_back.add(pending.key)

    def finish(self, done: Iterable[Pending]) -> None:
        """These are handled, or given up."""
        finished = {id(pending) for pending in done}
        self._pending = [pending for pending in self._pending if id(pending) not in finished]

    def fail(self, failed: Sequence[Pending], now: float) -> None:
        """These must come again, each after its own pause. One that only followed a failed record of its key is not blamed."""
        blamed: set[tuple[str, bytes]] = set()
        for pending in failed:
            if pending.key is None or pending.key not in blamed:
                pending.attempts += 1
                pending.due = now + self._backoff.pause(pending.attempts)
            if pending.key is not None:
                blamed.add(pending.key)

    def isolate(self, batch: Sequence[Pending], now: float) -> None:
        """The batch failed as a whole: find out which record it was by trying each alone, at once and at no one's cost."""
        if len(batch) == 1:
            self.fail(batch, now)
        for pending in batch:
            pending.alone = True

    def postpone(self, batch: Iterable[Pending], until: float) -> None:
        """The function did not run: try again later, and count nothing."""
        for pending in batch:
            pending.due = until

    def exhausted(self, retries: int) -> list[Pending]:
        """Those that failed once and then `retries` times more."""
        return [pending for pending in self._pending if pending.attempts > retries]

    def unreadable(self, now: float) -> list[Pending]:
        """Those that no function can be given, and are to be given up now."""
        return [pending for pending in self._pending if pending.due <= now and pending.record.unreadable]

    def next_due(self) -> float | None:
        """When the first of them may be tried again."""
        return min((pending.due for pending in self._pending), default=None)

    def committable(self, generation: int) -> dict[tuple[str, int], int]:
        """Per topic and partition the offset to commit: the lowest that is not done, else the one after the last read."""
        offsets = {place: end for place, end in self._ends.items() if place[0] == generation}
        for pending in self._pending:
            place = _place(pending.record)
            if place in offsets:
                offsets[place] = min(offsets[place], pending.record.offset)
        return {(topic, partition): offset for (_, topic, partition), offset in offsets.items()}


def _place(record: SourceRecord) -> Place:
    return record.generation, record.topic, record.partition
