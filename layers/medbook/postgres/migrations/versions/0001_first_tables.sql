CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE account (
    id UUID NOT NULL,
    email VARCHAR(320) NOT NULL,
    password_hash TEXT,
    full_name VARCHAR(200) NOT NULL,
    role VARCHAR(16) NOT NULL CONSTRAINT account_role_check CHECK (role IN ('patient', 'doctor', 'admin')),
    time_zone VARCHAR(64) NOT NULL,
    locale VARCHAR(35) DEFAULT 'en' NOT NULL,
    phone VARCHAR(32),
    active BOOLEAN DEFAULT true NOT NULL,
    email_verified_at TIMESTAMP WITH TIME ZONE,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT account_pkey PRIMARY KEY (id),
    CONSTRAINT account_email_key UNIQUE (email)
);

CREATE TABLE idempotency_key (
    scope VARCHAR(64) NOT NULL,
    key VARCHAR(255) NOT NULL,
    fingerprint BYTEA NOT NULL,
    status SMALLINT,
    headers JSONB,
    body BYTEA,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT idempotency_key_pkey PRIMARY KEY (scope, key)
);
CREATE INDEX idempotency_key_created_at_idx ON idempotency_key (created_at);

CREATE TABLE notification (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    event_id UUID NOT NULL,
    recipient UUID NOT NULL,
    channel VARCHAR(16) NOT NULL,
    kind VARCHAR(16) NOT NULL,
    appointment_id UUID NOT NULL,
    status VARCHAR(16) NOT NULL CONSTRAINT notification_status_check CHECK (status IN ('sent', 'failed', 'skipped')),
    attempts INTEGER NOT NULL,
    detail TEXT,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT notification_pkey PRIMARY KEY (id),
    CONSTRAINT notification_once UNIQUE (event_id, recipient, channel)
);
CREATE INDEX notification_recipient_idx ON notification (recipient, id);
CREATE INDEX notification_status_idx ON notification (status, id);

CREATE TABLE outbox (
    position BIGINT GENERATED ALWAYS AS IDENTITY,
    event_id UUID NOT NULL,
    type VARCHAR(64) NOT NULL,
    occurred_at TIMESTAMP WITH TIME ZONE NOT NULL,
    appointment_id UUID NOT NULL,
    doctor_id UUID NOT NULL,
    patient_id UUID NOT NULL,
    starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
    status VARCHAR(16) NOT NULL,
    sequence INTEGER NOT NULL,
    previous_starts_at TIMESTAMP WITH TIME ZONE,
    reminder_offset INTERVAL,
    traceparent VARCHAR(55),
    published_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT outbox_pkey PRIMARY KEY (position),
    CONSTRAINT outbox_event_id_key UNIQUE (event_id)
);
CREATE INDEX outbox_appointment_id_idx ON outbox (appointment_id, position);
CREATE INDEX outbox_unpublished_idx ON outbox (position) WHERE published_at IS NULL;

CREATE TABLE throttle (
    bucket VARCHAR(400) NOT NULL,
    failures INTEGER NOT NULL,
    began_at TIMESTAMP WITH TIME ZONE NOT NULL,
    last_failure_at TIMESTAMP WITH TIME ZONE NOT NULL,
    blocked_until TIMESTAMP WITH TIME ZONE,
    CONSTRAINT throttle_pkey PRIMARY KEY (bucket)
);

CREATE TABLE account_mail (
    id UUID NOT NULL,
    account_id UUID NOT NULL,
    kind VARCHAR(24) NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    attempts INTEGER DEFAULT 0 NOT NULL,
    next_attempt_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    last_error TEXT,
    sent_at TIMESTAMP WITH TIME ZONE,
    failed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT account_mail_pkey PRIMARY KEY (id),
    CONSTRAINT account_mail_account_id_fkey FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE CASCADE
);
CREATE INDEX account_mail_account_id_idx ON account_mail (account_id, created_at);
CREATE INDEX account_mail_due_idx ON account_mail (next_attempt_at) WHERE sent_at IS NULL AND failed_at IS NULL;

CREATE TABLE doctor (
    id UUID NOT NULL,
    specialty VARCHAR(80) NOT NULL,
    bio TEXT DEFAULT '' NOT NULL,
    qualifications TEXT[] DEFAULT '{}' NOT NULL,
    languages TEXT[] DEFAULT '{}' NOT NULL,
    location TEXT,
    consultation_fee NUMERIC(10, 2),
    time_zone VARCHAR(64) NOT NULL,
    slot_minutes SMALLINT DEFAULT 30 NOT NULL,
    buffer_minutes SMALLINT DEFAULT 0 NOT NULL,
    minimum_notice_minutes INTEGER DEFAULT 0 NOT NULL,
    horizon_days SMALLINT DEFAULT 90 NOT NULL,
    change_notice_minutes INTEGER DEFAULT 0 NOT NULL,
    availability_version INTEGER DEFAULT 1 NOT NULL,
    openings_laid_on DATE,
    CONSTRAINT doctor_pkey PRIMARY KEY (id),
    CONSTRAINT doctor_id_fkey FOREIGN KEY(id) REFERENCES account (id) ON DELETE CASCADE
);
CREATE INDEX doctor_specialty_idx ON doctor (lower(specialty), id);

CREATE TABLE one_time_token (
    hash BYTEA NOT NULL,
    account_id UUID NOT NULL,
    purpose VARCHAR(16) NOT NULL CONSTRAINT one_time_token_purpose_check CHECK (purpose IN ('verify', 'reset')),
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    used_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT one_time_token_pkey PRIMARY KEY (hash),
    CONSTRAINT one_time_token_account_id_fkey FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE CASCADE
);
CREATE INDEX one_time_token_account_id_idx ON one_time_token (account_id);

CREATE TABLE session (
    id UUID NOT NULL,
    account_id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    revoked_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT session_pkey PRIMARY KEY (id),
    CONSTRAINT session_account_id_fkey FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE CASCADE
);
CREATE INDEX session_account_id_idx ON session (account_id);

CREATE TABLE appointment (
    id UUID NOT NULL,
    doctor_id UUID NOT NULL,
    patient_id UUID NOT NULL,
    starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
    visit_type VARCHAR(40) NOT NULL,
    status VARCHAR(16) NOT NULL CONSTRAINT appointment_status_check CHECK (status IN ('booked', 'confirmed', 'completed', 'no_show', 'cancelled')),
    reason TEXT,
    sequence INTEGER DEFAULT 0 NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    scheduled_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT appointment_pkey PRIMARY KEY (id),
    CONSTRAINT appointment_times_check CHECK (starts_at < ends_at),
    CONSTRAINT appointment_doctor_id_fkey FOREIGN KEY(doctor_id) REFERENCES doctor (id),
    CONSTRAINT appointment_patient_id_fkey FOREIGN KEY(patient_id) REFERENCES account (id)
);
CREATE INDEX appointment_doctor_id_idx ON appointment (doctor_id, starts_at);
CREATE INDEX appointment_due_idx ON appointment (starts_at) WHERE status IN ('booked', 'confirmed');
CREATE INDEX appointment_patient_id_idx ON appointment (patient_id, starts_at);
CREATE INDEX appointment_starts_at_idx ON appointment (starts_at, id);

CREATE TABLE availability_override (
    doctor_id UUID NOT NULL,
    date DATE NOT NULL,
    CONSTRAINT availability_override_pkey PRIMARY KEY (doctor_id, date),
    CONSTRAINT availability_override_doctor_id_fkey FOREIGN KEY(doctor_id) REFERENCES doctor (id) ON DELETE CASCADE
);

CREATE TABLE opening (
    doctor_id UUID NOT NULL,
    starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
    noticed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    specialty VARCHAR(80) NOT NULL,
    slot_minutes SMALLINT NOT NULL,
    visit_minutes SMALLINT NOT NULL,
    CONSTRAINT opening_pkey PRIMARY KEY (doctor_id, starts_at),
    CONSTRAINT opening_doctor_id_fkey FOREIGN KEY(doctor_id) REFERENCES doctor (id) ON DELETE CASCADE
);
CREATE INDEX opening_noticed_idx ON opening (specialty, noticed_at, doctor_id) INCLUDE (starts_at, ends_at, slot_minutes, visit_minutes);
CREATE INDEX opening_starts_idx ON opening (specialty, starts_at, doctor_id) INCLUDE (noticed_at, ends_at, slot_minutes, visit_minutes);

CREATE TABLE refresh_token (
    hash BYTEA NOT NULL,
    session_id UUID NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    used_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT refresh_token_pkey PRIMARY KEY (hash),
    CONSTRAINT refresh_token_session_id_fkey FOREIGN KEY(session_id) REFERENCES session (id) ON DELETE CASCADE
);
CREATE INDEX refresh_token_session_id_idx ON refresh_token (session_id);

CREATE TABLE time_off (
    id UUID NOT NULL,
    doctor_id UUID NOT NULL,
    during TSTZRANGE NOT NULL CONSTRAINT time_off_during_check CHECK (NOT isempty(during)),
    reason TEXT,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT time_off_pkey PRIMARY KEY (id),
    CONSTRAINT time_off_doctor_id_fkey FOREIGN KEY(doctor_id) REFERENCES doctor (id) ON DELETE CASCADE
);
CREATE INDEX time_off_doctor_during_idx ON time_off USING gist (doctor_id, during);

CREATE TABLE visit_type (
    doctor_id UUID NOT NULL,
    code VARCHAR(40) NOT NULL,
    name VARCHAR(80) NOT NULL,
    minutes SMALLINT NOT NULL,
    position SMALLINT NOT NULL,
    CONSTRAINT visit_type_pkey PRIMARY KEY (doctor_id, code),
    CONSTRAINT visit_type_doctor_id_fkey FOREIGN KEY(doctor_id) REFERENCES doctor (id) ON DELETE CASCADE
);

CREATE TABLE weekly_window (
    doctor_id UUID NOT NULL,
    weekday SMALLINT NOT NULL CONSTRAINT weekly_window_weekday_check CHECK (weekday BETWEEN 1 AND 7),
    start_minute SMALLINT NOT NULL,
    end_minute SMALLINT NOT NULL,
    CONSTRAINT weekly_window_pkey PRIMARY KEY (doctor_id, weekday, start_minute),
    CONSTRAINT weekly_window_minutes_check CHECK (0 <= start_minute AND start_minute < end_minute AND end_minute <= 1440),
    CONSTRAINT weekly_window_doctor_id_fkey FOREIGN KEY(doctor_id) REFERENCES doctor (id) ON DELETE CASCADE
);

CREATE TABLE appointment_history (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    appointment_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    actor_id UUID,
    action VARCHAR(16) NOT NULL,
    starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
    note TEXT,
    CONSTRAINT appointment_history_pkey PRIMARY KEY (id),
    CONSTRAINT appointment_history_appointment_id_fkey FOREIGN KEY(appointment_id) REFERENCES appointment (id)
);
CREATE INDEX appointment_history_appointment_id_idx ON appointment_history (appointment_id);

CREATE TABLE occupancy (
    resource_id UUID NOT NULL,
    during TSTZRANGE NOT NULL CONSTRAINT occupancy_during_check CHECK (NOT isempty(during)),
    appointment_id UUID,
    expires_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT occupancy_no_overlap EXCLUDE USING gist (resource_id WITH =, during WITH &&),
    CONSTRAINT occupancy_appointment_id_fkey FOREIGN KEY(appointment_id) REFERENCES appointment (id) ON DELETE CASCADE
);
CREATE INDEX occupancy_appointment_id_idx ON occupancy (appointment_id);

CREATE TABLE override_window (
    doctor_id UUID NOT NULL,
    date DATE NOT NULL,
    start_minute SMALLINT NOT NULL,
    end_minute SMALLINT NOT NULL,
    CONSTRAINT override_window_pkey PRIMARY KEY (doctor_id, date, start_minute),
    CONSTRAINT override_window_doctor_id_fkey FOREIGN KEY(doctor_id, date) REFERENCES availability_override (doctor_id, date) ON DELETE CASCADE,
    CONSTRAINT override_window_minutes_check CHECK (0 <= start_minute AND start_minute < end_minute AND end_minute <= 1440)
);

CREATE TABLE reminder (
    appointment_id UUID NOT NULL,
    sequence INTEGER NOT NULL,
    "offset" INTERVAL NOT NULL,
    emitted_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT reminder_pkey PRIMARY KEY (appointment_id, sequence, "offset"),
    CONSTRAINT reminder_appointment_id_fkey FOREIGN KEY(appointment_id) REFERENCES appointment (id) ON DELETE CASCADE
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER appointment_history_append_only BEFORE UPDATE OR DELETE ON appointment_history
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE FUNCTION refuse_time_off() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Waits for whoever is adding time off, who holds the doctor's row; the query below then sees what they have added.
    PERFORM 1 FROM doctor WHERE id = NEW.resource_id FOR KEY SHARE;
    IF FOUND AND EXISTS (SELECT FROM time_off WHERE doctor_id = NEW.resource_id AND during && NEW.during) THEN
        -- Who claims this has not seen the time off yet. Tried again, they will.
        RAISE EXCEPTION 'the doctor is away' USING ERRCODE = 'serialization_failure';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER occupancy_not_in_time_off AFTER INSERT ON occupancy
    FOR EACH ROW EXECUTE FUNCTION refuse_time_off();
