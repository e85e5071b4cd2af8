"""Gets a kafka-python consumer past records it cannot decode. Knows kafka-python's insides alone.

One header name that is not UTF-8, one unknown codec or one wrong checksum, and `poll` of kafka-python 3 raises at that offset for
ever; there is no stepping over it, because a fetch from the middle of a batch decodes the batch from its start. Here such a
record comes with an `UNREADABLE` header instead of its own, and with its key and value where they can be told.
"""

from collections.abc import Iterator
from typing import Any

from kafka.consumer.fetcher import Fetcher
from kafka.record.default_records import DefaultRecord, DefaultRecordBatch
from kafka.record.util import decode_varint

# Its value says what went wrong, without any data. One that a stranger sets makes a dead letter of his own record, no more.
UNREADABLE = "localstack_unreadable"


def read_leniently(consumer: Any) -> None:
    """Make this consumer hand out what it cannot decode as records with an `UNREADABLE` header."""
    consumer._fetcher.PartitionRecords = _PartitionRecords  # noqa: SLF001 (the only place that sees batches before they are decoded)


class _Batch(DefaultRecordBatch):  # type: ignore[misc]  # kafka-python has no types
    _fault = ""

    def validate_crc(self) -> bool:
        if not super().validate_crc():
            self._fault = "wrong checksum"
        return True

    def __iter__(self) -> Iterator[Any]:
        try:
            self._maybe_uncompress()
        except Exception as fault:  # noqa: BLE001 (each codec library has its own)
            self._fault = type(fault).__name__
        return iter([self._rest(self._fault)]) if self._fault else self

    def __next__(self) -> Any:
        if self._next_record_index >= self._num_records:
            raise StopIteration
        start = self._pos
        try:
            return super().__next__()
        except Exception as fault:  # noqa: BLE001 (bytes that are no record fail in many ways)
            return self._unreadable(start, type(fault.__context__ or fault).__name__)

    def _unreadable(self, start: int, fault: str) -> Any:
        """Read key and value of one record, and step over it by its length."""
        self._next_record_index += 1
        fields = _Fields(self._buffer, start)
        try:
            length = fields.number()
            end = fields.position + length
            _attributes, age, delta = fields.number(), fields.number(), fields.number()
            if not (fields.position <= end <= len(self._buffer) and 0 <= delta <= self.last_offset_delta):
                return self._rest(fault)
            key, value = fields.text(end), fields.text(end)
        except (ValueError, IndexError):
            return self._rest(fault)
        self._pos = end
        return self._marked(length, self.base_offset + delta, self.first_timestamp + age, key, value, fault)

    def _rest(self, fault: str) -> Any:
        """What is left of the batch, as one record at its last offset: a fetch from any offset of the batch gets it."""
        self._next_record_index = self._num_records
        return self._marked(0, self.last_offset, self.max_timestamp, None, None, f"{fault}, to the end of its batch")

    def _marked(self, size: int, offset: int, at: int, key: bytes | None, value: bytes | None, fault: str) -> Any:
        return DefaultRecord(size, offset, at, self.timestamp_type, key, value, [(UNREADABLE, fault.encode())])


class _Fields:
    """Reads the fields of one record one after the other."""

    def __init__(self, buffer: bytearray, position: int) -> None:
        self._buffer = buffer
        self.position = position

    def number(self) -> int:
        """Raises: ValueError, IndexError."""
        number, self.position = decode_varint(self._buffer, self.position)
        return int(number)

    def text(self, end: int) -> bytes | None:
        """None when there is none, or when it would reach beyond the record. Raises: ValueError, IndexError."""
        length = self.number()
        if length < 0 or self.position + length > end:
            return None
        self.position += length
        return bytes(self._buffer[self.position - length : self.position])


class _Batches:
    def __init__(self, records: Any) -> None:
        self._records = records

    def next_batch(self) -> Any:
        batch = self._records.next_batch()
        return _Batch(batch._buffer) if isinstance(batch, DefaultRecordBatch) else batch  # noqa: SLF001 (its bytes are nowhere else)


class _PartitionRecords(Fetcher.PartitionRecords):  # type: ignore[misc]
    def _unpack_records(self, tp: Any, records: Any, *deserializers: Any) -> Iterator[Any]:
        found: Iterator[Any] = super()._unpack_records(tp, _Batches(records), *deserializers)
        return found
