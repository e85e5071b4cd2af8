"""Every table, once. Migrations create them; a contract test compares the two.

People are `account` rows; a doctor's or patient's id is the account's id, and so is `occupancy.resource_id`.
Wall-clock times are minutes of the day (0 to 1440); instants are timestamptz.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    Interval,
    LargeBinary,
    MetaData,
    Numeric,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP, TSTZRANGE, UUID, ExcludeConstraint

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "fk": "%(table_name)s_%(column_0_name)s_fkey",
        "uq": "%(table_name)s_%(column_0_name)s_key",
        "ck": "%(table_name)s_%(constraint_name)s_check",
        "ix": "%(table_name)s_%(column_0_name)s_idx",
    }
)

_instant = TIMESTAMP(timezone=True)
_now = text("now()")


def _id() -> Column[object]:
    return Column("id", UUID(as_uuid=True), primary_key=True)


def _reference(name: str, target: str, *, primary_key: bool = False, nullable: bool = False) -> Column[object]:
    key = ForeignKey(target, ondelete="CASCADE")
    return Column(name, UUID(as_uuid=True), key, primary_key=primary_key, nullable=nullable)


# People and their ways in.

account = Table(
    "account",
    metadata,
    _id(),
    Column("email", String(320), nullable=False, unique=True),  # lower case
    Column("password_hash", Text),  # null until an invited doctor has chosen one
    Column("full_name", String(200), nullable=False),
    Column("role", String(16), CheckConstraint("role IN ('patient', 'doctor', 'admin')", name="role"), nullable=False),
    Column("time_zone", String(64), nullable=False),
    Column("locale", String(35), nullable=False, server_default="en"),
    Column("phone", String(32)),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    Column("email_verified_at", _instant),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("created_at", _instant, nullable=False, server_default=_now),
)

session = Table(
    "session",
    metadata,
    _id(),
    _reference("account_id", "account.id"),
    Column("created_at", _instant, nullable=False, server_default=_now),
    Column("revoked_at", _instant),
    Index("session_account_id_idx", "account_id"),
)

refresh_token = Table(
    "refresh_token",
    metadata,
    Column("hash", LargeBinary, primary_key=True),  # SHA-256 of the token
    _reference("session_id", "session.id"),
    Column("expires_at", _instant, nullable=False),
    Column("used_at", _instant),  # a used token that comes again revokes the session
    Index("refresh_token_session_id_idx", "session_id"),
)

one_time_token = Table(
    "one_time_token",
    metadata,
    Column("hash", LargeBinary, primary_key=True),  # SHA-256 of the token
    _reference("account_id", "account.id"),
    Column("purpose", String(16), CheckConstraint("purpose IN ('verify', 'reset')", name="purpose"), nullable=False),
    Column("expires_at", _instant, nullable=False),
    Column("used_at", _instant),
    Index("one_time_token_account_id_idx", "account_id"),
)

throttle = Table(
    "throttle",
    metadata,
    Column("bucket", String(400), primary_key=True),  # who, and at what: "sign-in:account:<hash>"
    Column("failures", Integer, nullable=False),
    Column("began_at", _instant, nullable=False),  # of the window that failures are counted in
    Column("last_failure_at", _instant, nullable=False),
    Column("blocked_until", _instant),
)

account_mail = Table(
    "account_mail",
    metadata,
    _id(),
    _reference("account_id", "account.id"),
    Column("kind", String(24), nullable=False),
    Column("created_at", _instant, nullable=False, server_default=_now),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("next_attempt_at", _instant, nullable=False, server_default=_now),
    Column("last_error", Text),
    Column("sent_at", _instant),
    Column("failed_at", _instant),
    Index("account_mail_due_idx", "next_attempt_at", postgresql_where=text("sent_at IS NULL AND failed_at IS NULL")),
    Index("account_mail_account_id_idx", "account_id", "created_at"),
)

idempotency_key = Table(
    "idempotency_key",
    metadata,
    Column("scope", String(64), primary_key=True),  # account id, or "anonymous" and the source address
    Column("key", String(255), primary_key=True),
    Column("fingerprint", LargeBinary, nullable=False),  # HMAC-SHA-256 of method, path and body
    Column("status", SmallInteger),  # null while the first request is under way
    Column("headers", JSONB),
    Column("body", LargeBinary),
    Column("created_at", _instant, nullable=False, server_default=_now),
    Index("idempotency_key_created_at_idx", "created_at"),
)

# Doctors and when they work.

doctor = Table(
    "doctor",
    metadata,
    _reference("id", "account.id", primary_key=True),
    Column("specialty", String(80), nullable=False),
    Column("bio", Text, nullable=False, server_default=""),
    Column("qualifications", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    Column("languages", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    Column("location", Text),
    Column("consultation_fee", Numeric(10, 2)),
    Column("time_zone", String(64), nullable=False),
    Column("slot_minutes", SmallInteger, nullable=False, server_default=text("30")),
    Column("buffer_minutes", SmallInteger, nullable=False, server_default=text("0")),
    Column("minimum_notice_minutes", Integer, nullable=False, server_default=text("0")),
    Column("horizon_days", SmallInteger, nullable=False, server_default=text("90")),
    Column("change_notice_minutes", Integer, nullable=False, server_default=text("0")),
    Column("availability_version", Integer, nullable=False, server_default=text("1")),
    Column("openings_laid_on", Date),  # null until `opening` was filled for the first time
    Index("doctor_specialty_idx", text("lower(specialty)"), "id"),
)

visit_type = Table(
    "visit_type",
    metadata,
    _reference("doctor_id", "doctor.id", primary_key=True),
    Column("code", String(40), primary_key=True),
    Column("name", String(80), nullable=False),
    Column("minutes", SmallInteger, nullable=False),
    Column("position", SmallInteger, nullable=False),
)

weekly_window = Table(
    "weekly_window",
    metadata,
    _reference("doctor_id", "doctor.id", primary_key=True),
    Column("weekday", SmallInteger, CheckConstraint("weekday BETWEEN 1 AND 7", name="weekday"), primary_key=True),
    Column("start_minute", SmallInteger, primary_key=True),
    Column("end_minute", SmallInteger, nullable=False),
    CheckConstraint("0 <= start_minute AND start_minute < end_minute AND end_minute <= 1440", name="minutes"),
)

availability_override = Table(
    "availability_override",
    metadata,
    _reference("doctor_id", "doctor.id", primary_key=True),
    Column("date", Date, primary_key=True),  # with no windows the day is closed
)

override_window = Table(
    "override_window",
    metadata,
    Column("doctor_id", UUID(as_uuid=True), primary_key=True),
    Column("date", Date, primary_key=True),
    Column("start_minute", SmallInteger, primary_key=True),
    Column("end_minute", SmallInteger, nullable=False),
    ForeignKeyConstraint(
        ["doctor_id", "date"], ["availability_override.doctor_id", "availability_override.date"], ondelete="CASCADE"
    ),
    CheckConstraint("0 <= start_minute AND start_minute < end_minute AND end_minute <= 1440", name="minutes"),
)

time_off = Table(
    "time_off",
    metadata,
    _id(),
    _reference("doctor_id", "doctor.id"),
    Column("during", TSTZRANGE, CheckConstraint("NOT isempty(during)", name="during"), nullable=False),
    Column("reason", Text),
    Column("created_at", _instant, nullable=False, server_default=_now),
    Index("time_off_doctor_during_idx", "doctor_id", "during", postgresql_using="gist"),
)

# What the availability comes to in UTC, so that the earliest slots of a specialty need no expansion of anyone's wall clock.
# Derived from the tables above, never the truth: a booking is checked against those. What decides which opening comes next stands
# in each row and in both indexes, which are then read alone: joined from `doctor` and `visit_type` it took three times as long.
opening = Table(
    "opening",
    metadata,
    _reference("doctor_id", "doctor.id", primary_key=True),
    Column("starts_at", _instant, primary_key=True),
    Column("ends_at", _instant, nullable=False),
    Column("noticed_at", _instant, nullable=False),  # until then the first start may be booked: starts_at less the minimum notice
    Column("specialty", String(80), nullable=False),  # lower case
    Column("slot_minutes", SmallInteger, nullable=False),
    Column("visit_minutes", SmallInteger, nullable=False),  # of the doctor's first visit type
    Index(
        "opening_starts_idx",
        "specialty",
        "starts_at",
        "doctor_id",
        postgresql_include=["noticed_at", "ends_at", "slot_minutes", "visit_minutes"],
    ),
    Index(
        "opening_noticed_idx",
        "specialty",
        "noticed_at",
        "doctor_id",
        postgresql_include=["starts_at", "ends_at", "slot_minutes", "visit_minutes"],
    ),
)

# Visits.

appointment = Table(
    "appointment",
    metadata,
    _id(),
    Column("doctor_id", UUID(as_uuid=True), ForeignKey("doctor.id"), nullable=False),
    Column("patient_id", UUID(as_uuid=True), ForeignKey("account.id"), nullable=False),
    Column("starts_at", _instant, nullable=False),
    Column("ends_at", _instant, nullable=False),
    Column("visit_type", String(40), nullable=False),
    Column(
        "status",
        String(16),
        CheckConstraint("status IN ('booked', 'confirmed', 'completed', 'no_show', 'cancelled')", name="status"),
        nullable=False,
    ),
    Column("reason", Text),
    Column("sequence", Integer, nullable=False, server_default=text("0")),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("created_at", _instant, nullable=False),
    Column("scheduled_at", _instant, nullable=False),  # when the present time was chosen: booked, or last moved
    CheckConstraint("starts_at < ends_at", name="times"),
    Index("appointment_doctor_id_idx", "doctor_id", "starts_at"),
    Index("appointment_starts_at_idx", "starts_at", "id"),  # an admin's list, and the figures of a period
    Index("appointment_patient_id_idx", "patient_id", "starts_at"),
    Index("appointment_due_idx", "starts_at", postgresql_where=text("status IN ('booked', 'confirmed')")),
)

# No double booking: one row per doctor and one per patient. A cancelled visit holds nothing.
occupancy = Table(
    "occupancy",
    metadata,
    Column("resource_id", UUID(as_uuid=True), nullable=False),
    Column("during", TSTZRANGE, CheckConstraint("NOT isempty(during)", name="during"), nullable=False),
    _reference("appointment_id", "appointment.id", nullable=True),
    Column("expires_at", _instant),
    ExcludeConstraint(("resource_id", "="), ("during", "&&"), using="gist", name="occupancy_no_overlap"),
    Index("occupancy_appointment_id_idx", "appointment_id"),
)

appointment_history = Table(
    "appointment_history",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("appointment_id", UUID(as_uuid=True), ForeignKey("appointment.id"), nullable=False),
    Column("at", _instant, nullable=False),
    Column("actor_id", UUID(as_uuid=True)),
    Column("action", String(16), nullable=False),
    Column("starts_at", _instant, nullable=False),
    Column("note", Text),
    Index("appointment_history_appointment_id_idx", "appointment_id"),
)

# What others are told.

outbox = Table(
    "outbox",
    metadata,
    Column("position", BigInteger, Identity(always=True), primary_key=True),
    Column("event_id", UUID(as_uuid=True), nullable=False, unique=True),
    Column("type", String(64), nullable=False),
    Column("occurred_at", _instant, nullable=False),
    Column("appointment_id", UUID(as_uuid=True), nullable=False),
    Column("doctor_id", UUID(as_uuid=True), nullable=False),
    Column("patient_id", UUID(as_uuid=True), nullable=False),
    Column("starts_at", _instant, nullable=False),
    Column("ends_at", _instant, nullable=False),
    Column("status", String(16), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("previous_starts_at", _instant),  # rescheduled alone
    Column("reminder_offset", Interval),  # reminder alone
    Column("traceparent", String(55)),
    Column("published_at", _instant),
    Index("outbox_unpublished_idx", "position", postgresql_where=text("published_at IS NULL")),
    Index("outbox_appointment_id_idx", "appointment_id", "position"),
)

reminder = Table(
    "reminder",
    metadata,
    _reference("appointment_id", "appointment.id", primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("offset", Interval, primary_key=True),
    Column("emitted_at", _instant, nullable=False),
)

notification = Table(
    "notification",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("event_id", UUID(as_uuid=True), nullable=False),
    Column("recipient", UUID(as_uuid=True), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("appointment_id", UUID(as_uuid=True), nullable=False),
    Column(
        "status",
        String(16),
        CheckConstraint("status IN ('sent', 'failed', 'skipped')", name="status"),
        nullable=False,
    ),
    Column("attempts", Integer, nullable=False),
    Column("detail", Text),  # why it was skipped, or what the mail server said
    Column("created_at", _instant, nullable=False, server_default=_now),
    Column("updated_at", _instant, nullable=False, server_default=_now),
    UniqueConstraint("event_id", "recipient", "channel", name="notification_once"),
    Index("notification_status_idx", "status", "id"),
    Index("notification_recipient_idx", "recipient", "id"),
)
