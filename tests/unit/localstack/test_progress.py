from localstack.eventsource.event import SourceRecord
from localstack.eventsource.progress import Backoff, Progress


def record(offset: int, key: bytes | None = None, partition: int = 0, generation: int = 0, size: int = 0) -> SourceRecord:
    return SourceRecord("things", partition, offset, 0, 0, key, b"x" * size, (), generation)


def progress(*records: SourceRecord) -> Progress:
    made = Progress(Backoff(first=1, longest=4))
    made.add(records, now=0)
    return made


def offsets(made: Progress, now: float, size: int = 10) -> list[int]:
    return [pending.record.offset for pending in made.batch(now, size)]


def test_a_batch_holds_what_was_read_in_order() -> None:
    assert offsets(progress(record(1), record(2), record(3)), now=0) == [1, 2, 3]


def test_a_batch_is_no_larger_than_its_size() -> None:
    assert offsets(progress(record(1), record(2), record(3)), now=0, size=2) == [1, 2]


def test_a_batch_stays_below_what_lambda_carries() -> None:
    assert offsets(progress(record(1, size=3_000_000), record(2, size=3_000_000)), now=0) == [1]


def test_a_record_that_is_too_large_goes_alone() -> None:
    assert offsets(progress(record(1, size=9_000_000), record(2)), now=0) == [1]


def test_a_failed_record_waits_and_others_do_not() -> None:
    made = progress(record(1), record(2))
    made.fail(made.batch(0, 1), now=0)
    assert offsets(made, now=0.5) == [2]


def test_a_failed_record_comes_again_after_its_pause() -> None:
    made = progress(record(1), record(2))
    made.fail(made.batch(0, 1), now=0)
    assert offsets(made, now=1) == [1, 2]


def test_the_pause_doubles_up_to_the_longest() -> None:
    assert [Backoff(first=1, longest=4).pause(attempts) for attempts in (1, 2, 3, 4)] == [1, 2, 4, 4]


def test_later_records_of_a_failed_key_wait_for_it() -> None:
    made = progress(record(1, b"a"), record(2, b"a"), record(3, b"b"))
    made.fail(made.batch(0, 1), now=0)
    assert offsets(made, now=0.5) == [3]


def test_a_record_that_is_tried_again_takes_no_later_record_of_its_key_along() -> None:
    made = progress(record(1, b"a"), record(2, b"a"))
    made.fail(made.batch(0, 1), now=0)
    assert offsets(made, now=1) == [1]


def test_a_key_goes_on_when_its_failed_record_is_done() -> None:
    made = progress(record(1, b"a"), record(2, b"a"))
    first = made.batch(0, 1)
    made.fail(first, now=0)
    made.finish(first)
    assert offsets(made, now=0) == [2]


def test_a_record_is_not_blamed_for_an_earlier_one_of_its_key() -> None:
    made = progress(record(1, b"a"), record(2, b"a"))
    batch = made.batch(0, 10)
    made.fail(batch, now=0)
    assert [pending.attempts for pending in batch] == [1, 0]


def test_after_a_whole_batch_failed_each_record_is_tried_alone() -> None:
    made = progress(record(1), record(2))
    made.isolate(made.batch(0, 10), now=0)
    assert offsets(made, now=0) == [1]


def test_a_whole_batch_that_failed_blames_nobody() -> None:
    made = progress(record(1), record(2))
    batch = made.batch(0, 10)
    made.isolate(batch, now=0)
    assert [pending.attempts for pending in batch] == [0, 0]


def test_a_record_that_failed_alone_is_blamed() -> None:
    made = progress(record(1))
    batch = made.batch(0, 10)
    made.isolate(batch, now=0)
    assert [pending.attempts for pending in batch] == [1]


def test_what_failed_once_more_than_it_may_be_retried_is_exhausted() -> None:
    made = progress(record(1))
    batch = made.batch(0, 10)
    for _ in range(3):
        made.fail(batch, now=0)
    assert ([], batch) == (made.exhausted(retries=3), made.exhausted(retries=2))


def test_postponing_counts_no_attempt() -> None:
    made = progress(record(1))
    batch = made.batch(0, 10)
    made.postpone(batch, until=5)
    assert (batch[0].attempts, offsets(made, now=4), offsets(made, now=5)) == (0, [], [1])


def test_what_is_done_may_be_committed() -> None:
    made = progress(record(1), record(2), record(5, partition=1))
    made.finish(made.batch(0, 10))
    assert made.committable(generation=0) == {("things", 0): 3, ("things", 1): 6}


def test_nothing_is_committed_beyond_a_record_that_is_not_done() -> None:
    made = progress(record(1), record(2), record(3))
    made.finish(made.batch(0, 10)[1:])
    assert made.committable(generation=0) == {("things", 0): 1}


def test_records_of_a_log_that_is_gone_hold_no_commit_back() -> None:
    made = progress(record(7), record(0, generation=1))
    made.postpone(made.batch(0, 10), until=9)
    made.finish(made.batch(0, 10))
    assert made.committable(generation=1) == {("things", 0): 1}


def test_records_of_two_logs_never_share_a_batch() -> None:
    assert offsets(progress(record(7), record(7, generation=1)), now=0) == [7]


def test_the_next_due_time_is_the_earliest() -> None:
    made = progress(record(1), record(2))
    first, second = made.batch(0, 10)
    made.postpone([first], until=9)
    made.postpone([second], until=4)
    assert made.next_due() == 4
