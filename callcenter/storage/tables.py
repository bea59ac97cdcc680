"""The tables, in the words of the glossary. Alembic owns their history; `alembic check` keeps the two the same."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSON, JSONB, UUID

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _moment(name: str, *, nullable: bool = True) -> Column[object]:
    return Column(name, DateTime(timezone=True), nullable=nullable)


def _now(name: str) -> Column[object]:
    return Column(name, DateTime(timezone=True), nullable=False, server_default=text("clock_timestamp()"))


stations = Table(
    "stations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("latitude", Double, nullable=False),
    Column("longitude", Double, nullable=False),
    Column("neighbours", ARRAY(Text), nullable=False, server_default="{}"),
)

staff = Table(
    "staff",
    metadata,
    Column("id", Text, primary_key=True),
    Column("login", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("station", Text, ForeignKey("stations.id")),
    Column("phone", Text),
    Column("password_hash", Text, nullable=False),
    _moment("disabled_at"),
    CheckConstraint("role IN ('caregiver','dispatcher','supervisor','administrator')", name="role"),
    CheckConstraint("role <> 'caregiver' OR station IS NOT NULL", name="caregiver_has_station"),
)

duties = Table(
    "duties",
    metadata,
    Column("staff", Text, ForeignKey("staff.id"), primary_key=True),
    Column("is_on_duty", Boolean, nullable=False, server_default=text("false")),
    Column("can_ring", Boolean, nullable=False, server_default=text("false")),
    Column("is_planned", Boolean, nullable=False, server_default=text("false")),
    _moment("started_at"),
    _moment("heard_at"),
    _moment("silent_since"),
)

shifts = Table(
    "shifts",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("staff", Text, ForeignKey("staff.id"), nullable=False),
    Column("station", Text, ForeignKey("stations.id"), nullable=False),
    _moment("starts_at", nullable=False),
    _moment("ends_at", nullable=False),
    CheckConstraint("starts_at < ends_at", name="runs_forward"),
    Index(None, "staff", "starts_at"),
)

residents = Table(
    "residents",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("birth_date", Text),
    Column("sex", Text),
    Column("phone", Text),
    Column("address", Text, nullable=False),
    Column("station", Text, ForeignKey("stations.id"), nullable=False),
    Column("latitude", Double),
    Column("longitude", Double),
    Column("lives_alone", Boolean, nullable=False, server_default=text("false")),
    Column("risk_marks", ARRAY(Text), nullable=False, server_default="{}"),
    Column("medical_notes", Text),
    Column("access_notes", Text),
    Column("key_safe_code", Text),
    Column("primary_caregiver", Text, ForeignKey("staff.id")),
    Column("backup_caregiver", Text, ForeignKey("staff.id")),
    Column("plans", JSONB, nullable=False, server_default=text("'{}'")),
    Column("search_words", Text, nullable=False, server_default=""),
)

contacts = Table(
    "contacts",
    metadata,
    Column("resident", Text, ForeignKey("residents.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("relation", Text, nullable=False),
    Column("phone", Text, nullable=False),
    PrimaryKeyConstraint("resident", "position"),
)

units = Table(
    "units",
    metadata,
    Column("id", Text, primary_key=True),
    Column("boot", Text),
    Column("last_n", BigInteger, nullable=False, server_default=text("0")),
    Column("missing", JSONB, nullable=False, server_default=text("'[]'")),
    _moment("last_heard_at"),
    _moment("silent_since"),
    Column("faults", ARRAY(Text), nullable=False, server_default="{}"),
    Column("battery_percent", Integer),
    Column("pager_battery_percent", Integer),
    Column("signal_dbm", Integer),
    _moment("tested_at"),
    Column("presses", BigInteger, nullable=False, server_default=text("0")),
    Column("heartbeats", BigInteger, nullable=False, server_default=text("0")),
    Column("others", BigInteger, nullable=False, server_default=text("0")),
    Column("duplicates", BigInteger, nullable=False, server_default=text("0")),
    Index("ix_units_last_heard_at_audible", "last_heard_at", postgresql_where=text("silent_since IS NULL")),
)

unit_tokens = Table(
    "unit_tokens",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("unit", Text, ForeignKey("units.id"), nullable=False),
    _now("created_at"),
    _moment("retired_at"),
    Index(None, "unit"),
)

pagers = Table("pagers", metadata, Column("id", Text, primary_key=True))

pairings = Table(
    "pairings",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("unit", Text, ForeignKey("units.id"), nullable=False),
    Column("pager", Text, ForeignKey("pagers.id"), nullable=False),
    Column("resident", Text, ForeignKey("residents.id"), nullable=False),
    _now("from_at"),
    _moment("until_at"),
    Index("uq_pairings_unit_current", "unit", unique=True, postgresql_where=text("until_at IS NULL")),
    Index("uq_pairings_pager_current", "pager", unique=True, postgresql_where=text("until_at IS NULL")),
    Index("ix_pairings_resident_current", "resident", postgresql_where=text("until_at IS NULL")),
)

signals = Table(
    "signals",
    metadata,
    Column("unit", Text, ForeignKey("units.id"), nullable=False),
    Column("boot", Text, nullable=False),
    Column("n", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    _moment("received_at", nullable=False),
    _now("committed_at"),
    _moment("pressed_at"),
    Column("clock_suspect", Boolean, nullable=False, server_default=text("false")),
    Column("call", UUID(as_uuid=True)),
    Column("message", JSON),
    Column("answer", JSON, nullable=False),
    Column("duplicates", Integer, nullable=False, server_default=text("0")),
    PrimaryKeyConstraint("unit", "boot", "n"),
    Index("ix_signals_committed_at_heartbeat", "committed_at", postgresql_where=text("kind = 'heartbeat'")),
)

calls = Table(
    "calls",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("resident", Text, ForeignKey("residents.id")),
    Column("station", Text, ForeignKey("stations.id")),
    Column("unit", Text, ForeignKey("units.id")),
    Column("accepted_by", Text, ForeignKey("staff.id")),
    Column("arrived_by", Text, ForeignKey("staff.id")),
    _moment("received_at", nullable=False),
    _moment("raised_at", nullable=False),
    _moment("pressed_at"),
    _moment("first_human_at"),
    _moment("accepted_at"),
    _moment("first_arrived_at"),
    _moment("resolved_at"),
    Column("outcome", Text),
    Column("breach", Boolean, nullable=False, server_default=text("false")),
    _moment("due_at"),
    Column("seq", BigInteger, nullable=False),
    Column("body", JSONB, nullable=False),
    CheckConstraint("state IN ('waiting','accepted','travelling','on_scene','resolved')", name="state"),
    CheckConstraint("(state = 'resolved') = (resolved_at IS NOT NULL)", name="resolved_has_time"),
    CheckConstraint(
        "state = 'resolved' OR accepted_by IS NOT NULL OR due_at IS NOT NULL", name="open_has_owner_or_due"
    ),
    Index(
        "uq_calls_resident_open",
        "resident",
        unique=True,
        postgresql_where=text("state <> 'resolved' AND kind <> 'technical'"),
    ),
    Index(
        "uq_calls_unit_open",
        "unit",
        unique=True,
        postgresql_where=text("state <> 'resolved' AND kind <> 'technical' AND resident IS NULL"),
    ),
    Index("ix_calls_due_at", "due_at", postgresql_where=text("due_at IS NOT NULL")),
    Index("ix_calls_open", "priority", "received_at", postgresql_where=text("state <> 'resolved'")),
    Index("ix_calls_accepted_by_open", "accepted_by", postgresql_where=text("state <> 'resolved'")),
    Index(None, "accepted_by", "accepted_at"),
    Index("ix_calls_unit_task", "unit", postgresql_where=text("state <> 'resolved' AND kind = 'technical'")),
    Index(None, "received_at"),
    Index(None, "resident", "received_at"),
)

offers = Table(
    "offers",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("call", UUID(as_uuid=True), ForeignKey("calls.id"), nullable=False),
    Column("caregiver", Text, ForeignKey("staff.id"), nullable=False),
    Column("wave", Integer, nullable=False),
    Column("state", Text, nullable=False),
    _moment("made_at", nullable=False),
    _moment("expires_at", nullable=False),
    _moment("delivered_at"),
    _moment("ended_at"),
    Index("ix_offers_caregiver_pending", "caregiver", postgresql_where=text("state IN ('open','delivered')")),
    Index(None, "call"),
)

facts = Table(
    "facts",
    metadata,
    Column("feed", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
    _moment("at", nullable=False),
    Column("kind", Text, nullable=False),
    Column("call", UUID(as_uuid=True)),
    Column("version", Integer),
    Column("station", Text),
    Column("body", JSON, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    PrimaryKeyConstraint("feed", "seq"),
    Index(None, "call", "version", postgresql_where=text("call IS NOT NULL")),
    Index(
        "ix_facts_taken",
        text("(body ->> 'caregiver')"),
        "at",
        postgresql_where=text("kind IN ('call_accepted','call_assigned')"),
    ),
    Index("ix_facts_call_late", "call", postgresql_where=text("kind = 'call_late'")),
    postgresql_partition_by="RANGE (seq)",
)

feed_heads = Table(
    "feed_heads",
    metadata,
    Column("feed", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("day", Text, nullable=False),
    Column("last_number", Integer, nullable=False),
)

command_results = Table(
    "command_results",
    metadata,
    Column("key", UUID(as_uuid=True), primary_key=True),
    Column("actor", Text, nullable=False),
    Column("request", LargeBinary, nullable=False),
    Column("answer", JSON),
    Column("repeats", Integer, nullable=False, server_default=text("0")),
    _now("first_at"),
    Index(None, "first_at"),
)

policies = Table(
    "policies",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("document", JSON, nullable=False),
    Column("made_by", Text, nullable=False),
    _now("made_at"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("id", UUID(as_uuid=True), nullable=False, unique=True),
    Column("staff", Text, ForeignKey("staff.id"), nullable=False),
    Column("kind", Text, nullable=False),
    _now("started_at"),
    _moment("expires_at", nullable=False),
    _moment("ended_at"),
    CheckConstraint("kind IN ('browser','program')", name="kind"),
    Index(None, "staff"),
)

sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("login", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("failures", Integer, nullable=False),
    _moment("last_at", nullable=False),
    PrimaryKeyConstraint("login", "address"),
)

unknown_units = Table(
    "unknown_units",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("address", Text, nullable=False),
    Column("tries", BigInteger, nullable=False),
    _moment("first_at", nullable=False),
    _moment("last_at", nullable=False),
)

reveals = Table(
    "reveals",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("staff", Text, ForeignKey("staff.id"), nullable=False),
    Column("resident", Text, ForeignKey("residents.id"), nullable=False),
    Column("call", UUID(as_uuid=True), nullable=False),
    Column("fields", ARRAY(Text), nullable=False),
    _now("at"),
    Index(None, "resident", "at"),
)
