"""Batches of Kafka's format, made by kafka-python and then broken."""

import struct
from typing import Any

from kafka.record.default_records import DefaultRecordBatch, DefaultRecordBatchBuilder
from kafka.record.memory_records import MemoryRecords
from kafka.record.util import calc_crc32c
from kafka.structs import TopicPartition

from localstack.eventsource.lenient import UNREADABLE, _PartitionRecords

type Shown = list[tuple[int, bytes | None, dict[str, bytes]]]


def batch(*, first: int = 0, codec: int = 0, damage: tuple[bytes, bytes] = (b"", b"")) -> bytes:
    """Three records; `codec` and `damage` are hidden from the checksum's eye by a new one."""
    builder = DefaultRecordBatchBuilder(2, 0, False, -1, -1, -1, 1_000_000)
    for number in range(3):
        builder.append(number, 1_000, b"k", b"value %d" % number, [(f"name{number}", b"")])
    made = bytearray(builder.build())
    struct.pack_into(">q", made, 0, first)
    made[DefaultRecordBatch.ATTRIBUTES_OFFSET + 1] |= codec
    made = made.replace(*damage) if damage[0] else made
    return bytes(with_checksum(made))


def with_checksum(made: bytearray) -> bytearray:
    checksum = calc_crc32c(memoryview(made)[DefaultRecordBatch.ATTRIBUTES_OFFSET :])
    struct.pack_into(">I", made, DefaultRecordBatch.CRC_OFFSET, checksum)
    return made


def read(log: bytes, offset: int = 0) -> Shown:
    records: Any = _PartitionRecords(offset, TopicPartition("things", 0), MemoryRecords(log))
    return [(found.offset, found.value, dict(found.headers)) for found in records.take(None)]


HEALTHY: Shown = [(number, b"value %d" % number, {f"name{number}": b""}) for number in range(3)]


def test_a_batch_that_can_be_read_is_read() -> None:
    assert HEALTHY == read(batch())


def test_a_header_name_that_is_no_text_spoils_its_own_record_alone() -> None:
    spoilt = (1, b"value 1", {UNREADABLE: b"UnicodeDecodeError"})
    assert [HEALTHY[0], spoilt, HEALTHY[2]] == read(batch(damage=(b"name1", b"nam\xff1")))


def test_reading_goes_on_in_the_middle_of_a_batch() -> None:
    assert [HEALTHY[2]] == read(batch(damage=(b"name1", b"nam\xff1")), offset=2)


def test_a_length_of_a_value_that_is_wrong_spoils_its_own_record_alone() -> None:
    # 14 is the zigzag number 7, the length of the value.
    found = read(batch(damage=(b"\x0evalue 1", b"\x7evalue 1")))
    assert (HEALTHY[0], [UNREADABLE], HEALTHY[2]) == (found[0], list(found[1][2]), found[2])


def test_a_record_that_leads_out_of_its_batch_ends_it() -> None:
    # 42 is the zigzag number 21, the length of the last record; 4 is its number.
    found = read(batch(damage=(b"\x2a\x00\x00\x04", b"\x7e\x00\x00\x04")) + batch(first=3))
    assert ([0, 1, 2, 3, 4, 5], [UNREADABLE]) == ([offset for offset, _, _ in found], list(found[2][2]))


def test_a_codec_nobody_knows_makes_one_record_of_the_batch() -> None:
    unknown = (2, None, {UNREADABLE: b"UnsupportedCodecError, to the end of its batch"})
    assert [unknown, 3] == [read(batch(codec=7))[0], read(batch(codec=7) + batch(first=3))[1][0]]


def test_a_batch_that_cannot_be_decompressed_is_one_record() -> None:
    assert [2] == [offset for offset, _, _ in read(batch(codec=1))]


def test_a_batch_whose_checksum_is_wrong_is_one_record() -> None:
    made = bytearray(batch())
    made[-1] ^= 1
    assert [(2, None, {UNREADABLE: b"wrong checksum, to the end of its batch"})] == read(bytes(made))
