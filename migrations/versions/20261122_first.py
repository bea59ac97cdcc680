"""The first tables: registry, signals, calls, the feed of facts.

Why: everything the walk of a press needs. Facts are insert-only for the application's role, by grants; the feed is cut
into parts of ten million numbers, made ahead of need by `make_fact_parts`, with a default part as the last net.
"""

from alembic import op

revision = "20261122_first"
down_revision = None
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE command_results (
    key UUID NOT NULL,
    actor TEXT NOT NULL,
    request BYTEA NOT NULL,
    answer JSON,
    repeats INTEGER DEFAULT 0 NOT NULL,
    first_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_command_results PRIMARY KEY (key)
);

CREATE INDEX ix_command_results_first_at ON command_results (first_at);

CREATE TABLE facts (
    feed INTEGER NOT NULL,
    seq BIGINT NOT NULL,
    at timestamptz NOT NULL,
    kind TEXT NOT NULL,
    call UUID,
    version INTEGER,
    station TEXT,
    body JSON NOT NULL,
    hash BYTEA NOT NULL,
    CONSTRAINT pk_facts PRIMARY KEY (feed, seq)
) PARTITION BY RANGE (seq);

CREATE INDEX ix_facts_call_version ON facts (call, version) WHERE call IS NOT NULL;

CREATE TABLE feed_heads (
    feed INTEGER NOT NULL,
    seq BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    day TEXT NOT NULL,
    last_number INTEGER NOT NULL,
    CONSTRAINT pk_feed_heads PRIMARY KEY (feed)
);

CREATE TABLE pagers (
    id TEXT NOT NULL,
    CONSTRAINT pk_pagers PRIMARY KEY (id)
);

CREATE TABLE policies (
    version INTEGER NOT NULL,
    document JSON NOT NULL,
    made_by TEXT NOT NULL,
    made_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_policies PRIMARY KEY (version)
);

CREATE TABLE sign_in_failures (
    login TEXT NOT NULL,
    address TEXT NOT NULL,
    failures INTEGER NOT NULL,
    last_at timestamptz NOT NULL,
    CONSTRAINT pk_sign_in_failures PRIMARY KEY (login, address)
);

CREATE TABLE stations (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    latitude double precision NOT NULL,
    longitude double precision NOT NULL,
    neighbours TEXT[] DEFAULT '{}' NOT NULL,
    CONSTRAINT pk_stations PRIMARY KEY (id),
    CONSTRAINT uq_stations_name UNIQUE (name)
);

CREATE TABLE units (
    id TEXT NOT NULL,
    boot TEXT,
    last_n BIGINT DEFAULT 0 NOT NULL,
    missing JSONB DEFAULT '[]' NOT NULL,
    last_heard_at timestamptz,
    silent_since timestamptz,
    faults TEXT[] DEFAULT '{}' NOT NULL,
    battery_percent INTEGER,
    pager_battery_percent INTEGER,
    signal_dbm INTEGER,
    tested_at timestamptz,
    presses BIGINT DEFAULT 0 NOT NULL,
    heartbeats BIGINT DEFAULT 0 NOT NULL,
    others BIGINT DEFAULT 0 NOT NULL,
    duplicates BIGINT DEFAULT 0 NOT NULL,
    CONSTRAINT pk_units PRIMARY KEY (id)
);

CREATE INDEX ix_units_last_heard_at_audible ON units (last_heard_at) WHERE silent_since IS NULL;

CREATE TABLE unknown_units (
    token_hash BYTEA NOT NULL,
    address TEXT NOT NULL,
    tries BIGINT NOT NULL,
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    CONSTRAINT pk_unknown_units PRIMARY KEY (token_hash)
);

CREATE TABLE signals (
    unit TEXT NOT NULL,
    boot TEXT NOT NULL,
    n BIGINT NOT NULL,
    kind TEXT NOT NULL,
    received_at timestamptz NOT NULL,
    committed_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    pressed_at timestamptz,
    clock_suspect BOOLEAN DEFAULT false NOT NULL,
    call UUID,
    message JSON,
    answer JSON NOT NULL,
    duplicates INTEGER DEFAULT 0 NOT NULL,
    CONSTRAINT pk_signals PRIMARY KEY (unit, boot, n),
    CONSTRAINT fk_signals_unit_units FOREIGN KEY(unit) REFERENCES units (id)
);

CREATE INDEX ix_signals_committed_at_heartbeat ON signals (committed_at) WHERE kind = 'heartbeat';

CREATE TABLE staff (
    id TEXT NOT NULL,
    login TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    station TEXT,
    phone TEXT,
    password_hash TEXT NOT NULL,
    disabled_at timestamptz,
    CONSTRAINT pk_staff PRIMARY KEY (id),
    CONSTRAINT ck_staff_role CHECK (role IN ('caregiver','dispatcher','supervisor','administrator')),
    CONSTRAINT ck_staff_caregiver_has_station CHECK (role <> 'caregiver' OR station IS NOT NULL),
    CONSTRAINT uq_staff_login UNIQUE (login),
    CONSTRAINT fk_staff_station_stations FOREIGN KEY(station) REFERENCES stations (id)
);

CREATE TABLE unit_tokens (
    token_hash BYTEA NOT NULL,
    unit TEXT NOT NULL,
    created_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    retired_at timestamptz,
    CONSTRAINT pk_unit_tokens PRIMARY KEY (token_hash),
    CONSTRAINT fk_unit_tokens_unit_units FOREIGN KEY(unit) REFERENCES units (id)
);

CREATE INDEX ix_unit_tokens_unit ON unit_tokens (unit);

CREATE TABLE duties (
    staff TEXT NOT NULL,
    is_on_duty BOOLEAN DEFAULT false NOT NULL,
    can_ring BOOLEAN DEFAULT false NOT NULL,
    is_planned BOOLEAN DEFAULT false NOT NULL,
    started_at timestamptz,
    CONSTRAINT pk_duties PRIMARY KEY (staff),
    CONSTRAINT fk_duties_staff_staff FOREIGN KEY(staff) REFERENCES staff (id)
);

CREATE TABLE residents (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    birth_date TEXT,
    sex TEXT,
    phone TEXT,
    address TEXT NOT NULL,
    station TEXT NOT NULL,
    latitude double precision,
    longitude double precision,
    lives_alone BOOLEAN DEFAULT false NOT NULL,
    risk_marks TEXT[] DEFAULT '{}' NOT NULL,
    medical_notes TEXT,
    access_notes TEXT,
    key_safe_code TEXT,
    primary_caregiver TEXT,
    backup_caregiver TEXT,
    CONSTRAINT pk_residents PRIMARY KEY (id),
    CONSTRAINT fk_residents_station_stations FOREIGN KEY(station) REFERENCES stations (id),
    CONSTRAINT fk_residents_primary_caregiver_staff FOREIGN KEY(primary_caregiver) REFERENCES staff (id),
    CONSTRAINT fk_residents_backup_caregiver_staff FOREIGN KEY(backup_caregiver) REFERENCES staff (id)
);

CREATE TABLE sessions (
    token_hash BYTEA NOT NULL,
    id UUID NOT NULL,
    staff TEXT NOT NULL,
    kind TEXT NOT NULL,
    started_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    CONSTRAINT pk_sessions PRIMARY KEY (token_hash),
    CONSTRAINT ck_sessions_kind CHECK (kind IN ('browser','program')),
    CONSTRAINT uq_sessions_id UNIQUE (id),
    CONSTRAINT fk_sessions_staff_staff FOREIGN KEY(staff) REFERENCES staff (id)
);

CREATE INDEX ix_sessions_staff ON sessions (staff);

CREATE TABLE shifts (
    id UUID NOT NULL,
    staff TEXT NOT NULL,
    station TEXT NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    CONSTRAINT pk_shifts PRIMARY KEY (id),
    CONSTRAINT ck_shifts_runs_forward CHECK (starts_at < ends_at),
    CONSTRAINT fk_shifts_staff_staff FOREIGN KEY(staff) REFERENCES staff (id),
    CONSTRAINT fk_shifts_station_stations FOREIGN KEY(station) REFERENCES stations (id)
);

CREATE INDEX ix_shifts_staff_starts_at ON shifts (staff, starts_at);

CREATE TABLE calls (
    id UUID NOT NULL,
    number TEXT NOT NULL,
    kind TEXT NOT NULL,
    priority INTEGER NOT NULL,
    state TEXT NOT NULL,
    version INTEGER NOT NULL,
    resident TEXT,
    station TEXT,
    unit TEXT,
    accepted_by TEXT,
    arrived_by TEXT,
    received_at timestamptz NOT NULL,
    raised_at timestamptz NOT NULL,
    pressed_at timestamptz,
    first_human_at timestamptz,
    accepted_at timestamptz,
    first_arrived_at timestamptz,
    resolved_at timestamptz,
    outcome TEXT,
    breach BOOLEAN DEFAULT false NOT NULL,
    due_at timestamptz,
    seq BIGINT NOT NULL,
    body JSONB NOT NULL,
    CONSTRAINT pk_calls PRIMARY KEY (id),
    CONSTRAINT ck_calls_state CHECK (state IN ('waiting','accepted','travelling','on_scene','resolved')),
    CONSTRAINT ck_calls_resolved_has_time CHECK ((state = 'resolved') = (resolved_at IS NOT NULL)),
    CONSTRAINT ck_calls_open_has_owner_or_due
        CHECK (state = 'resolved' OR accepted_by IS NOT NULL OR due_at IS NOT NULL),
    CONSTRAINT uq_calls_number UNIQUE (number),
    CONSTRAINT fk_calls_resident_residents FOREIGN KEY(resident) REFERENCES residents (id),
    CONSTRAINT fk_calls_station_stations FOREIGN KEY(station) REFERENCES stations (id),
    CONSTRAINT fk_calls_unit_units FOREIGN KEY(unit) REFERENCES units (id),
    CONSTRAINT fk_calls_accepted_by_staff FOREIGN KEY(accepted_by) REFERENCES staff (id),
    CONSTRAINT fk_calls_arrived_by_staff FOREIGN KEY(arrived_by) REFERENCES staff (id)
);

CREATE INDEX ix_calls_accepted_by_accepted_at ON calls (accepted_by, accepted_at);

CREATE INDEX ix_calls_accepted_by_open ON calls (accepted_by) WHERE state <> 'resolved';

CREATE INDEX ix_calls_due_at ON calls (due_at) WHERE due_at IS NOT NULL;

CREATE INDEX ix_calls_open ON calls (priority, received_at) WHERE state <> 'resolved';

CREATE INDEX ix_calls_received_at ON calls (received_at);

CREATE INDEX ix_calls_resident_received_at ON calls (resident, received_at);

CREATE INDEX ix_calls_unit_task ON calls (unit) WHERE state <> 'resolved' AND kind = 'technical';

CREATE UNIQUE INDEX uq_calls_resident_open ON calls (resident) WHERE state <> 'resolved' AND kind <> 'technical';

CREATE UNIQUE INDEX uq_calls_unit_open ON calls (unit)
    WHERE state <> 'resolved' AND kind <> 'technical' AND resident IS NULL;

CREATE TABLE contacts (
    resident TEXT NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    relation TEXT NOT NULL,
    phone TEXT NOT NULL,
    CONSTRAINT pk_contacts PRIMARY KEY (resident, position),
    CONSTRAINT fk_contacts_resident_residents FOREIGN KEY(resident) REFERENCES residents (id)
);

CREATE TABLE pairings (
    id UUID NOT NULL,
    unit TEXT NOT NULL,
    pager TEXT NOT NULL,
    resident TEXT NOT NULL,
    from_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    until_at timestamptz,
    CONSTRAINT pk_pairings PRIMARY KEY (id),
    CONSTRAINT fk_pairings_unit_units FOREIGN KEY(unit) REFERENCES units (id),
    CONSTRAINT fk_pairings_pager_pagers FOREIGN KEY(pager) REFERENCES pagers (id),
    CONSTRAINT fk_pairings_resident_residents FOREIGN KEY(resident) REFERENCES residents (id)
);

CREATE INDEX ix_pairings_resident_current ON pairings (resident) WHERE until_at IS NULL;

CREATE UNIQUE INDEX uq_pairings_pager_current ON pairings (pager) WHERE until_at IS NULL;

CREATE UNIQUE INDEX uq_pairings_unit_current ON pairings (unit) WHERE until_at IS NULL;

CREATE TABLE reveals (
    id UUID NOT NULL,
    staff TEXT NOT NULL,
    resident TEXT NOT NULL,
    call UUID NOT NULL,
    fields TEXT[] NOT NULL,
    at timestamptz DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_reveals PRIMARY KEY (id),
    CONSTRAINT fk_reveals_staff_staff FOREIGN KEY(staff) REFERENCES staff (id),
    CONSTRAINT fk_reveals_resident_residents FOREIGN KEY(resident) REFERENCES residents (id)
);

CREATE INDEX ix_reveals_resident_at ON reveals (resident, at);

CREATE TABLE offers (
    id UUID NOT NULL,
    call UUID NOT NULL,
    caregiver TEXT NOT NULL,
    wave INTEGER NOT NULL,
    state TEXT NOT NULL,
    made_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    delivered_at timestamptz,
    ended_at timestamptz,
    CONSTRAINT pk_offers PRIMARY KEY (id),
    CONSTRAINT fk_offers_call_calls FOREIGN KEY(call) REFERENCES calls (id),
    CONSTRAINT fk_offers_caregiver_staff FOREIGN KEY(caregiver) REFERENCES staff (id)
);

CREATE INDEX ix_offers_call ON offers (call);

CREATE INDEX ix_offers_caregiver_pending ON offers (caregiver) WHERE state IN ('open','delivered');
"""

ROLE = """
DO $$
BEGIN
    CREATE ROLE callcenter_app NOLOGIN;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN NULL;
END $$;

DO $$
BEGIN
    EXECUTE format('GRANT callcenter_app TO %I', current_user);
EXCEPTION
    WHEN OTHERS THEN
        IF NOT pg_has_role(current_user, 'callcenter_app', 'MEMBER') THEN RAISE; END IF;
END $$;
"""

GRANTS = """
GRANT USAGE ON SCHEMA public TO callcenter_app;

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO callcenter_app;

REVOKE UPDATE, DELETE, TRUNCATE ON facts FROM callcenter_app;
"""

PARTS = """
CREATE TABLE facts_default PARTITION OF facts DEFAULT;

CREATE FUNCTION make_fact_parts(ahead integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    size CONSTANT bigint := 10000000;
    part bigint;
    made integer := 0;
BEGIN
    FOR part IN SELECT seq / size + step FROM feed_heads, generate_series(0, ahead) AS step WHERE feed = 1 LOOP
        IF to_regclass(format('facts_%s', part)) IS NULL THEN
            EXECUTE format('CREATE TABLE facts_%s PARTITION OF facts FOR VALUES FROM (%s) TO (%s)',
                           part, part * size, (part + 1) * size);
            made := made + 1;
        END IF;
    END LOOP;
    RETURN made;
END $$;

INSERT INTO feed_heads (feed, seq, hash, day, last_number) VALUES (1, 0, decode(repeat('00', 32), 'hex'), '', 0);

SELECT make_fact_parts(2);

REVOKE ALL ON FUNCTION make_fact_parts(integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION make_fact_parts(integer) TO callcenter_app;
"""


def upgrade() -> None:
    """Tables first, then the rights, then the parts of the feed: parts are reached through their parent only."""
    for statement in (*_whole(TABLES), *_whole(ROLE), *_whole(GRANTS), *_whole(PARTS)):
        op.execute(statement)


def downgrade() -> None:
    """Drop everything but the role, which other databases of the cluster may share."""
    op.execute("DROP FUNCTION make_fact_parts(integer)")
    for table in reversed(TABLES.split("CREATE TABLE ")[1:]):
        op.execute(f"DROP TABLE {table.split(' ', 1)[0]} CASCADE")


def _whole(script: str) -> list[str]:
    """Statements are separated by empty lines."""
    return script.strip().split("\n\n")
